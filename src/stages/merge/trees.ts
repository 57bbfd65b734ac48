/** Merged trees and commits, made without a checkout. Needs `git merge-tree --write-tree`, git 2.38. */
import type { Git } from '../../shell/git.js';

/** The id of the merged tree, or the paths that both sides changed. */
export type MergedTree = { id: string } | { conflicts: string[] };

/** Of two commits with what they have in common. Throws `GitError`. */
export async function mergedTree(git: Git, ours: string, theirs: string): Promise<MergedTree> {
  const { exitCode, stdout } = await git(
    ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs],
    { allow: [0, 1] },
  );
  const [id = '', ...conflicts] = stdout.split('\0').filter(Boolean);
  return exitCode === 0 ? { id } : { conflicts: [...new Set(conflicts)] };
}

export interface NewCommit {
  tree: string;
  parents: readonly string[];
  message: string;
  /** ISO instant of author and committer, unless the author is given; the same instant makes the same commit. */
  at: string;
  author?: { name: string; email: string /** As git writes it raw: seconds and zone. */; date: string };
}

/** Throws `GitError`. */
export async function commitTree(git: Git, commit: NewCommit): Promise<string> {
  const date = `${Math.floor(Date.parse(commit.at) / 1_000)} +0000`;
  const { author } = commit;
  const env: Record<string, string> = { GIT_AUTHOR_DATE: author?.date ?? date, GIT_COMMITTER_DATE: date };
  if (author) Object.assign(env, { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email });
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const utf8 = ['-c', 'i18n.commitEncoding=UTF-8'];
  const args = [...utf8, 'commit-tree', commit.tree, ...parents, '-F', '-'];
  return (await git(args, { input: commit.message, env })).stdout;
}

/** Throws `GitError`. */
export async function treeAt(git: Git, commit: string): Promise<string> {
  return (await git(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`])).stdout;
}
