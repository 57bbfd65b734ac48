/** Where a change will go and how, for the summary and its dialog. */

import type { Into, MergeMethod } from '../../run/evidence.js';
import type { Worktree } from '../../run/repository.js';
import { baseOf } from '../../shell/base.js';
import { checkoutOf } from '../../shell/checkout.js';
import { GitError } from '../../shell/git.js';
import type { RepoOrigin } from '../../shell/origin.js';

export interface IntoOptions {
  home: string;
  /** The configured repositories. */
  repos: readonly ({ name: string; mergeMethod?: MergeMethod } & RepoOrigin)[];
}

/** Undefined where git cannot tell; then a working tree is not moved before somebody was told of it. */
export async function intoOf({ home, repos }: IntoOptions, worktree: Worktree): Promise<Into | undefined> {
  const repo = repos.find(({ name }) => name === worktree.name);
  if (!repo) return undefined;
  const method = repo.mergeMethod ?? 'merge';
  try {
    const base = await baseOf(home, repo, worktree.base);
    if (base.url !== undefined) return { method, remote: true };
    const checkedOut = await checkoutOf(base);
    return { method, remote: false, ...(checkedOut === undefined ? {} : { checkedOut }) };
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
