/**
 * One worktree: made without `git worktree add`, which would obey the mirror's configuration and, when killed,
 * leaves a lock that stops every later try. Here a half-made one is simply made anew.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { adminOf, worktreeHead } from '../../shell/agent-view.js';
import { WHOLE_TREE_MS } from '../../shell/git.js';
import { copyIndex } from '../../shell/git-index.js';
import { lensGit } from '../../shell/lens.js';
import { needPlainFolder, onPlainFolder } from '../../shell/plain-folder.js';
import { removeAll } from '../../shell/remove-all.js';
import { writeWhole } from '../../shell/whole-file.js';
import { dropIndex, groundOf, headOf, indexOf, type Tree } from '../../shell/worktree.js';

/** Two workers write the files: more gain nothing on the disks that were measured. */
export const CHECKOUT = ['-c', 'checkout.workers=2', '-c', 'checkout.thresholdForParallelism=100'];

export interface Making {
  signal?: AbortSignal;
  onStart?: (pid: number) => void;
}

/**
 * Makes the worktree of an existing branch at `commit`; whatever stood in its place is gone. `take` may bring one, with its
 * index, that is at a commit already; what it brought is returned where that came to stand.
 */
export async function makeWorktree<T extends { commit: string }>(
  tree: Tree,
  commit: string,
  options: Making,
  take?: () => Promise<T | undefined>,
): Promise<T | undefined> {
  await dropWorktree(tree);
  const taken = await take?.();
  if (taken && (await stands(tree, commit, taken, options))) return taken;
  await register(tree);
  await checkOut(tree, commit, options);
  return undefined;
}

/** False where git did not bring it to the commit; then nothing of it is left. */
async function stands(tree: Tree, commit: string, taken: { commit: string }, options: Making) {
  try {
    await register(tree);
    await (taken.commit === commit ? showIndex(tree) : checkOut(tree, commit, options));
    return true;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    await dropWorktree(tree);
    return false;
  }
}

/** Tells git of the worktree, which has no index yet. */
async function register(tree: Tree): Promise<void> {
  const admin = adminOf(tree);
  await mkdir(tree.path, { recursive: true });
  // in the same workspace the setup of another repository may be at work
  needPlainFolder(groundOf(tree));
  writeWhole(join(tree.path, '.git'), `gitdir: ${admin}\n`, { mode: 0o644 });
  await mkdir(admin, { recursive: true });
  writeWhole(join(admin, 'HEAD'), `ref: refs/heads/${tree.branch}\n`, { mode: 0o644 });
  writeWhole(join(admin, 'commondir'), '../..\n', { mode: 0o644 });
  writeWhole(join(admin, 'gitdir'), `${join(tree.path, '.git')}\n`, { mode: 0o644 });
}

/** What is there already and fits stays. */
async function checkOut(tree: Tree, commit: string, options: Making): Promise<void> {
  const place = { workTree: tree.path, indexFile: indexOf(tree) };
  const git = onPlainFolder(await lensGit(tree.mirror, place), groundOf(tree));
  await git([...CHECKOUT, 'read-tree', '--reset', '-u', commit], { timeoutMs: WHOLE_TREE_MS, ...options });
  await showIndex(tree);
}

/** The agent's git begins with our index. */
async function showIndex(tree: Tree): Promise<void> {
  const admin = adminOf(tree);
  await copyIndex(indexOf(tree), join(admin, 'index.new'));
  await rename(join(admin, 'index.new'), join(admin, 'index'));
}

/** Removes the worktree and all that git and we know of it; what is gone already is no fault. */
export async function dropWorktree(tree: Tree): Promise<void> {
  await removeAll(tree.path);
  await removeAll(adminOf(tree));
  await dropIndex(tree);
}

/** True where folder, git's record of it and branch fit together. */
export async function isIntact(tree: Tree): Promise<boolean> {
  const head = await headOf(tree.mirror, tree.branch);
  return (
    head !== undefined &&
    existsSync(join(tree.path, '.git')) &&
    existsSync(join(adminOf(tree), 'index')) &&
    (await worktreeHead(tree)) === head
  );
}
