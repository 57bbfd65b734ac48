/** The merge stage: judges the gates, builds every merge commit, then advances the bases. */
import { type Handlers, Later } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { Fault } from '../../run/events.js';
import type { RepoMerge } from '../../run/evidence.js';
import type { Worktree } from '../../run/repository.js';
import { baseOf } from '../../shell/base.js';
import { buildMerge } from './build.js';
import { forbiddenGate } from './forbidden-gate.js';
import { checkedHead, earlyGates } from './gates.js';
import type { MergingPerson } from './message.js';
import { attempt, isRefusal, type MergeOptions, type Refusal, refuse } from './options.js';
import { pushMerges } from './push.js';

export type { MergeOptions } from './options.js';

/** Both handlers may be repeated at any time: building changes no base, and pushing looks before it pushes. */
export function mergeStage(options: MergeOptions): Pick<Handlers, 'merge.build' | 'merge.push'> {
  return {
    'merge.build': async ({ step }, run, { signal }) => {
      const built = await buildAll(options, run, signal);
      const at = options.now();
      if (!isRefusal(built)) return { type: 'merge_built', step, at, merges: built };
      return {
        type: 'merge_refused',
        step,
        at,
        gate: built.gate,
        fault: redacted(built.fault, options.redact),
      };
    },
    'merge.push': async ({ step }, run, { signal }) => {
      const merges = await pushMerges(options, run, () => notAborted(signal));
      return { type: 'merge_finished', step, at: options.now(), merges };
    },
  };
}

async function buildAll(
  options: MergeOptions,
  run: RunContext,
  signal: AbortSignal,
): Promise<RepoMerge[] | Refusal> {
  if (!run.mergedBy) throw new Error('nobody has decided to merge');
  const early = await earlyGates(options, run, signal);
  notAborted(signal);
  if (early) return early;
  const { by, at } = run.mergedBy;
  const person: MergingPerson = { id: by, name: await options.personName(by) };
  const built = await Promise.all(
    run.worktrees.map((worktree) => {
      const head = checkedHead(run.evidence.at(-1), worktree.name) ?? '';
      const done = run.merges.find(({ name }) => name === worktree.name);
      // pushed by an earlier try; building it again would merge it twice
      if (done?.state === 'merged' && done.head === head) return done;
      const job = { options, run, worktree, head, person, at };
      return attempt(6, worktree.name, () => buildMerge(job));
    }),
  );
  const merges: RepoMerge[] = [];
  for (const one of built) {
    if (isRefusal(one)) return one;
    merges.push(one);
  }
  notAborted(signal);
  return (await gateSeven(options, run.worktrees, merges)) ?? merges;
}

async function gateSeven(
  options: MergeOptions,
  worktrees: readonly Worktree[],
  merges: readonly RepoMerge[],
): Promise<Refusal | undefined> {
  for (const [at, merge] of merges.entries()) {
    const repo = options.repos.find(({ name }) => name === merge.name);
    if (merge.state === 'merged') continue;
    if (!repo) return refuse(7, 'merge_failed', worktrees[at]?.name, 'it is no longer configured');
    const verdict = await attempt(7, merge.name, async () => {
      const refusal = await forbiddenGate(
        await baseOf(options.home, repo, merge.base),
        merge,
        options.forbidden,
      );
      return { refusal };
    });
    if (isRefusal(verdict)) return verdict;
    if (verdict.refusal) return verdict.refusal;
  }
  return undefined;
}

function redacted(fault: Fault, redact: MergeOptions['redact']): Fault {
  return fault.detail === undefined || !redact ? fault : { ...fault, detail: redact(fault.detail) };
}

/** Nothing has been changed that a later call would not find. */
function notAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Later(0, 'the run has moved on or the bot drains', true);
}
