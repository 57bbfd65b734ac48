/** How a run goes on, waits for a place, hears of notes, or is left. Part of the `RunContext`. */

import type { Decision } from './decision.js';
import type { Status } from './status.js';

/** A person's word to the working agent, from `tell`. */
export interface Note {
  at: string;
  by: string;
  text: string;
  /** The step of the agent's life that was told of it; absent while it waits for the next turn. */
  told?: number;
  /** The permission that was rejected with it; absent for one that somebody wrote by itself. */
  about?: string;
}

/** What the run goes on with, once it has a place or is resumed. */
export type Next = 'workspace' | 'agent' | 'checks';

/** Disk that workspaces take, in bytes, and what an admin may clean. */
export interface DiskUse {
  usedBytes: number;
  limitBytes: number;
  /** Workspaces of runs on which nobody works, largest first. */
  cleanable: { run: string; status: Status; bytes: number }[];
}

/** The run waits for a free place. */
export interface Queued {
  since: string;
  next: Next;
  /** From 1; absent until it is known that the run has to wait. */
  place?: number;
  /** Runs that may work at the same time (`limits.agents`). */
  places?: number;
  /** Present where `limits.disk` holds the run back. */
  disk?: DiskUse;
}

/** A person let the run go on. */
export interface Sent {
  what: 'restart' | 'resume' | 'request_changes';
  decision: Decision;
  /** Of the buttons that stood there; absent in records of earlier versions. */
  revision?: number;
}

/** How a run is left other than by a merge. */
export interface Leaving {
  what: 'discard' | 'cleanup';
  /** The state to which a refusal leads back. */
  from: 'merge_ready' | 'stopped' | 'failed';
  /** `--keep-workspace`: only processes are ended. */
  keep: boolean;
  /** Work that is not merged, committed or not, goes too. */
  discard: boolean;
  decision: Decision;
}
