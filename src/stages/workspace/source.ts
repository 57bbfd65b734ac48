/** Where a repository's branches come from, and which there are. */
import { existsSync } from 'node:fs';
import { type Git, GitError, gitIn } from '../../shell/git.js';
import { gitDirOf, lastRemoteOf, type RepoOrigin } from '../../shell/origin.js';
import { Unfit } from './unfit.js';

export interface Source {
  /** What git fetches from: the configured address, that of `origin`, or the clone itself. */
  address: string;
  /** False where the clone has no remote, so that its own branches are the bases. */
  remote: boolean;
  /** The git directory of the person's clone, where there is one. */
  clone?: string;
}

/** What a source offers. */
export interface Branches {
  /** The branch that HEAD names; undefined where it names none. */
  main?: string;
  /** Commits by branch. */
  heads: Map<string, string>;
}

/** Hexadecimal digits of an object id in a repository that `metawsm` does not speak. */
const SHA256_LENGTH = 64;

/** What git exits with where it cannot make a directory out to be a repository. */
const NO_REPOSITORY = 128;

/** Throws `Unfit` where `path` holds no git repository; an address is not asked yet. */
export async function sourceOf(repo: RepoOrigin): Promise<Source> {
  if (repo.url !== undefined) return { address: repo.url, remote: true };
  const clone = gitDirOf(repo.path);
  if (!existsSync(repo.path)) throw new Unfit('repository_missing', `${repo.path} does not exist`);
  const remote = await lastRemoteOf(repo).catch((error: unknown) => {
    if (error instanceof GitError && error.exitCode === NO_REPOSITORY)
      throw new Unfit('repository_missing', error.stderr.trim());
    throw error;
  });
  return { address: remote?.fetch ?? repo.path, remote: remote !== undefined, clone };
}

/** Asks the source for its branches, through `git` of any repository. Throws `Unfit`. */
export async function branchesOf(source: Source, git: Git, signal?: AbortSignal): Promise<Branches> {
  const { stdout } = await git(['ls-remote', '--symref', '--', source.address, 'HEAD', 'refs/heads/*'], {
    timeoutMs: 120_000,
    ...(signal ? { signal } : {}),
  });
  const heads = new Map<string, string>();
  let main: string | undefined;
  for (const line of stdout.split('\n')) {
    const [value = '', name = ''] = line.split('\t');
    if (name === 'HEAD' && value.startsWith('ref: refs/heads/'))
      main = value.slice('ref: refs/heads/'.length);
    if (name.startsWith('refs/heads/')) heads.set(name.slice('refs/heads/'.length), value);
  }
  if ([...heads.values()].some((id) => id.length === SHA256_LENGTH))
    throw new Unfit('object_format', source.address);
  if (heads.size === 0) throw new Unfit('repository_empty', source.address);
  return { heads, ...(main === undefined ? {} : { main }) };
}

/** The base that was asked for, configured, or the source's own; throws `Unfit` where it does not exist. */
export function baseIn(branches: Branches, asked: string | undefined): string {
  const base = asked ?? branches.main ?? 'main';
  if (branches.heads.has(base)) return base;
  const known = [...branches.heads.keys()];
  const list = known.length <= 10 ? ` (it has ${known.join(', ')})` : '';
  throw new Unfit('base_missing', `${base}${list}`);
}

/** True where the person's clone or the remote has this branch already. */
export async function hasBranch(source: Source, branches: Branches, branch: string): Promise<boolean> {
  if (branches.heads.has(branch)) return true;
  if (!source.remote || source.clone === undefined) return false;
  const git = gitIn({ gitDir: source.clone });
  const found = await git(['show-ref', '--verify', '--quiet', `refs/heads/${branch}`], { allow: [0, 1] });
  return found.exitCode === 0;
}
