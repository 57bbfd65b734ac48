/**
 * The branch that a merge shall reach, wherever it lives: on the clone's remote or in the clone itself. Seen from
 * `<home>/merge/<name>.git`, a bare repository of the bot's own that no agent works in.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Git, GitError, type GitIdentity, gitIn } from './git.js';
import { ensureMirror, outwaiting } from './lens.js';

/** Time limit of everything that may go over a network. */
export const NETWORK_MS = 15 * 60_000;

export interface Base {
  repo: string;
  /** The person's clone, or bare repository. */
  path: string;
  branch: string;
  /** The address of the clone's `origin`; absent: the branch lives in `path`. */
  url?: string;
  /** Where pushes go, if `remote.origin.pushurl` names another address. */
  pushUrl?: string;
  /** `<home>/merge/<name>.git` */
  own: string;
}

/** Where the branch of a configured repository lives; makes the bot's own repository for it. Throws `GitError`. */
export async function baseOf(
  home: string,
  repo: { name: string; path: string },
  branch: string,
): Promise<Base> {
  const own = join(home, 'merge', `${repo.name}.git`);
  await ensureMirror(own);
  const base: Base = { repo: repo.name, path: repo.path, branch, own };
  const url = await addressOf(repo.path, false);
  if (url === undefined) return base;
  return { ...base, url, pushUrl: (await addressOf(repo.path, true)) ?? url };
}

/** The git directory of a clone, a linked worktree, or a bare repository. */
export function gitDirOf(path: string): string {
  return existsSync(join(path, '.git')) ? join(path, '.git') : path;
}

/** Git in the bot's own repository of a base. */
export function ownGit(base: Pick<Base, 'own'>, identity?: GitIdentity): Git {
  return outwaiting(gitIn({ gitDir: base.own }, identity), [base.own]);
}

/** The commit that the branch holds now; undefined where there is no such branch. Throws `GitError`. */
export async function tipOf(base: Base): Promise<string | undefined> {
  const ref = `refs/heads/${base.branch}`;
  const { stdout } = await ownGit(base)(['ls-remote', '--', base.url ?? base.path, ref], {
    timeoutMs: NETWORK_MS,
  });
  const line = stdout.split('\n').find((found) => found.endsWith(`\t${ref}`));
  return line?.split('\t')[0];
}

/** The branch that HEAD names where the base lives; `main` where it names none. Throws `GitError`. */
export async function mainOf(base: Base): Promise<string> {
  const { stdout } = await ownGit(base)(['ls-remote', '--symref', '--', base.url ?? base.path, 'HEAD'], {
    timeoutMs: NETWORK_MS,
  });
  return /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(stdout)?.[1] ?? 'main';
}

/** Fetches the branch to `ref` of the own repository and returns its commit; undefined where there is none. */
export async function fetchTip(base: Base, ref: string): Promise<string | undefined> {
  try {
    return await fetchInto(base.own, base.url ?? base.path, `refs/heads/${base.branch}`, ref);
  } catch (error) {
    if (error instanceof GitError && /couldn't find remote ref/i.test(error.stderr)) return undefined;
    throw error;
  }
}

/** Fetches what the branch holds and tells whether `commit` is in it. Throws `GitError`. */
export async function hasTaken(base: Base, commit: string, ref: string): Promise<boolean> {
  const tip = await fetchTip(base, ref);
  return tip !== undefined && holds(ownGit(base), tip, commit);
}

/** Fetches exactly one ref into a repository of the bot's own, without tags and side effects. Throws `GitError`. */
export async function fetchInto(own: string, source: string, from: string, to: string): Promise<string> {
  const git = ownGit({ own });
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--refmap='];
  await git(['fetch', ...quiet, '--', source, `+${from}:${to}`], { timeoutMs: NETWORK_MS });
  return commitAt(git, to);
}

/** The commit that a name stands for. Throws `GitError` where there is none. */
export async function commitAt(git: Git, name: string): Promise<string> {
  return (await git(['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`])).stdout;
}

/** True where `commit` holds `ancestor`; both have to be there. */
export async function holds(git: Git, commit: string, ancestor: string): Promise<boolean> {
  if (commit === ancestor) return true;
  const { exitCode } = await git(['merge-base', '--is-ancestor', ancestor, commit], { allow: [0, 1] });
  return exitCode === 0;
}

/** Git's own words about a failure, without credentials in addresses, at most 1,500 characters. */
export function wordsOf(error: unknown): string {
  const text = error instanceof GitError ? error.stderr.trim() || error.message : (error as Error).message;
  return withoutCredentials(text).slice(-1_500);
}

export function withoutCredentials(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/@\s'"]+@/giu, '$1');
}

async function addressOf(path: string, push: boolean): Promise<string | undefined> {
  const git = gitIn({ gitDir: gitDirOf(path) });
  const { stdout } = await git(['remote']);
  if (!stdout.split('\n').includes('origin')) return undefined;
  const found = await git(['remote', 'get-url', ...(push ? ['--push'] : []), 'origin']);
  return absolute(found.stdout.split('\n')[0] ?? '', path);
}

/** A remote may be named relative to the clone. */
function absolute(url: string, path: string): string {
  const elsewhere = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) || /^[^/]+:/.test(url);
  return elsewhere ? url : resolve(path, url);
}
