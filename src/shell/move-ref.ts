/** Moves a branch of a person's repository, by condition on what it holds. */
import { createHash } from 'node:crypto';
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Git, GitError } from './git.js';
import { readGuarded } from './guarded-file.js';
import { lockIn } from './locks.js';
import { readJson } from './own-file.js';
import { writeWhole } from './whole-file.js';

export interface RefMove {
  ref: string;
  from: string;
  to: string;
  /** For the log of the ref. */
  reason: string;
  /** A folder of the bot's own, which remembers tries that were broken off. */
  own: string;
}

/** Tries that did not come to their end: since when, and to which commits. */
interface Tried {
  since: number;
  to: string[];
}

/** A living git holds the lock of a ref for a moment only. */
const STALE_LOCK_MS = 4_000;
const CLOCK_MS = 2_000;
const MOST_TRIES = 4;

/** Throws `GitError`. A lock that a killed try of ours left is taken away; that of anybody else stays. */
export async function moveRef(git: Git, { ref, from, to, reason, own }: RefMove): Promise<void> {
  const { stdout: place } = await git(['rev-parse', '--absolute-git-dir']);
  const note = join(own, `moving-${createHash('sha1').update(`${place}\0${ref}`).digest('hex')}.json`);
  const before = readJson<Tried>(note);
  const tried = { since: before?.since ?? Date.now(), to: [...(before?.to ?? []), to] };
  writeWhole(note, JSON.stringify(tried));
  for (let tries = 1; ; tries++) {
    try {
      await git(['update-ref', '--no-deref', '-m', reason, ref, to, from]);
      break;
    } catch (error) {
      const lock = error instanceof GitError ? await lockIn(error.stderr) : undefined;
      // what was killed just now leaves its lock to the next turn
      const again = lock ? before !== undefined || tries > 1 : (error as GitError).exitCode === null;
      if (again && tries < MOST_TRIES && (!lock || (await tookAway(lock, tried)))) continue;
      // git came to its end by itself, and so leaves nothing
      if (!before && tries === 1) await rm(note, { force: true });
      throw error;
    }
  }
  await rm(note, { force: true });
}

/** False where the lock is not ours, or came after it was looked at. */
async function tookAway(lock: string, tried: Tried): Promise<boolean> {
  for (const begun = performance.now(); ; await delay(100)) {
    const found = await lstat(lock).catch(() => undefined);
    if (!found) return true;
    const held = await readGuarded(lock, 100);
    const text = held.kind === 'file' ? held.bytes.toString('latin1').trim() : '?';
    if (found.mtimeMs < tried.since - CLOCK_MS || (text !== '' && !tried.to.includes(text))) return false;
    if (Math.max(Date.now() - found.mtimeMs, performance.now() - begun) < STALE_LOCK_MS) continue;
    await rm(lock, { force: true });
    return true;
  }
}
