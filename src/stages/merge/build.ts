/** Makes the merge commit of one repository, without a checkout and without touching any base. */
import type { RunContext, Worktree } from '../../run/context.js';
import type { RepoMerge } from '../../run/evidence.js';
import { type Base, baseOf, commitAt, fetchInto, fetchTip, holds, ownGit } from '../../shell/base.js';
import type { Git } from '../../shell/git.js';
import { ensureLens } from '../../shell/lens.js';
import { treeOf } from '../../shell/worktree.js';
import { isRefusal, listed, type MergeOptions, type Refusal, refuse } from './options.js';

/** Refs of the bot's own repository that keep what a run needs. */
export const refOf = (run: Pick<RunContext, 'id'>, what: 'head' | 'base' | 'merge') =>
  `refs/metawsm/${run.id}/${what}`;

export interface BuildJob {
  options: MergeOptions;
  run: RunContext;
  worktree: Worktree;
  /** The commit that the checks passed on. */
  head: string;
  message: string;
  /** Author's and committer's date; the same date makes the same commit. */
  at: string;
}

/** Gate 6 as far as git can tell. Throws `GitError`. */
export async function buildMerge(job: BuildJob): Promise<RepoMerge | Refusal> {
  const { options, run, worktree, head } = job;
  const repo = options.repos.find(({ name }) => name === worktree.name);
  if (!repo) return refuse(6, 'merge_failed', worktree.name, 'it is no longer configured');
  const base = await baseOf(options.home, repo, worktree.base);
  await fetchRun(job, base);
  const tip = await fetchTip(base, refOf(run, 'base'));
  if (tip === undefined) return refuse(6, 'merge_failed', repo.name, `the branch ${worktree.base} is gone`);

  const git = ownGit(base, options.git);
  const entry: RepoMerge = {
    name: repo.name,
    base: worktree.base,
    head,
    baseCommit: tip,
    mergeCommit: tip,
    moved: false,
    remote: base.url !== undefined,
    state: 'built',
  };
  if (await holds(git, tip, head)) return entry;
  const dropped = await droppedFrom(git, worktree.baseCommit, tip, head);
  if (dropped) return refuse(6, 'gate_conflict', repo.name, dropped);
  const tree = await mergedTree(git, repo.name, tip, head);
  if (isRefusal(tree)) return tree;
  const mergeCommit = await record(git, job, tree.id, tip);
  // also where only the branch was put back: whatever lacks the base merges to something that nobody checked
  const moved = !(await holds(git, head, tip));
  return { ...entry, mergeCommit, moved };
}

/** Through the lens, so that nothing an agent could have configured takes part. */
async function fetchRun({ options, run, worktree, head }: BuildJob, base: Base): Promise<void> {
  const { mirror, branch } = treeOf(options.home, run, worktree);
  const lens = await ensureLens(mirror);
  const fetched = await fetchInto(base.own, lens, `refs/heads/${branch}`, refOf(run, 'head'));
  if (fetched !== head) throw new Error(`${branch} moved while it was fetched`);
}

/** A base that was rewritten: merging would bring back what somebody took out of it. */
async function droppedFrom(git: Git, began: string, tip: string, head: string): Promise<string | undefined> {
  const { exitCode } = await git(['cat-file', '-e', `${began}^{commit}`], { allow: [0, 1, 128] });
  if (exitCode !== 0 || !(await holds(git, head, began)) || (await holds(git, tip, began))) return undefined;
  return `the base was rewritten and no longer holds ${began.slice(0, 12)}, on which the change is built`;
}

async function mergedTree(
  git: Git,
  repo: string,
  tip: string,
  head: string,
): Promise<{ id: string } | Refusal> {
  const { exitCode, stdout } = await git(
    ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', tip, head],
    { allow: [0, 1] },
  );
  const [id = '', ...conflicts] = stdout.split('\0').filter(Boolean);
  if (exitCode === 0) return { id };
  return refuse(6, 'gate_conflict', repo, listed([...new Set(conflicts)]));
}

async function record(git: Git, job: BuildJob, tree: string, tip: string): Promise<string> {
  const date = `${Math.floor(Date.parse(job.at) / 1_000)} +0000`;
  const { stdout: commit } = await git(
    ['-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', tree, '-p', tip, '-p', job.head, '-F', '-'],
    { input: job.message, env: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } },
  );
  await git(['update-ref', '--no-deref', refOf(job.run, 'merge'), commit]);
  return commitAt(git, commit);
}
