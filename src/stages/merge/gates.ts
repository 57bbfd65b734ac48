/** The gates before a merge that need no merge: guidance, clean worktrees, evidence, and the very commits of it. */
import type { RunContext } from '../../run/context.js';
import type { Evidence } from '../../run/evidence.js';
import type { Worktree } from '../../run/repository.js';
import { dirtyFiles, headOf, treeOf } from '../../shell/worktree.js';
import { attempt, isRefusal, listed, type MergeOptions, type Refusal, refuse } from './options.js';

type Options = Pick<MergeOptions, 'home'>;

/** Gates 2 to 5, in order; the first that does not let through. */
export async function earlyGates(
  options: Options,
  run: RunContext,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  return (
    guidanceGate(run) ??
    (await firstOf(run.worktrees, (worktree) => cleanGate(options, run, worktree, { signal }))) ??
    evidenceGate(run) ??
    (await firstOf(run.worktrees, (worktree) => headGate(options, run, worktree)))
  );
}

/** Gate 2. */
export function guidanceGate(run: RunContext): Refusal | undefined {
  const open = run.guidance.find(({ state }) => state === 'open');
  return open && refuse(2, 'gate_guidance', undefined, open.question);
}

/** Gate 3. With `scratch`, a file for an index, nothing else is written. Given a signal, ask it before the verdict is told. */
export async function cleanGate(
  options: Options,
  run: RunContext,
  worktree: Worktree,
  how: { scratch?: string; signal?: AbortSignal },
): Promise<Refusal | undefined> {
  const tree = treeOf(options.home, run, worktree);
  const dirty = await attempt(3, worktree.name, () => dirtyFiles(tree, how));
  if (isRefusal(dirty)) return dirty;
  return dirty.length > 0 ? refuse(3, 'gate_dirty', worktree.name, listed(dirty)) : undefined;
}

/** Gate 4. */
export function evidenceGate(run: RunContext): Refusal | undefined {
  const last = run.evidence.at(-1);
  if (!last) return refuse(4, 'gate_checks', undefined, 'they have not run');
  const failed = last.results.find((result) => result.exitCode !== 0 || result.timedOut);
  if (failed) return refuse(4, 'gate_checks', failed.repo, failed.command);
  return last.passed ? undefined : refuse(4, 'gate_checks');
}

/** Gate 5. */
export async function headGate(
  options: Options,
  run: RunContext,
  worktree: Worktree,
): Promise<Refusal | undefined> {
  const { name } = worktree;
  const tree = treeOf(options.home, run, worktree);
  const head = await attempt(5, name, async () => ({ id: await headOf(tree.mirror, tree.branch) }));
  if (isRefusal(head)) return head;
  if (head.id === undefined) return refuse(5, 'gate_moved_head', name, `the branch ${tree.branch} is gone`);
  const last = run.evidence.at(-1);
  const checked = checkedHead(last, name);
  if (checked === undefined) return refuse(5, 'gate_moved_head', name, 'the checks did not see it');
  const strays = [head.id, ...commitsOf(last, name)].filter((id) => id !== checked);
  const [stray] = strays;
  if (stray === undefined) return undefined;
  return refuse(5, 'gate_moved_head', name, `checked ${checked.slice(0, 12)}, found ${stray.slice(0, 12)}`);
}

/** The commit of a repository that the evidence is about. */
export function checkedHead(evidence: Evidence | undefined, name: string): string | undefined {
  return evidence?.changes.find((change) => change.name === name)?.head;
}

function commitsOf(evidence: Evidence | undefined, name: string): string[] {
  return (evidence?.results ?? []).filter(({ repo }) => repo === name).map(({ commit }) => commit);
}

async function firstOf<T>(
  items: readonly T[],
  judge: (item: T) => Promise<Refusal | undefined>,
): Promise<Refusal | undefined> {
  const verdicts = await Promise.all(items.map(judge));
  return verdicts.find((verdict) => verdict !== undefined);
}
