/** The plan on the card: one task per stage of the journey, drawn from the card's view alone. */
import type { PlanBlock, RichTextBlock } from '@slack/types';
import type { CardView } from '../../run/views.js';
import { LIMITS } from '../limits.js';
import {
  BRIEF,
  briefDetail,
  checksTitle,
  checksUnable,
  MERGE,
  mergeDetail,
  type Piece,
  planTitle,
  roundDetail,
  type Step,
  type StepStatus,
  spokenPlan,
  WORKSPACE,
  workDetail,
  workSpoken,
  workspaceDetail,
  workTitle,
} from '../messages/plan.js';
import type { Part } from './layout.js';

export function plan(view: CardView): Part {
  const steps = shortened(stepsOf(view));
  const block: PlanBlock = { type: 'plan', title: planTitle(steps), tasks: steps.map(taskOf) };
  return { kind: 'plan', block, text: spokenPlan(steps) };
}

function taskOf({ id, title, status, detail }: Step) {
  const pieces = detail.filter((piece) => piece !== '');
  return { task_id: id, title, status, ...(pieces.length > 0 ? { details: richText(pieces) } : {}) };
}

const richText = (pieces: readonly Piece[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: pieces.map((piece) =>
        typeof piece === 'string' ? { type: 'text', text: piece } : { type: 'user', user_id: piece.user },
      ),
    },
  ],
});

/** Brief and workspace stay; of many rounds the newest are shown. */
const shortened = (steps: Step[]): Step[] =>
  steps.length <= LIMITS.plan.tasks ? steps : [...steps.slice(0, 2), ...steps.slice(2 - LIMITS.plan.tasks)];

function stepsOf(view: CardView): Step[] {
  const iterations = Array.from({ length: view.iteration }, (_, at) => at + 1);
  return [
    { id: 'brief', title: BRIEF, status: briefStatus(view), detail: briefDetail(view) },
    { id: 'workspace', title: WORKSPACE, status: workspaceStatus(view), detail: workspaceDetail(view) },
    ...iterations.flatMap((iteration) => [workOf(view, iteration), ...checksOf(view, iteration)]),
    { id: 'merge', title: MERGE, status: mergeStatus(view), detail: mergeDetail(view) },
  ];
}

function briefStatus({ startedBy, status }: CardView): StepStatus {
  if (startedBy) return 'complete';
  return status === 'closed' ? 'error' : 'in_progress';
}

function workspaceStatus({ startedBy, prepared, status, queue }: CardView): StepStatus {
  if (prepared) return 'complete';
  if (!startedBy || queue) return 'pending';
  if (status === 'preparing') return 'in_progress';
  return status === 'failed' ? 'error' : 'pending';
}

function workOf(view: CardView, iteration: number): Step {
  const isCurrent = iteration === view.iteration;
  const spoken = workSpoken(view, isCurrent);
  return {
    id: `work-${iteration}`,
    title: workTitle(iteration),
    status: isCurrent ? workStatus(view) : 'complete',
    detail: workDetail(view, isCurrent),
    ...(spoken === undefined ? {} : { spoken }),
  };
}

function workStatus(view: CardView): StepStatus {
  const { status, prepared, queue } = view;
  if (!prepared) return 'pending';
  if (queue) return queue.next === 'checks' ? 'complete' : 'pending';
  if (status === 'running' || status === 'awaiting_guidance') return 'in_progress';
  if (status === 'failed') return failedInChecks(view) ? 'complete' : 'error';
  if (status === 'paused' || status === 'stopped' || (status === 'closed' && view.outcome !== 'merged'))
    return view.rounds.some((round) => round.iteration === view.iteration && round.passed)
      ? 'complete'
      : 'pending';
  return 'complete';
}

const failedInChecks = ({ trouble }: CardView) =>
  trouble?.code === 'checks_failed' || trouble?.code === 'checks_unable';

/** The rounds of an iteration, and the one that runs, could not run, or is to come. */
function checksOf(view: CardView, iteration: number): Step[] {
  const rounds = view.rounds.filter((round) => round.iteration === iteration);
  const step = (attempt: number, status: StepStatus, detail: Piece[]): Step => ({
    id: `checks-${iteration}-${attempt}`,
    title: checksTitle(iteration, attempt),
    status,
    detail,
  });
  const done = rounds.map((round, at) =>
    step(at + 1, round.passed ? 'complete' : 'error', roundDetail(round)),
  );
  if (iteration < view.iteration) return done;
  const next = rounds.length + 1;
  if (view.status === 'checking') return [...done, step(next, 'in_progress', [])];
  if (view.status === 'failed' && view.trouble?.code === 'checks_unable')
    return [...done, step(next, 'error', checksUnable())];
  const over = rounds.at(-1)?.passed || view.status === 'failed' || view.status === 'closed';
  return over && done.length > 0 ? done : [...done, step(next, 'pending', [])];
}

function mergeStatus({ status, outcome, leaving }: CardView): StepStatus {
  if (outcome === 'merged') return 'complete';
  return status === 'closing' && !leaving ? 'in_progress' : 'pending';
}
