/** Where a change begins: at its first base, or further on where the agent has merged the base since. */
import type { Worktree } from '../../run/repository.js';
import { baseOf, hasTaken } from '../../shell/base.js';
import { GitError } from '../../shell/git.js';
import { contains } from '../../shell/history.js';
import { readRef } from '../../shell/lens.js';
import type { RepoOrigin } from '../../shell/origin.js';
import type { Tree } from '../../shell/worktree.js';

export interface BeginningOptions {
  home: string;
  /** The configured repositories. */
  repos: readonly ({ name: string } & RepoOrigin)[];
}

/** What others did to the base is no work of the run, once the agent has merged it. */
export async function beginningOf(
  { home, repos }: BeginningOptions,
  tree: Tree,
  worktree: Worktree,
  head: string,
): Promise<string> {
  const merged = await readRef(tree.mirror, `refs/base/${worktree.base}`);
  const repo = repos.find(({ name }) => name === worktree.name);
  if (!repo || !merged || merged === worktree.baseCommit) return worktree.baseCommit;
  if (!(await contains(tree, head, merged)) || !(await contains(tree, merged, worktree.baseCommit)))
    return worktree.baseCommit;
  // An agent can write this ref to make its change look small, so the base itself is asked.
  const ref = `refs/${tree.branch}/checked`;
  const real = await baseOf(home, repo, worktree.base)
    .then((base) => hasTaken(base, merged, ref))
    .catch(unreachable);
  return real ? merged : worktree.baseCommit;
}

/** Then the summary counts more than the run's own work, which is no reason to run no checks. */
function unreachable(error: unknown): false {
  if (error instanceof GitError) return false;
  throw error;
}
