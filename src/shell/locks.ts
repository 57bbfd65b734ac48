/**
 * Locks that git left when it was killed, told from those of a git that works. In the bot's own repositories nobody else
 * works, so a lock is nobody's as soon as no git of ours runs there; where agents work too, it has to have stood a while.
 */
import { lstat, readlink, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Git, GitError } from './git.js';

/** A lock of an agent's index that stands longer belongs to a git that was killed. */
export const STALE_LOCK_MS = 10_000;

/** The same for refs, which no living git locks for longer than a moment. */
const STALE_REF_LOCK_MS = 4_000;

const MOST_TRIES = 10;

/** How many gits of ours run in a repository, by its path. */
const working = new Map<string, number>();

/** True while no git of ours runs in a repository of the bot's own. */
export const isIdle = (own: string): boolean => !working.get(own);

/** Where a git works: `own` is the bot's alone, `shared` is one in which agents work too. */
export interface Roots {
  own: string;
  shared?: string;
}

/** The same git, but a lock below one of `roots` that a killed git left is removed, and a living one waited for. */
export function outwaiting(git: Git, roots: Roots): Git {
  return async (args, options) => {
    for (let tries = 0; ; tries++) {
      try {
        return await counted(roots.own, () => git(args, options));
      } catch (error) {
        const lock = error instanceof GitError ? await lockIn(error.stderr) : undefined;
        const whose = lock && (await whoseIs(lock, roots));
        if (!whose || tries >= MOST_TRIES) throw error;
        await outwait(lock, () => whose === 'own' && !working.get(roots.own));
      }
    }
  };
}

async function counted<T>(root: string, work: () => Promise<T>): Promise<T> {
  working.set(root, (working.get(root) ?? 0) + 1);
  try {
    return await work();
  } finally {
    working.set(root, (working.get(root) ?? 1) - 1);
  }
}

/** The lock that git found, at the place where it really is: git names it by the links that lead there. */
export async function lockIn(stderr: string): Promise<string | undefined> {
  const named = /Unable to create '(.+)\.lock': File exists/.exec(stderr)?.[1];
  if (named === undefined) return undefined;
  const folder = await really(dirname(named));
  const leads = await readlink(named).catch(() => undefined);
  return `${leads === undefined ? join(folder, basename(named)) : resolve(dirname(named), leads)}.lock`;
}

async function whoseIs(lock: string, roots: Roots): Promise<keyof Roots | undefined> {
  const names = ['own', 'shared'] as const;
  for (const name of names) {
    const root = roots[name];
    if (root && (lock.startsWith(root + sep) || lock.startsWith((await really(root)) + sep))) return name;
  }
  return undefined;
}

const really = (path: string) => realpath(path).catch(() => path);

async function outwait(lock: string, isNobodys: () => boolean): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const found = await lstat(lock).catch(() => undefined);
    if (!found) return;
    // watched as well, since the clock may have been put back
    const stoodMs = Math.max(Date.now() - found.mtimeMs, performance.now() - begun);
    if (isNobodys() || stoodMs > STALE_REF_LOCK_MS) return rm(lock, { force: true, recursive: true });
    await delay(100);
  }
}
