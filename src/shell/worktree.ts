/**
 * What stands in a worktree and on its branch, read and changed without obeying anything that an agent wrote: no
 * configuration, hook, filter, attribute program or index of the agent's takes part (see `lens`).
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { showToAgent, worktreeHead } from './agent-view.js';
import { type Change, changesIn, namesOf, removeUntracked } from './changes.js';
import { type Git, GitError, type GitIdentity, WHOLE_TREE_MS } from './git.js';
import { copyIndex } from './git-index.js';
import { lensGit, lensOf, readRef } from './lens.js';
import { makeRef } from './new-ref.js';
import { type Ground, needPlainFolder, onPlainFolder } from './plain-folder.js';
import { refuseStrayAttributes } from './stray-attributes.js';

/** One repository of one run. Paths are absolute. */
export interface Tree {
  name: string;
  /** The worktree. */
  path: string;
  /** `<home>/repos/<name>.git` */
  mirror: string;
  /** `metawsm/<run id>` */
  branch: string;
}

/** Where a repository of a run lies. */
export function treeOf(home: string, run: { id: string }, { name, path }: Pick<Tree, 'name' | 'path'>): Tree {
  return { name, path, mirror: join(home, 'repos', `${name}.git`), branch: `metawsm/${run.id}` };
}

/** The workspace is trusted: a sandbox lets programs write in it, and not replace it. */
export const groundOf = ({ path }: Pick<Tree, 'path'>): Ground => ({ path, root: dirname(path) });

/** The commit of a branch of the mirror; undefined where there is none. */
export function headOf(mirror: string, branch: string): Promise<string | undefined> {
  return readRef(mirror, `refs/heads/${branch}`);
}

/**
 * Paths that differ from the branch's commit: tracked changes, and untracked files that nothing ignores. With
 * `scratch`, the path of a file for an index, nothing else is written.
 */
export async function dirtyFiles(
  tree: Tree,
  options: Pick<IndexOptions, 'scratch' | 'signal'> = {},
): Promise<string[]> {
  const head = await needHead(tree);
  return withIndex(tree, head, async (git) => (await changesIn(git)).map(({ path }) => path), options);
}

/**
 * Commits everything uncommitted onto the branch, but for paths that `except` names and repositories inside the
 * repository: those are `left`. The agent's own `git status` agrees afterwards. Repeating it changes nothing. Throws where an
 * uncommitted `.gitattributes` decides what is stored.
 */
export async function commitAll(
  tree: Tree,
  options: {
    message: string;
    except: (path: string) => boolean;
    identity: GitIdentity;
    signal?: AbortSignal | undefined;
  },
): Promise<{ commit?: string; committed: string[]; left: string[] }> {
  const { signal } = options;
  const head = await catchUp(tree, await needHead(tree), signal);
  return withIndex(
    tree,
    head,
    async (git, index) => {
      const all = await changesIn(git);
      const left = all.filter(({ path, now }) => now === 'repository' || options.except(path));
      const taken = all.filter((change) => !left.includes(change));
      await stage(git, taken);
      await refuseStrayAttributes(tree.path, git, left);
      const commit = taken.length > 0 ? await record(tree, git, head, options) : undefined;
      await showToAgent(tree, index);
      return {
        ...(commit ? { commit } : {}),
        committed: taken.map(({ path }) => path),
        left: left.map(({ path }) => path),
      };
    },
    options,
  );
}

/**
 * Brings worktree and branch back to `toCommit`: tracked files as they were, untracked ones removed; ignored ones
 * stay, and so does what `keep` names. Returns the paths that differed.
 */
export async function restore(
  tree: Tree,
  toCommit: string,
  keep: (path: string) => boolean = () => false,
  signal?: AbortSignal,
): Promise<string[]> {
  const head = await headOf(tree.mirror, tree.branch);
  if (head !== toCommit) await moveBranch(tree, toCommit, head, signal);
  const undo = async (git: Git, index: string) => {
    const all = (await changesIn(git)).filter(({ path }) => !keep(path));
    needPlainFolder(groundOf(tree));
    for (const change of all) if (!change.tracked) await removeUntracked(tree.path, change);
    const lost = all.filter(({ tracked }) => tracked);
    if (lost.length > 0)
      await git(['checkout-index', '-f', '-u', '-z', '--stdin'], {
        input: namesOf(lost),
        bytes: true,
        timeoutMs: WHOLE_TREE_MS,
      });
    await showToAgent(tree, index);
    return [...new Set(all.map(({ path }) => path))];
  };
  return withIndex(tree, toCommit, undo, { signal });
}

/** Moves the branch, only if it still is where it was. `from` undefined: it must not exist. */
export async function moveBranch(
  tree: Pick<Tree, 'mirror' | 'branch'>,
  to: string,
  from: string | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const git = await lensGit(tree.mirror);
  const ref = `refs/heads/${tree.branch}`;
  if (from === undefined && makeRef(tree.mirror, ref, to)) return;
  await git(['update-ref', '--no-deref', ref, to, from ?? '0'.repeat(40)], { signal });
}

/** Deletes the branch, only if it still is at `from`, and what the agent's git has logged of it. */
export async function deleteBranch(tree: Pick<Tree, 'mirror' | 'branch'>, from: string): Promise<void> {
  await dropLog(tree);
  const git = await lensGit(tree.mirror);
  await git(['update-ref', '--no-deref', '-d', `refs/heads/${tree.branch}`, from]);
}

/** Removes the log of a branch. Written by the agent's git, so ours does not know of it. Below a link of the agent's nothing is removed. */
export async function dropLog({ mirror, branch }: Pick<Tree, 'mirror' | 'branch'>): Promise<void> {
  let path = mirror;
  for (const name of ['logs', 'refs', 'heads', ...branch.split('/')]) {
    const above = await lstat(path).catch(() => undefined);
    if (!above?.isDirectory()) return;
    path = join(path, name);
  }
  if ((await lstat(path).catch(() => undefined))?.isFile()) await rm(path, { force: true });
}

async function needHead(tree: Tree): Promise<string> {
  const head = await headOf(tree.mirror, tree.branch);
  if (!head) throw new Error(`the branch ${tree.branch} of ${tree.name} is gone`);
  return head;
}

/** An agent may have committed on a branch of its own: where that goes on from ours, its commits are kept. */
async function catchUp(tree: Tree, head: string, signal?: AbortSignal): Promise<string> {
  const now = await worktreeHead(tree);
  if (!now || now === head) return head;
  const git = await lensGit(tree.mirror);
  const { exitCode } = await git(['merge-base', '--is-ancestor', head, now], { signal, allow: [0, 1, 128] });
  if (exitCode !== 0) return head;
  await moveBranch(tree, now, head, signal);
  return now;
}

interface IndexOptions {
  identity?: GitIdentity;
  /** Path of a file for an index. */
  scratch?: string | undefined;
  /** Ends every git: one that an agent has put a pipe before would hold the run's work for as long as git may work. */
  signal?: AbortSignal | undefined;
}

/** Works on a copy of our index for this worktree, which becomes the index when the work has succeeded, but for a `scratch`. */
async function withIndex<T>(
  tree: Tree,
  commit: string,
  work: (git: Git, index: string) => Promise<T>,
  { identity, scratch, signal }: IndexOptions,
): Promise<T> {
  const ground = groundOf(tree);
  needPlainFolder(ground);
  const kept = indexOf(tree);
  const index = scratch ?? `${kept}.${randomUUID()}`;
  await mkdir(dirname(index), { recursive: true });
  await copyIndex(kept, index).catch(() => undefined);
  try {
    const place = { workTree: tree.path, indexFile: index };
    const plain = onPlainFolder(await lensGit(tree.mirror, place, identity), ground);
    const git: Git = (args, options) => plain(args, { signal, ...options });
    await git(['read-tree', '-m', commit]).catch(async (error) => {
      if (!(error instanceof GitError)) throw error;
      await rm(index, { force: true });
      await git(['read-tree', commit]);
    });
    await git(['update-index', '-q', '--refresh'], { allow: [0, 1] });
    const result = await work(git, index);
    if (scratch === undefined) await rename(index, kept);
    return result;
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

/** Our own index of a worktree. */
export function indexOf(tree: Pick<Tree, 'mirror' | 'branch'>): string {
  return join(lensOf(tree.mirror), 'indexes', basename(tree.branch));
}

/** Removes our index of a worktree, with the copies and locks that a killed bot has left of it. */
export async function dropIndex(tree: Pick<Tree, 'mirror' | 'branch'>): Promise<void> {
  const index = indexOf(tree);
  const [folder, name] = [dirname(index), basename(index)];
  const found = existsSync(folder) ? await readdir(folder) : [];
  for (const one of found)
    if (one.startsWith(name) && /^(\.[0-9a-f-]{36})?(\.lock)?$/.test(one.slice(name.length)))
      await rm(join(folder, one), { force: true });
}

async function stage(git: Git, taken: Change[]): Promise<void> {
  const gone = taken.filter(({ now }) => now === 'gone');
  const there = taken.filter(({ now }) => now === 'file');
  const update = (how: string[], which: Change[]) =>
    git(['update-index', ...how, '-z', '--stdin'], { input: namesOf(which), bytes: true });
  // first what is gone: a folder may have become a file
  if (gone.length > 0) await update(['--force-remove'], gone);
  if (there.length > 0) await update(['--add', '--remove', '--replace'], there);
}

async function record(
  tree: Tree,
  git: Git,
  head: string,
  { message, signal }: { message: string; signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const { stdout: content } = await git(['write-tree']);
  const { stdout: before } = await git(['rev-parse', '--verify', `${head}^{tree}`]);
  if (content === before) return undefined;
  const { stdout: commit } = await git(['commit-tree', content, '-p', head, '-F', '-'], { input: message });
  await moveBranch(tree, commit, head, signal);
  return commit;
}
