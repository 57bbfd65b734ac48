/** What checks and merges amount to. Pure changes of context. */
import type { RunContext } from './context.js';
import type { Fault, WorkEvent } from './events.js';
import type { CheckResult, Evidence, Notice, RepoMerge, Trouble } from './evidence.js';

type Change = Partial<RunContext>;
type Event<T extends WorkEvent['type']> = Extract<WorkEvent, { type: T }>;

export function recordChecks(run: RunContext, event: Event<'checks_finished'>): Change {
  const passed = checksPassed(run, event.results);
  const evidence: Evidence = {
    attempt: run.failedRounds + 1,
    at: event.at,
    results: event.results,
    changes: event.changes,
    passed,
    ...(run.agent.completed?.summary ? { said: run.agent.completed.summary } : {}),
  };
  return {
    evidence: [...run.evidence, evidence],
    failedRounds: passed ? run.failedRounds : run.failedRounds + 1,
    ...(passed ? { readyAt: event.at } : {}),
  };
}

/** Every planned check of these repositories has a result, and all of them passed. What is missing has not passed. */
export function checksPassed(
  run: RunContext,
  results: readonly CheckResult[],
  repos: readonly string[] = run.worktrees.map((worktree) => worktree.name),
): boolean {
  const plans = (run.brief?.checks ?? []).filter((plan) => repos.includes(plan.repo));
  return (
    results.every((result) => result.exitCode === 0 && !result.timedOut) &&
    plans.every((plan) =>
      results.some((result) => result.repo === plan.repo && result.command === plan.command),
    )
  );
}

/** The repositories whose base had moved. */
export const movedRepos = (run: RunContext): string[] =>
  run.merges.filter((merge) => merge.moved && merge.state === 'built').map((merge) => merge.name);

/** A failing round goes back to the agent at most `checks.attempts` times. */
export const mayRetryChecks = (run: RunContext) => run.failedRounds < run.settings.checkAttempts;

export const needsVerifying = (event: Event<'merge_built'>) =>
  event.merges.some((merge) => merge.moved && merge.state === 'built');

export const isMerged = ({ state }: RepoMerge): boolean => state === 'merged';

type Merges = Pick<RunContext, 'landed' | 'merges'>;

/** Those of all iterations, the earlier ones first. */
export const mergesOf = ({ landed = [], merges }: Merges): RepoMerge[] => [...landed, ...merges];

/** Of the run as a whole: something reached a base, and not everything did. */
export const isMergedInPart = (run: Merges): boolean =>
  mergesOf(run).some(isMerged) && !(run.merges.length > 0 && run.merges.every(isMerged));

export const allMerged = (event: Event<'merge_finished'>) => event.merges.every(isMerged);

export function troubleOf(fault: Fault, at: string): Trouble {
  const trouble: Trouble = { code: fault.code, at };
  if (fault.repo !== undefined) trouble.repo = fault.repo;
  if (fault.detail !== undefined) trouble.detail = fault.detail;
  return trouble;
}

export function addNotice(run: RunContext, notice: Omit<Notice, 'id'>): Change {
  return { notices: [...run.notices, { ...notice, id: `n${run.notices.length + 1}` }] };
}

/** The run is merge-ready again, and says why it was not merged. */
export function refuseMerge(
  run: RunContext,
  gate: number,
  fault: Fault,
  at: string,
  notice: Pick<Notice, 'kind' | 'merges'> = { kind: 'merge_refused' },
): Change {
  const trouble = troubleOf(fault, at);
  return {
    refusal: { ...trouble, gate },
    revision: run.revision + 1,
    ...addNotice(run, { ...notice, at, trouble }),
  };
}

/** Some bases hold their commits and some do not. */
export const isPartial = (event: Event<'merge_finished'>) => event.merges.some(isMerged);

const MOST_REBUILDS = 3;

/** A base moved between building and advancing, and nothing else stood in the way: build on what it holds now. */
export const mayRebuild = (run: RunContext, event: Event<'merge_finished'>) =>
  run.rebuilds < MOST_REBUILDS &&
  event.merges.every((merge) => merge.state !== 'refused' || merge.code === 'base_moved');

/** The first base that did not take its commit, as a fault. */
export function refusedPush(event: Event<'merge_finished'>): Fault {
  const refused = event.merges.find((merge) => merge.state === 'refused');
  const fault: Fault = { code: refused?.code ?? 'merge_failed' };
  if (refused) fault.repo = refused.name;
  if (refused?.detail !== undefined) fault.detail = refused.detail;
  return fault;
}
