/** Where a configured repository comes from: a person's clone and its remote, or an address. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gitIn, sharedConfigFiles } from './git.js';
import { stampOf } from './guarded-file.js';

/** As metawsm.yml names it. `path` is absolute and only read; `url` is what git takes for an address. */
export type RepoOrigin = { path: string; url?: undefined } | { url: string; path?: undefined };

/** The git directory of a clone, a linked worktree, or a bare repository. */
export function gitDirOf(path: string): string {
  return existsSync(join(path, '.git')) ? join(path, '.git') : path;
}

/** The addresses that `origin` of a clone stands for, after what git's configuration makes of them. */
export interface Remote {
  fetch: string;
  push: string;
}

/**
 * Where to fetch from and to push to; undefined for a clone without `origin`, whose own branches are the bases.
 * Throws `GitError` where there is no repository.
 */
export async function remoteOf(origin: RepoOrigin): Promise<Remote | undefined> {
  if (origin.url !== undefined) return { fetch: origin.url, push: origin.url };
  // One process for all of it: every read of a repository and every step of a merge asks.
  const { stdout } = await gitIn({ gitDir: gitDirOf(origin.path) })(['remote', '--verbose']);
  const found = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [, address, use] = /^origin\t(.*) \((fetch|push)\)(?: \[[^\]]*\])?$/.exec(line) ?? [];
    if (address !== undefined && use !== undefined && !found.has(use))
      found.set(use, absolute(address, origin.path));
  }
  const fetch = found.get('fetch');
  return fetch === undefined ? undefined : { fetch, push: found.get('push') ?? fetch };
}

interface Known {
  stamps: string;
  askedAt: number;
  remote: Promise<Remote | undefined>;
}

/** So long is believed what an included file may have changed. */
const BELIEVED_MS = 60_000;
/** By path of the clone. */
const known = new Map<string, Known>();

/** As `remoteOf` said last, where no known file of git's configuration has changed since: for reading, never for a push. */
export function lastRemoteOf(origin: RepoOrigin): Promise<Remote | undefined> {
  const stamps = origin.path === undefined ? undefined : configStamps(origin.path);
  if (origin.path === undefined || stamps === undefined) return remoteOf(origin);
  const { path } = origin;
  const before = known.get(path);
  if (before?.stamps === stamps && performance.now() - before.askedAt < BELIEVED_MS) return before.remote;
  const now = { stamps, askedAt: performance.now(), remote: remoteOf(origin) };
  known.set(path, now);
  now.remote.catch(() => known.delete(path));
  return now.remote;
}

/** Undefined where the clone keeps its configuration elsewhere. */
function configStamps(path: string): string | undefined {
  const own = [join(gitDirOf(path), 'config'), join(gitDirOf(path), 'config.worktree')].map(stampAt);
  return own[0] === undefined ? undefined : [...own, ...sharedConfigFiles().map(stampAt)].join(' ');
}

function stampAt(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats && stampOf(stats);
  } catch {
    // git says what is wrong with it
    return undefined;
  }
}

/** A remote may be named relative to the clone, not to where the bot runs. */
function absolute(address: string, path: string): string {
  const elsewhere = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) || /^[^/]+:/.test(address);
  return elsewhere ? address : resolve(path, address);
}
