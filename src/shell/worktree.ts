/**
 * What stands in a worktree and on its branch, read and changed without obeying anything that an agent wrote: no
 * configuration, hook, filter, attribute program or index of the agent's takes part (see `lens`).
 */
import { randomUUID } from 'node:crypto';
import { copyFile, lstat, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { showToAgent, worktreeHead } from './agent-view.js';
import { type Git, GitError, type GitIdentity } from './git.js';
import { lensGit, lensOf, readRef } from './lens.js';

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

interface Change {
  path: string;
  /** What stands there now. `repository`: a git repository of its own, which is no content of this one. */
  now: 'file' | 'gone' | 'repository';
  tracked: boolean;
}

/** The commit of a branch of the mirror; undefined where there is none. */
export function headOf(mirror: string, branch: string): Promise<string | undefined> {
  return readRef(mirror, `refs/heads/${branch}`);
}

/**
 * Paths that differ from the branch's commit: tracked changes, and untracked files that nothing ignores. With
 * `scratch`, the path of a file for an index, nothing else is written.
 */
export async function dirtyFiles(tree: Tree, scratch?: string): Promise<string[]> {
  const head = await needHead(tree);
  const look = async (git: Git) => (await changes(git)).map(({ path }) => path);
  return withIndex(tree, head, look, undefined, scratch);
}

/**
 * Commits everything uncommitted onto the branch, but for paths that `except` names and repositories inside the
 * repository: those are `left`. The agent's own `git status` agrees afterwards. Repeating it changes nothing.
 */
export async function commitAll(
  tree: Tree,
  options: { message: string; except: (path: string) => boolean; identity: GitIdentity },
): Promise<{ commit?: string; committed: string[]; left: string[] }> {
  const head = await catchUp(tree, await needHead(tree));
  return withIndex(
    tree,
    head,
    async (git, index) => {
      const all = await changes(git);
      const left = all.filter(({ path, now }) => now === 'repository' || options.except(path));
      const taken = all.filter((change) => !left.includes(change));
      await stage(git, taken);
      const commit = taken.length > 0 ? await record(tree, git, head, options.message) : undefined;
      await showToAgent(tree, index);
      return {
        ...(commit ? { commit } : {}),
        committed: taken.map(({ path }) => path),
        left: left.map(({ path }) => path),
      };
    },
    options.identity,
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
): Promise<string[]> {
  const head = await headOf(tree.mirror, tree.branch);
  if (head !== toCommit) await moveBranch(tree, toCommit, head);
  return withIndex(tree, toCommit, async (git, index) => {
    const all = (await changes(git)).filter(({ path }) => !keep(path));
    for (const { path, tracked } of all) if (!tracked) await removeUntracked(tree.path, path);
    const lost = all.filter(({ tracked }) => tracked).map(({ path }) => path);
    if (lost.length > 0) await git(['checkout-index', '-f', '-u', '-z', '--stdin'], { input: nulls(lost) });
    await showToAgent(tree, index);
    return [...new Set(all.map(({ path }) => path))];
  });
}

/** Moves the branch, only if it still is where it was. `from` undefined: it must not exist. */
export async function moveBranch(
  tree: Pick<Tree, 'mirror' | 'branch'>,
  to: string,
  from: string | undefined,
): Promise<void> {
  const git = await lensGit(tree.mirror);
  await git(['update-ref', '--no-deref', `refs/heads/${tree.branch}`, to, from ?? '0'.repeat(40)]);
}

/** Deletes the branch, only if it still is at `from`. */
export async function deleteBranch(tree: Pick<Tree, 'mirror' | 'branch'>, from: string): Promise<void> {
  const git = await lensGit(tree.mirror);
  await git(['update-ref', '--no-deref', '-d', `refs/heads/${tree.branch}`, from]);
}

async function needHead(tree: Tree): Promise<string> {
  const head = await headOf(tree.mirror, tree.branch);
  if (!head) throw new Error(`the branch ${tree.branch} of ${tree.name} is gone`);
  return head;
}

/** An agent may have committed on a branch of its own: where that goes on from ours, its commits are kept. */
async function catchUp(tree: Tree, head: string): Promise<string> {
  const now = await worktreeHead(tree);
  if (!now || now === head) return head;
  const git = await lensGit(tree.mirror);
  const { exitCode } = await git(['merge-base', '--is-ancestor', head, now], { allow: [0, 1, 128] });
  if (exitCode !== 0) return head;
  await moveBranch(tree, now, head);
  return now;
}

/** Works on a copy of our index for this worktree, which becomes the index when the work has succeeded, but for a `scratch`. */
async function withIndex<T>(
  tree: Tree,
  commit: string,
  work: (git: Git, index: string) => Promise<T>,
  identity?: GitIdentity,
  scratch?: string,
): Promise<T> {
  if (!(await lstat(tree.path)).isDirectory()) throw new Error(`${tree.path} is no folder`);
  const kept = indexOf(tree);
  const index = scratch ?? `${kept}.${randomUUID()}`;
  await mkdir(dirname(index), { recursive: true });
  await copyFile(kept, index).catch(() => undefined);
  try {
    const git = await lensGit(tree.mirror, { workTree: tree.path, indexFile: index }, identity);
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

async function changes(git: Git): Promise<Change[]> {
  const tracked = await git(['diff-files', '--raw', '-z', '--no-renames', '--ignore-submodules=dirty']);
  const others = await git(['ls-files', '-z', '--others', '--exclude-standard']);
  const fields = split(tracked.stdout);
  const found: Change[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [before, after, , , letter] = (fields[at] ?? '').split(' ');
    const became = after === '160000' && before !== ':160000';
    const now = letter === 'D' ? 'gone' : became ? 'repository' : 'file';
    found.push({ path: fields[at + 1] ?? '', now, tracked: true });
  }
  for (const path of split(others.stdout))
    found.push({ path, now: path.endsWith('/') ? 'repository' : 'file', tracked: false });
  return found;
}

async function stage(git: Git, taken: Change[]): Promise<void> {
  const gone = taken.filter(({ now }) => now === 'gone').map(({ path }) => path);
  const there = taken.filter(({ now }) => now === 'file').map(({ path }) => path);
  // first what is gone: a folder may have become a file
  if (gone.length > 0) await git(['update-index', '--force-remove', '-z', '--stdin'], { input: nulls(gone) });
  if (there.length > 0)
    await git(['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], { input: nulls(there) });
}

async function record(tree: Tree, git: Git, head: string, message: string): Promise<string | undefined> {
  const { stdout: content } = await git(['write-tree']);
  const { stdout: before } = await git(['rev-parse', '--verify', `${head}^{tree}`]);
  if (content === before) return undefined;
  const { stdout: commit } = await git(['commit-tree', content, '-p', head, '-F', '-'], { input: message });
  await moveBranch(tree, commit, head);
  return commit;
}

/** Removes a file, a link or a repository, and the folders that it leaves empty. */
async function removeUntracked(root: string, path: string): Promise<void> {
  await rm(join(root, path), { recursive: true, force: true });
  for (let folder = dirname(join(root, path)); folder.startsWith(root + sep); folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
}

function split(output: string): string[] {
  return output.split('\0').filter((field) => field !== '');
}

function nulls(paths: readonly string[]): string {
  return paths.map((path) => `${path}\0`).join('');
}
