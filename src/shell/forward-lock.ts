/**
 * The lock of a person's index while the bot moves their working tree forward. It is git's own `index.lock`, so that no other
 * git comes in between, and says whose it is and what it was made for: the next try knows what a killed one left.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readGuarded } from './guarded-file.js';

/** What a working tree was to be moved by. Commits are full ids. */
export interface Forward {
  ref: string;
  from: string;
  to: string;
}

const MARK = 'metawsm is moving this working tree forward; it takes this file away itself\n';
const MOST_BYTES = 10_000;

/** A folder of the bot's own in the git directory of a working tree; it is there as long as the lock. */
export const forwardFolder = (gitDir: string): string => join(gitDir, 'metawsm');

const lockOf = (gitDir: string): string => join(gitDir, 'index.lock');

/** Takes the lock; false where another git holds it. */
export async function takeForwardLock(gitDir: string, forward: Forward): Promise<boolean> {
  await mkdir(forwardFolder(gitDir), { recursive: true });
  const draft = join(forwardFolder(gitDir), `lock.${randomUUID()}`);
  await writeFile(draft, MARK + JSON.stringify(forward), { flag: 'wx' });
  try {
    // whole from the first moment on
    await link(draft, lockOf(gitDir));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** What the lock says, where it is ours; undefined where there is none, or another git's. */
export async function heldForwardLock(gitDir: string): Promise<Forward | undefined> {
  const found = await readGuarded(lockOf(gitDir), MOST_BYTES);
  if (found.kind !== 'file') return undefined;
  const text = found.bytes.toString('utf8');
  return text.startsWith(MARK) ? (JSON.parse(text.slice(MARK.length)) as Forward) : undefined;
}

/** Gives the lock back, which has to be ours. */
export async function dropForwardLock(gitDir: string): Promise<void> {
  await rm(forwardFolder(gitDir), { recursive: true, force: true });
  await rm(lockOf(gitDir), { force: true });
}

/** What a person has begun and not ended, which moving the branch on would end wrongly. */
export const isUnderWay = (gitDir: string): boolean =>
  ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply', 'BISECT_LOG'].some(
    (name) => existsSync(join(gitDir, name)),
  );
