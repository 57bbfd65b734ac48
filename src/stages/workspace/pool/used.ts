/** The worktree of a run that is over, on its way back to the pool: when it may, and where it goes. */
import { lstatSync } from 'node:fs';
import { lstat, rename } from 'node:fs/promises';
import { uptime } from 'node:os';
import { readJson } from '../../../shell/own-file.js';
import { bootId } from '../../../shell/process-record.js';
import { writeWhole } from '../../../shell/whole-file.js';
import { placesOfEntry } from './entry.js';

/** Written when a worktree is checked out and nothing but git has been at work in it. */
interface Begun {
  commit: string;
  /** By the file system's clock; what has changed since bears a later time, which no program can set. */
  before: string;
  boot: string;
  wallMs: number;
  uptimeMs: number;
}

/** A worktree that waits to be cleaned. */
export interface Used {
  id: string;
  repo: string;
  /** What was checked out. */
  commit: string;
  /** Whatever changed at this time or later was not the checkout's; nanoseconds since 1970. */
  before: bigint;
}

/** A clock that was put back or forth meanwhile says nothing about what came later. */
const MOST_DRIFT_MS = 2_000;

/** Notes that the checkout is over. Call it before anything else works there. */
export function noteBegun(file: string, commit: string): void {
  const now = { boot: bootId(), wallMs: Date.now(), uptimeMs: uptime() * 1_000 };
  writeWhole(file, '');
  const before = String(lstatSync(file, { bigint: true }).ctimeNs);
  writeWhole(file, JSON.stringify({ commit, before, ...now } satisfies Begun));
}

/** Takes the worktree of a run out of its workspace; undefined where nobody could tell what in it is whose. */
export async function takeUsed(
  home: string,
  { id, repo, path }: { id: string; repo: string; path: string },
  file: string,
): Promise<Used | undefined> {
  const begun = readJson<Begun>(file);
  if (!begun || !isOfThisTime(begun) || !/^[0-9a-f]{40}$/.test(begun.commit)) return undefined;
  if (!(await lstat(path).catch(() => undefined))?.isDirectory()) return undefined;
  try {
    await rename(path, placesOfEntry(home, id).used);
  } catch {
    return undefined; // it is removed where it stands
  }
  return { id, repo, commit: begun.commit, before: BigInt(begun.before) };
}

function isOfThisTime({ boot, wallMs, uptimeMs, before }: Begun): boolean {
  const drift = Date.now() - wallMs - (uptime() * 1_000 - uptimeMs);
  return boot === bootId() && /^\d{1,20}$/.test(before) && Math.abs(drift) < MOST_DRIFT_MS;
}
