/** The words of the plan on the card: a title and a short detail per step. Plain text, in which nothing is alive. */
import type { RequestKind } from '../../run/guidance-request.js';
import { isMerged, isMergedInPart, mergesOf } from '../../run/verdict.js';
import type { CardView, Round } from '../../run/views.js';
import { cut, join, type Mrkdwn, oneLine, say, unmention, words } from '../escape.js';
import { FIELD_WORDS } from './card.js';
import { planInShort, planLines } from './progress.js';
import { count } from './words.js';

export type StepStatus = 'pending' | 'in_progress' | 'complete' | 'error';

/** A piece of a detail: words, or a person by Slack user id. */
export type Piece = string | { user: string };

export interface Step {
  /** Unique in the plan, the same from drawing to drawing. */
  id: string;
  title: string;
  status: StepStatus;
  detail: Piece[];
  /** Says the detail to those who do not see it; absent where that can be read out as it is. */
  spoken?: string;
}

export const planTitle = (steps: readonly Step[]): string => {
  const done = steps.filter((step, index) => isBehind(step, steps[index + 1])).length;
  return `Steps: ${done} of ${steps.length} done`;
};

/** A failed round of checks is behind once another step has begun. */
const isBehind = ({ status }: Step, next: Step | undefined): boolean =>
  status === 'complete' || (status === 'error' && next !== undefined && next.status !== 'pending');

const LONGEST = 120;
const foreign = (text: string): string => cut(unmention(oneLine(text)), LONGEST);

export const BRIEF = 'Brief';
export const WORKSPACE = 'Workspace';
export const MERGE = 'Merge';
export const workTitle = (iteration: number): string => `Agent’s work${iterationOf(iteration)}`;
export const checksTitle = (iteration: number, attempt: number): string =>
  `Checks${iterationOf(iteration)}${attempt > 1 ? `, attempt ${attempt}` : ''}`;

const iterationOf = (iteration: number) => (iteration > 1 ? `, iteration ${iteration}` : '');

/** A live mention, where it is an id of Slack's. */
const who = (id: string): Piece => (/^[UW][A-Z0-9]+$/u.test(id) ? { user: id } : foreign(id));

export function briefDetail({ startedBy, status, outcome, activity, waitingFor }: CardView): Piece[] {
  if (startedBy) return ['Started by ', who(startedBy.by)];
  if (status === 'closed') return [outcome === 'lapsed' ? 'Nobody started it' : 'It did not begin'];
  if (activity === 'reading') return ['Reading the repositories'];
  const field = waitingFor?.question?.field;
  return [field ? `Waits for an answer about the ${FIELD_WORDS[field]}` : 'Waits for the start'];
}

const WAITS = 'waits for a free place';

const WAITING = {
  guidance: 'waits for an answer',
  permission: 'waits for a decision on what it may do',
  form: 'waits for answers',
  link: 'waits for somebody to open a page',
  limit: 'has reached its usage limit',
} as const satisfies Record<RequestKind, string>;

export const workspaceDetail = ({ repos, queue, prepared }: CardView): Piece[] => [
  ...(queue && !prepared ? [`It ${WAITS}; `] : []),
  foreign(repos.map(({ name, base }) => (base === undefined ? name : `${name} from ${base}`)).join(', ')),
];

/** Who works, and below that the agent's own plan. */
export function workDetail(view: CardView, isCurrent: boolean): Piece[] {
  const plan = isCurrent ? (view.progress?.plan ?? []) : [];
  return [...whoWorks(view, isCurrent), ...planLines(plan).map((line) => `\n${line}`)];
}

export function workSpoken(view: CardView, isCurrent: boolean): string | undefined {
  const plan = isCurrent ? (view.progress?.plan ?? []) : [];
  if (plan.length === 0) return undefined;
  const who = whoWorks(view, isCurrent).filter((piece) => typeof piece === 'string');
  return `${who.join('')}; ${planInShort(plan)}`;
}

function whoWorks({ agent, status, stoppedBy, queue, waitingFor }: CardView, isCurrent: boolean): Piece[] {
  const name = foreign(agent);
  if (!isCurrent) return [name];
  if (queue?.next === 'agent') return [`${name} ${WAITS}`];
  if (status === 'awaiting_guidance') return [`${name} ${WAITING[waitingFor?.request?.kind ?? 'guidance']}`];
  if (status === 'paused') return [`${name} is paused`];
  if (status === 'stopped' && stoppedBy) return ['Stopped by ', who(stoppedBy.by)];
  return [name];
}

export function roundDetail({ good, total, failed }: Round): Piece[] {
  if (total === 0) return ['No check was run'];
  if (failed.length === 0) return [`${count(total, 'check')} passed`];
  return [foreign(`${good} of ${count(total, 'check')} passed; failed: ${failed.join(', ')}`)];
}

export const checksUnable = (): Piece[] => ['The checks could not be run'];

export function mergeDetail(view: CardView): Piece[] {
  const { mergedBy, status, outcome } = view;
  if (outcome === 'discarded') return ['Discarded'];
  const done = mergesOf(view).filter(isMerged);
  const held = foreign(done.map(({ name, base }) => `${name} into ${base}`).join(', '));
  if (done.length > 0) return [isMergedInPart(view) ? `In part: ${held}` : held];
  const deciding = status === 'closing' || status === 'closed';
  return deciding && mergedBy ? ['Decided by ', who(mergedBy.by)] : [];
}

const STATUS_WORDS: Record<StepStatus, string> = {
  pending: 'to come',
  in_progress: 'under way',
  complete: 'done',
  error: 'failed',
};

/** The plan in one line, for screen readers and for clients that do not show it. */
export const spokenPlan = (steps: readonly Step[]): Mrkdwn => say`Steps: ${join(steps.map(spoken), '; ')}.`;

function spoken({ title, status, detail, spoken: short }: Step): Mrkdwn {
  if (short !== undefined) return say`${title} ${STATUS_WORDS[status]} (${words(short, 2 * LONGEST)})`;
  const own = detail.filter((piece): piece is string => typeof piece === 'string').join('');
  // Who did it stands below; here it would mention them once more.
  const told = own !== '' && detail.every((piece) => typeof piece === 'string');
  return say`${title} ${STATUS_WORDS[status]}${told ? say` (${words(own, LONGEST)})` : ''}`;
}
