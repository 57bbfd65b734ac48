/** What the merge stage needs to be told, and how it says no. */
import type { Fault } from '../../run/events.js';
import type { MergeMethod } from '../../run/evidence.js';
import { wordsOf } from '../../shell/base.js';
import type { GitIdentity } from '../../shell/git.js';
import { listed as listOf } from '../../shell/listed.js';
import type { RepoOrigin } from '../../shell/origin.js';

export type MergeRepo = {
  name: string;
  /** Default `merge`. */
  mergeMethod?: MergeMethod;
} & RepoOrigin;

export interface MergeOptions {
  /** Absolute path. */
  home: string;
  /** The folder with the bot's own repositories, where merges are built. Default `home`. */
  own?: string;
  repos: readonly MergeRepo[];
  /** Author and committer of merge commits. */
  git: GitIdentity;
  /** Paths that must not be merged. */
  forbidden: (path: string) => boolean;
  /** Display name of a Slack user id. */
  personName: (userId: string) => Promise<string>;
  /** ISO instant. */
  now: () => string;
  redact?: (text: string) => string;
}

/** The gate of the contract that does not let the merge through, and why. */
export interface Refusal {
  gate: number;
  fault: Fault;
}

export function isRefusal(value: object): value is Refusal {
  return 'gate' in value && 'fault' in value;
}

export function refuse(gate: number, code: string, repo?: string, detail?: string): Refusal {
  const fault: Fault = { code };
  if (repo !== undefined) fault.repo = repo;
  if (detail !== undefined) fault.detail = detail;
  return { gate, fault };
}

/** What git or the disk objects to becomes a refusal of that gate; a defect stays an exception. */
export async function attempt<T>(gate: number, repo: string, work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if ((error as Error).name !== 'Error') throw error;
    return refuse(gate, 'merge_failed', repo, wordsOf(error));
  }
}

/** A list that people read: at most ten entries. */
export const listed = (paths: readonly string[]): string => listOf(paths, 10);
