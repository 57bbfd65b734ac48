/** One merge that is to be built, and the shape of a way to build it. */
import type { RunContext } from '../../run/context.js';
import type { Worktree } from '../../run/repository.js';
import type { Git } from '../../shell/git.js';
import type { MergingPerson } from './message.js';
import type { MergeOptions, Refusal } from './options.js';

export interface BuildJob {
  options: MergeOptions;
  run: RunContext;
  worktree: Worktree;
  /** The commit that the checks passed on. */
  head: string;
  /** Whose merge it is. */
  person: MergingPerson;
  /** ISO instant of new commits; the same instant makes the same commits. */
  at: string;
  /** Ends the asking of a remote. */
  signal?: AbortSignal;
}

/** Returns the commit for the base, which is `tip` where there is nothing to add. Throws `GitError`. */
export type Method = (job: BuildJob, git: Git, tip: string) => Promise<string | Refusal>;
