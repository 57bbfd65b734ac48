/** Moves a branch of a person's repository: by condition, or with its clean working tree by fast-forward. */
import { join } from 'node:path';
import { type Base, holds, type LocalBase, wordsOf } from './base.js';
import { changesIn, checkoutOf } from './checkout.js';
import { type Git, GitError, type GitIdentity, gitIn } from './git.js';
import { listed } from './listed.js';
import { gitDirOf } from './origin.js';
import { Turns } from './turns.js';

export interface Advance {
  base: Base;
  /** What the base has to hold. */
  from: string;
  /** A descendant of `from` that lies in `base.own`. */
  to: string;
  /** A ref of `base.own` that names `to`; `<ref>-now` is used for looking. */
  ref: string;
  /** For the log of the local ref. */
  identity: GitIdentity;
  /** What that log says. */
  reason: string;
  /** Whether this working tree, which has the branch checked out, may be moved forward. Default: every one. */
  mayMove?: (tree: string) => boolean;
}

export type Advanced =
  | { state: 'advanced' }
  /** Somebody else moved the base meanwhile. */
  | { state: 'moved'; detail: string }
  | {
      state: 'refused';
      code: 'push_refused' | 'base_dirty' | 'base_checked_out' | 'merge_failed';
      detail: string;
      /** The working tree that has the branch checked out. */
      checkedOut?: string;
    };

/** While one is moved forward it looks changed to whoever comes in between: a merge, and the ticket of another run. */
const trees = new Turns();

/** The branch has no remote. Throws `GitError` for what is no refusal. */
export async function advanceLocally(step: Advance & { base: LocalBase }): Promise<Advanced> {
  const { base, from, to } = step;
  const git = gitIn({ gitDir: gitDirOf(base.path) }, step.identity);
  const found = await git(['rev-parse', '--path-format=absolute', '--git-common-dir']);
  const common = gitIn({ gitDir: found.stdout }, step.identity);
  const calm = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--refmap='];
  await common(['fetch', ...calm, '--', base.own, step.ref]);
  if (!(await holds(common, to, from))) throw new Error(`${to} does not follow ${from}`);
  const tree = await checkoutOf(base);
  if (tree === undefined) return byCondition(common, step);
  const moved = await trees.take(tree, () => withTree(step, tree));
  return moved.state === 'refused' ? { ...moved, checkedOut: tree } : moved;
}

async function byCondition(git: Git, { base, from, to, reason }: Advance): Promise<Advanced> {
  const ref = `refs/heads/${base.branch}`;
  try {
    await git(['update-ref', '--no-deref', '-m', reason, ref, to, from]);
    return { state: 'advanced' };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const now = await git(['rev-parse', '--verify', '--quiet', ref], { allow: [0, 1] });
    if (now.stdout === to) return { state: 'advanced' };
    if (now.stdout !== from) return { state: 'moved', detail: `${base.branch} has moved meanwhile` };
    return { state: 'refused', code: 'merge_failed', detail: wordsOf(error) };
  }
}

async function withTree(step: Advance, workTree: string): Promise<Advanced> {
  if (step.mayMove?.(workTree) === false)
    return { state: 'refused', code: 'base_checked_out', detail: workTree };
  const git = gitIn({ gitDir: join(workTree, '.git'), workTree }, step.identity);
  const dirty = await changesIn(git);
  if (dirty.length > 0) {
    // a fast-forward that was killed after it wrote the tree, before it moved the branch
    if (await stands(git, step.to)) return byCondition(git, step);
    return { state: 'refused', code: 'base_dirty', detail: `${workTree}: ${listed(dirty, 5)}` };
  }
  const calm = ['--ff-only', '--no-stat', '--no-autostash', '--no-verify-signatures', '--quiet'];
  try {
    await git(['merge', ...calm, step.to]);
    return { state: 'advanced' };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const now = await git(['rev-parse', '--verify', '--quiet', `refs/heads/${step.base.branch}`]);
    if (now.stdout === step.to) return { state: 'advanced' };
    if (now.stdout !== step.from)
      return { state: 'moved', detail: `${step.base.branch} has moved meanwhile` };
    return { state: 'refused', code: 'base_dirty', detail: `${workTree}: ${wordsOf(error)}` };
  }
}

/** True where index and files are exactly those of `commit`. */
async function stands(git: Git, commit: string): Promise<boolean> {
  const index = await git(['diff-index', '--cached', '--quiet', commit, '--'], { allow: [0, 1] });
  if (index.exitCode !== 0) return false;
  const files = await git(['diff-files', '--quiet'], { allow: [0, 1] });
  return files.exitCode === 0;
}
