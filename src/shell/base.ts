/**
 * The branch that a merge shall reach, wherever it lives: on the clone's remote or in the clone itself. Seen from
 * `<home>/merge/<name>.git`, a bare repository of the bot's own that no agent works in.
 */
import { join } from 'node:path';
import { type Git, type GitDir, GitError, type GitIdentity, gitIn } from './git.js';
import { ensureMirror, readRef } from './lens.js';
import { outwaiting } from './locks.js';
import { type RepoOrigin, remoteOf } from './origin.js';

/** Time limit of everything that may go over a network. */
export const NETWORK_MS = 15 * 60_000;

interface AnyBase {
  repo: string;
  branch: string;
  /** `<home>/merge/<name>.git` */
  own: string;
}

/** The branch lives in a person's clone, or bare repository. */
export interface LocalBase extends AnyBase {
  path: string;
  url?: undefined;
}

interface RemoteBase extends AnyBase {
  /** What is fetched: the configured address, or that of the clone's `origin`. */
  url: string;
  /** Where pushes go: the same, unless `remote.origin.pushurl` of the clone names another address. */
  pushUrl: string;
}

export type Base = LocalBase | RemoteBase;

/** Where the branch of a configured repository lives; makes the bot's own repository for it. Throws `GitError`. */
export async function baseOf(
  home: string,
  repo: { name: string } & RepoOrigin,
  branch: string,
): Promise<Base> {
  const own = join(home, 'merge', `${repo.name}.git`);
  ensureMirror(own);
  const base = { repo: repo.name, branch, own };
  const remote = await remoteOf(repo);
  if (remote) return { ...base, url: remote.fetch, pushUrl: remote.push };
  if (repo.path === undefined) throw new Error(`${repo.name} has neither a clone nor an address`);
  return { ...base, path: repo.path };
}

/** What git fetches the branch from. */
const sourceOf = (base: Base) => (base.url === undefined ? base.path : base.url);

/** Git in the bot's own repository of a base. */
export function ownGit(base: Pick<Base, 'own'>, identity?: GitIdentity, dir: Partial<GitDir> = {}): Git {
  return outwaiting(gitIn({ gitDir: base.own, ...dir }, identity), { own: base.own });
}

/** The commit that the branch holds now; undefined where there is no such branch. Throws `GitError`. */
export async function tipOf(base: Base): Promise<string | undefined> {
  const ref = `refs/heads/${base.branch}`;
  const { stdout } = await ownGit(base)(['ls-remote', '--', sourceOf(base), ref], {
    timeoutMs: NETWORK_MS,
  });
  const line = stdout.split('\n').find((found) => found.endsWith(`\t${ref}`));
  return line?.split('\t')[0];
}

/** The branch that HEAD names where the base lives; `main` where it names none. Throws `GitError`. */
export async function mainOf(base: Base, signal?: AbortSignal): Promise<string> {
  const { stdout } = await ownGit(base)(['ls-remote', '--symref', '--', sourceOf(base), 'HEAD'], {
    timeoutMs: NETWORK_MS,
    ...(signal ? { signal } : {}),
  });
  return /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(stdout)?.[1] ?? 'main';
}

/** Fetches the branch to `ref` of the own repository and returns its commit; undefined where there is none. */
export async function fetchTip(base: Base, ref: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return await fetchInto(base.own, sourceOf(base), `refs/heads/${base.branch}`, ref, signal);
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
export async function fetchInto(
  own: string,
  source: string,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<string> {
  const git = ownGit({ own });
  // a clone may be shallow, and its history ends here as well
  const quiet = [
    '--quiet',
    '--update-shallow',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--refmap=',
  ];
  await git(['fetch', ...quiet, '--', source, `+${from}:${to}`], {
    timeoutMs: NETWORK_MS,
    ...(signal ? { signal } : {}),
  });
  return (await readRef(own, to)) ?? commitAt(git, to);
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

/** Up to the last `@` of the host: a password may hold others. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s'"]+@/giu, '$1');
}
