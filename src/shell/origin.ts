/** Where a configured repository comes from: a person's clone and its remote, or an address. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gitIn } from './git.js';

/** As metawsm.yml names it. `path` is absolute and only read; `url` is what git takes for an address. */
export type RepoOrigin = { path: string; url?: undefined } | { url: string; path?: undefined };

/** The git directory of a clone, a linked worktree, or a bare repository. */
export function gitDirOf(path: string): string {
  return existsSync(join(path, '.git')) ? join(path, '.git') : path;
}

/**
 * The address to fetch from, or to push to; undefined for a clone without `origin`, whose own branches are the bases.
 * Throws `GitError` where there is no repository.
 */
export async function remoteOf(origin: RepoOrigin, push = false): Promise<string | undefined> {
  if (origin.url !== undefined) return origin.url;
  const git = gitIn({ gitDir: gitDirOf(origin.path) });
  const { stdout } = await git(['remote']);
  if (!stdout.split('\n').includes('origin')) return undefined;
  const found = await git(['remote', 'get-url', ...(push ? ['--push'] : []), 'origin']);
  return absolute(found.stdout.split('\n')[0] ?? '', origin.path);
}

/** A remote may be named relative to the clone, not to where the bot runs. */
function absolute(address: string, path: string): string {
  const elsewhere = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) || /^[^/]+:/.test(address);
  return elsewhere ? address : resolve(path, address);
}
