/**
 * One worktree: made without `git worktree add`, which would obey the mirror's configuration and, when killed,
 * leaves a lock that stops every later try. Here a half-made one is simply made anew.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { adminOf, worktreeHead } from '../../shell/agent-view.js';
import { copyIndex } from '../../shell/git-index.js';
import { lensGit } from '../../shell/lens.js';
import { removeAll } from '../../shell/remove-all.js';
import { writeWhole } from '../../shell/whole-file.js';
import { dropIndex, headOf, indexOf, type Tree } from '../../shell/worktree.js';

/** Two workers write the files: more gain nothing on the disks that were measured. */
const CHECKOUT = ['-c', 'checkout.workers=2', '-c', 'checkout.thresholdForParallelism=100'];

/** Makes the worktree of an existing branch at `commit`; whatever stood in its place is gone. */
export async function makeWorktree(
  tree: Tree,
  commit: string,
  options: { signal?: AbortSignal; onStart?: (pid: number) => void },
): Promise<void> {
  await dropWorktree(tree);
  const admin = adminOf(tree);
  await mkdir(tree.path, { recursive: true });
  writeWhole(join(tree.path, '.git'), `gitdir: ${admin}\n`, { mode: 0o644 });
  await mkdir(admin, { recursive: true });
  writeWhole(join(admin, 'HEAD'), `ref: refs/heads/${tree.branch}\n`, { mode: 0o644 });
  writeWhole(join(admin, 'commondir'), '../..\n', { mode: 0o644 });
  writeWhole(join(admin, 'gitdir'), `${join(tree.path, '.git')}\n`, { mode: 0o644 });
  const index = indexOf(tree);
  const git = await lensGit(tree.mirror, { workTree: tree.path, indexFile: index });
  await git([...CHECKOUT, 'read-tree', '--reset', '-u', commit], options);
  await copyIndex(index, join(admin, 'index.new'));
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
