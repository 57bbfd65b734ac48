/** Moves a branch of a person's repository: by condition, or with its clean working tree by fast-forward. */
import { join } from 'node:path';
import { type Base, holds, type LocalBase, wordsOf } from './base.js';
import { changesIn, checkoutOf } from './checkout.js';
import { moveForward, settleForward } from './forward.js';
import { isUnderWay } from './forward-lock.js';
import { type Git, GitError, type GitIdentity, gitIn } from './git.js';
import { listed } from './listed.js';
import { moveRef, type RefMove } from './move-ref.js';
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
const turns = new Turns();

/** The branch has no remote. Throws `GitError` for what is no refusal. */
export async function advanceLocally(step: Advance & { base: LocalBase }): Promise<Advanced> {
  return turns.take(step.base.path, () => inTurn(step));
}

async function inTurn(step: Advance & { base: LocalBase }): Promise<Advanced> {
  const { base, from, to } = step;
  const git = gitIn({ gitDir: gitDirOf(base.path) }, step.identity);
  const found = await git(['rev-parse', '--path-format=absolute', '--git-common-dir']);
  const common = gitIn({ gitDir: found.stdout }, step.identity);
  const calm = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--refmap='];
  await common(['fetch', ...calm, '--', base.own, step.ref]);
  if (!(await holds(common, to, from))) throw new Error(`${to} does not follow ${from}`);
  const tree = await checkoutOf(base);
  if (tree === undefined) return moving(common, step, () => moveRef(common, moveOf(step)));
  const moved = await withTree(step, tree);
  return moved.state === 'refused' ? { ...moved, checkedOut: tree } : moved;
}

const moveOf = ({ base, from, to, reason }: Advance): RefMove => ({
  ref: `refs/heads/${base.branch}`,
  from,
  to,
  reason,
  own: base.own,
});

/** What came of `work`, judged by what the branch holds in the end. */
async function moving(git: Git, { base, from, to }: Advance, work: () => Promise<void>): Promise<Advanced> {
  try {
    await work();
    return { state: 'advanced' };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const now = await git(['rev-parse', '--verify', '--quiet', `refs/heads/${base.branch}`], {
      allow: [0, 1],
    });
    if (now.stdout === to) return { state: 'advanced' };
    if (now.stdout !== from) return { state: 'moved', detail: `${base.branch} has moved meanwhile` };
    return { state: 'refused', code: 'merge_failed', detail: wordsOf(error) };
  }
}

async function withTree(step: Advance, workTree: string): Promise<Advanced> {
  if (step.mayMove?.(workTree) === false)
    return { state: 'refused', code: 'base_checked_out', detail: workTree };
  const git = gitIn({ gitDir: join(workTree, '.git'), workTree }, step.identity);
  const place = { workTree, gitDir: (await git(['rev-parse', '--absolute-git-dir'])).stdout };
  await settleForward(place);
  const dirty = (detail: string): Advanced => ({
    state: 'refused',
    code: 'base_dirty',
    detail: `${workTree}: ${detail}`,
  });
  const objection = async (own: Git): Promise<Advanced | undefined> => {
    if (isUnderWay(place.gitDir)) return dirty('a merge or the like is under way there');
    const changed = await changesIn(own);
    return changed.length > 0 && !(await stands(own, step.to)) ? dirty(listed(changed, 5)) : undefined;
  };
  let said: Advanced | 'held' | undefined;
  const moved = await moving(git, step, async () => {
    said = await moveForward(place, moveOf(step), step.identity, objection);
  });
  if (said === 'held') return dirty(`another git is at work there (${join(place.gitDir, 'index.lock')})`);
  if (said !== undefined) return said;
  return moved.state === 'refused'
    ? { ...moved, code: 'base_dirty', detail: `${workTree}: ${moved.detail}` }
    : moved;
}

/** True where index and files are exactly those of `commit`, so that only the branch has to move. */
async function stands(git: Git, commit: string): Promise<boolean> {
  const index = await git(['diff-index', '--cached', '--quiet', commit, '--'], { allow: [0, 1] });
  if (index.exitCode !== 0) return false;
  const files = await git(['diff-files', '--quiet'], { allow: [0, 1] });
  return files.exitCode === 0;
}
