/** Makes what one repository's base shall hold, without a checkout and without touching any base. */
import type { RunContext } from '../../run/context.js';
import type { RepoMerge } from '../../run/evidence.js';
import { type Base, baseOf, commitAt, fetchInto, fetchTip, holds, ownGit } from '../../shell/base.js';
import type { Git } from '../../shell/git.js';
import { ensureLens } from '../../shell/lens.js';
import { treeOf } from '../../shell/worktree.js';
import type { BuildJob } from './job.js';
import { METHODS } from './methods.js';
import { type Refusal, refuse } from './options.js';
import { treeAt } from './trees.js';

/** Refs of the bot's own repository that keep what a run needs; `workspace.remove` drops them. */
export const refOf = (run: Pick<RunContext, 'id'>, what: 'head' | 'base' | 'merge') =>
  `refs/metawsm/${run.id}/${what}`;

/** Gate 6 as far as git can tell. Throws `GitError`. */
export async function buildMerge(job: BuildJob): Promise<RepoMerge | Refusal> {
  const { options, run, worktree, head } = job;
  const repo = options.repos.find(({ name }) => name === worktree.name);
  if (!repo) return refuse(6, 'merge_failed', worktree.name, 'it is no longer configured');
  const base = await baseOf(options.own ?? options.home, repo, worktree.base);
  await fetchRun(job, base);
  const tip = await fetchTip(base, refOf(run, 'base'), job.signal);
  if (tip === undefined) return refuse(6, 'merge_failed', repo.name, `the branch ${worktree.base} is gone`);

  const git = ownGit(base, options.git);
  const earlier = run.merges.find(({ name }) => name === repo.name);
  const method = repo.mergeMethod ?? 'merge';
  const entry: RepoMerge = {
    name: repo.name,
    base: worktree.base,
    head,
    baseCommit: tip,
    method,
    mergeCommit: tip,
    moved: false,
    remote: base.url !== undefined,
    ...(earlier?.checkedOut === undefined ? {} : { checkedOut: earlier.checkedOut }),
    state: 'built',
  };
  if (await holds(git, tip, head)) return entry;
  if (earlier && (await isTaken(git, earlier, head, tip)))
    return { ...entry, baseCommit: earlier.baseCommit, mergeCommit: earlier.mergeCommit };
  const dropped = await droppedFrom(git, worktree.baseCommit, tip, head);
  if (dropped) return refuse(6, 'gate_conflict', repo.name, dropped);
  const made = await METHODS[method](job, git, tip);
  if (typeof made !== 'string') return made;
  if (made === tip) return entry;
  await git(['update-ref', '--no-deref', refOf(run, 'merge'), made]);
  const mergeCommit = await commitAt(git, made);
  return { ...entry, mergeCommit, moved: !(await isWhatWasChecked(git, mergeCommit, head, tip)) };
}

/** Through the lens, so that nothing an agent could have configured takes part. */
async function fetchRun({ options, run, worktree, head }: BuildJob, base: Base): Promise<void> {
  const { mirror, branch } = treeOf(options.home, run, worktree);
  const lens = ensureLens(mirror);
  const fetched = await fetchInto(base.own, lens, `refs/heads/${branch}`, refOf(run, 'head'));
  if (fetched !== head) throw new Error(`${branch} moved while it was fetched`);
}

/** An earlier try whose push got through although its answer was lost: building on top would merge it twice. */
async function isTaken(git: Git, earlier: RepoMerge, head: string, tip: string): Promise<boolean> {
  if (earlier.head !== head || earlier.mergeCommit === earlier.baseCommit) return false;
  return (await isThere(git, earlier.mergeCommit)) && holds(git, tip, earlier.mergeCommit);
}

/** A base that was rewritten: merging would bring back what somebody took out of it. */
async function droppedFrom(git: Git, began: string, tip: string, head: string): Promise<string | undefined> {
  if (!(await isThere(git, began)) || !(await holds(git, head, began)) || (await holds(git, tip, began)))
    return undefined;
  return `the base was rewritten and no longer holds ${began.slice(0, 12)}, on which the change is built`;
}

async function isThere(git: Git, commit: string): Promise<boolean> {
  const { exitCode } = await git(['cat-file', '-e', `${commit}^{commit}`], { allow: [0, 1, 128] });
  return exitCode === 0;
}

/** Also false where only the branch was put back: whatever lacks the base merges to something that nobody checked. */
async function isWhatWasChecked(git: Git, made: string, head: string, tip: string): Promise<boolean> {
  return (await holds(git, head, tip)) && (await treeAt(git, made)) === (await treeAt(git, head));
}
