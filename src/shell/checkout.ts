/** The working tree in which a person's repository has a branch checked out. Only read, never refreshed. */
import { existsSync } from 'node:fs';
import { type Git, gitIn } from './git.js';
import { gitDirOf } from './origin.js';

/** Absolute path, in the clone itself or in a linked worktree of it; undefined where there is none. Throws `GitError`. */
export async function checkoutOf({
  path,
  branch,
}: {
  path: string;
  branch: string;
}): Promise<string | undefined> {
  const { stdout } = await gitIn({ gitDir: gitDirOf(path) })(['worktree', 'list', '--porcelain', '-z']);
  for (const record of stdout.split('\0\0')) {
    const lines = record.split('\0').filter(Boolean);
    const tree = lines.find((line) => line.startsWith('worktree '))?.slice('worktree '.length);
    if (tree === undefined || lines.includes('bare') || !existsSync(tree)) continue;
    if (lines.includes(`branch refs/heads/${branch}`)) return tree;
  }
  return undefined;
}

/** Changes to tracked files. Untracked ones stop a fast-forward itself where they stand in its way. */
export async function changesIn(git: Git): Promise<string[]> {
  const { stdout } = await git(['status', '--porcelain=v1', '-z', '--untracked-files=no', '--no-renames']);
  return stdout.split('\0').flatMap((line) => (line ? [line.slice(3)] : []));
}
