/** The answer to a gesture that the run does not take now: who was first, where the run is, what to do instead. */

import type { RunContext } from '../../run/context.js';
import type { Decision } from '../../run/decision.js';
import type { PersonEventType } from '../../run/events.js';
import type { GuidanceAnswer } from '../../run/guidance-request.js';
import type { PermitChoice } from '../../run/permissions.js';
import type { Status } from '../../run/status.js';
import { code, join, type Mrkdwn, say, words } from '../escape.js';
import { FILE_OF, isFileWish, nothingToShow } from './file.js';
import { insteadOf } from './instead.js';
import { LABELS } from './labels.js';
import { refused } from './private.js';
import { decided } from './words.js';

export interface LateFacts {
  /** What the person wanted to do. */
  type: PersonEventType;
  /** The question or guidance request of the button. */
  target?: string;
}

/** For a click, form, reply or command that the run does not take in this state. Only its author sees it. */
export function late(run: RunContext, status: Status, wish: LateFacts): Mrkdwn {
  if (run.unreadable) return refused('run_unreadable');
  if (isFileWish(wish.type)) return nothingToShow(FILE_OF[wish.type]);
  const earlier = whoDecided(run, status, wish);
  const instead = insteadOf(run, status, wish.type);
  if (!earlier) return join([whereItIs(run, status, wish), instead], ' ');
  const { what, decision, answer } = earlier;
  const first = say`Too late: ${what} by ${decided(decision)}${answer === undefined ? '' : say`: ${words(answer, 500)}`}. Nothing was changed by you.`;
  return join([first, instead], ' ');
}

const whereItIs = ({ id }: RunContext, status: Status, { type }: LateFacts): Mrkdwn =>
  ANSWERS.includes(type)
    ? say`Nothing was changed: that ${type === 'permit' ? 'permission' : 'question'} is not open, and ${code(id)} is ${code(status)}.`
    : say`Nothing was changed: ${code(id)} is ${code(status)}.`;

type Permit = NonNullable<GuidanceAnswer['permit']>;

interface Earlier {
  what: string;
  decision: Decision;
  answer?: string;
}

function whoDecided(run: RunContext, status: Status, { type, target }: LateFacts): Earlier | undefined {
  return (
    (target === undefined ? undefined : answerTo(run, target)) ??
    (target === undefined ? undefined : withdrawnBy(run, status, target)) ??
    (type === 'hand_over' && target !== undefined ? handedBy(run, target) : undefined) ??
    endOf(run, status) ??
    (BEFORE_START.includes(type) && status !== 'intake' ? startOf(run) : undefined) ??
    (type === 'pause' && run.pausedBy ? { what: 'the run was paused', decision: run.pausedBy } : undefined) ??
    (AFTER_REST.includes(type) ? sentOf(run, status) : undefined)
  );
}

function answerTo(run: RunContext, target: string): Earlier | undefined {
  const asked = [...run.questions, ...run.guidance].find((one) => one.id === target);
  if (asked && 'keptBy' in asked && asked.keptBy)
    return { what: 'the brief was left as it is', decision: asked.keptBy };
  if (!asked?.answer) return undefined;
  if ('permit' in asked.answer && asked.answer.permit)
    return permitOf(asked.answer.permit, asked.answer.decision);
  return { what: 'that was answered', decision: asked.answer.decision, answer: asked.answer.text };
}

/** Whose decision made the answer needless. */
function withdrawnBy(run: RunContext, status: Status, target: string): Earlier | undefined {
  const by = run.questions.find(({ id }) => id === target)?.withdrawnBy;
  if (by) return { what: 'the brief was filled in', decision: by };
  const request = run.guidance.find(({ id, state }) => id === target && state === 'withdrawn');
  const sent = request && sentOf(run, status);
  return sent && sent.decision.at > request.askedAt ? sent : undefined;
}

function handedBy({ guidance }: RunContext, target: string): Earlier | undefined {
  const handed = guidance.find(({ id, state }) => id === target && state === 'open')?.handedTo;
  return handed && { what: 'that was handed over', decision: handed.decision };
}

const PERMITTED = {
  once: 'that was allowed once',
  always: 'that was allowed for the rest of this run',
  reject: 'that was rejected',
} as const satisfies Record<PermitChoice, string>;

const permitOf = ({ choice, note }: Permit, decision: Decision): Earlier =>
  note?.trim() ? { what: PERMITTED[choice], decision, answer: note } : { what: PERMITTED[choice], decision };

const ANSWERS: readonly PersonEventType[] = ['answer', 'use_as_is', 'hand_over', 'permit'];
/** Gestures of the intake. */
const BEFORE_START: readonly PersonEventType[] = ['start', 'fill', 'edit_answer', 'use_as_is', 'cancel'];
/** Gestures by which a run that rests goes on or ends. */
const AFTER_REST: readonly PersonEventType[] = [
  'restart',
  'resume',
  'request_changes',
  'merge',
  'discard',
  'stop',
];
const AT_WORK: readonly Status[] = ['preparing', 'running', 'awaiting_guidance', 'checking'];

const startOf = ({ startedBy }: RunContext): Earlier | undefined =>
  startedBy && { what: 'the run was started', decision: startedBy };

const SENT = {
  restart: 'the run was restarted',
  resume: 'the run was resumed',
  request_changes: 'changes were requested',
} as const;

function sentOf({ sentBy }: RunContext, status: Status): Earlier | undefined {
  // Merge-ready once more: a button of an earlier summary is late because of those who wanted changes.
  const isNewRound = status === 'merge_ready' && sentBy?.what === 'request_changes';
  if (!sentBy || !(AT_WORK.includes(status) || isNewRound)) return undefined;
  return { what: SENT[sentBy.what], decision: sentBy.decision };
}

/** Who ended it, or is about to. */
function endOf(run: RunContext, status: Status): Earlier | undefined {
  if (status === 'closed' && run.closedBy) return { what: 'the run was closed', decision: run.closedBy };
  if (status === 'stopped' && run.stoppedBy) return { what: 'the run was stopped', decision: run.stoppedBy };
  if (status !== 'closing') return undefined;
  if (run.leaving) return { what: LEAVING[run.leaving.what], decision: run.leaving.decision };
  return run.mergedBy && { what: 'the merge was decided', decision: run.mergedBy };
}

const LEAVING = {
  discard: `\`${LABELS.discard}\` was decided`,
  cleanup: 'the cleanup was decided',
} as const;
