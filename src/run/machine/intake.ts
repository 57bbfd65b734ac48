/** Intake: read repositories and ticket, ask until the brief is actionable, let a person start it. */
import { assign } from 'xstate';
import { questionFor } from '../asked.js';
import type { RunContext } from '../context.js';
import type { Fault, Gesture } from '../events.js';
import { acceptUnclear, actionable, advance, answerQuestion, decisionOf, fillFields } from '../intake.js';
import {
  beginRound,
  hasNews,
  mayInterview,
  mayInterviewAgain,
  missInterview,
  takeProposed,
} from '../interview.js';
import { changesBy, editAnswer, tooLongIn } from '../taking.js';
import { takeTicket } from '../ticket-reading.js';
import { addNotice, troubleOf } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { type Change, raisedRevision, raisedStep, stepOf } from './shared.js';

/** The repositories cannot be used as asked: nothing was made, the person starts again with better words. */
function unusable(run: RunContext, faults: Fault[], at: string): Change {
  const [trouble, ...more] = faults.map((fault) => troubleOf(fault, at));
  const notice = {
    kind: 'closed' as const,
    at,
    ...(trouble ? { trouble } : {}),
    ...(more.length ? { more } : {}),
  };
  return {
    outcome: 'cancelled',
    closedAt: at,
    ...(trouble ? { trouble } : {}),
    ...addNotice(run, notice),
  };
}

/** Somebody else's decision is news for the requester. */
const cancelled = (run: RunContext, event: Gesture): Change => ({
  outcome: 'cancelled',
  closedBy: decisionOf(event),
  closedAt: event.at,
  ...(event.actor === run.requester ? {} : addNotice(run, { kind: 'closed', at: event.at })),
});

const edits = {
  fill: { target: '#run.intake.asking', actions: assign(({ context, event }) => fillFields(context, event)) },
  edit_answer: {
    guard: ({ context, event }) => changesBy(context, event, decisionOf(event)),
    target: '#run.intake.asking',
    actions: assign(({ context, event }) => editAnswer(context, event, decisionOf(event))),
  },
} as const satisfies Parameters<typeof blueprint.createStateConfig>[0]['on'];

/** The interviewer reads while people answer: nobody waits for it. */
const interviewing = {
  actions: [
    assign(({ context }) => beginRound(context)),
    {
      type: 'interview.ask',
      params: ({ context }) => ({ ...stepOf({ context }), round: context.interview?.round ?? 1 }),
    },
  ],
} as const satisfies Parameters<typeof blueprint.createStateConfig>[0]['always'];

export const intake = blueprint.createStateConfig({
  initial: 'reading',
  entry: {
    type: 'timer.set',
    params: ({ context }) => ({
      name: 'lapse',
      afterMs: context.settings.lapseAfterMs,
      event: { type: 'timer', name: 'lapse' },
    }),
  },
  exit: { type: 'timer.clear', params: { name: 'lapse' } },
  on: {
    cancel: {
      target: '#run.closed',
      actions: assign(({ context, event }) => cancelled(context, event)),
    },
    stop: {
      target: '#run.closed',
      actions: assign(({ context, event }) => cancelled(context, event)),
    },
    timer: {
      guard: ({ event }) => event.name === 'lapse',
      target: '#run.closed',
      actions: assign(({ context, event }) => ({
        outcome: 'lapsed',
        closedAt: event.at,
        ...addNotice(context, { kind: 'closed', at: event.at }),
      })),
    },
    interview_done: [
      {
        guard: ({ context, event }) => event.step === context.step && hasNews(context, event.questions),
        target: '#run.intake.asking',
        actions: assign(({ context, event }) => takeProposed(context, event.questions)),
      },
      {
        guard: 'current',
        actions: assign(({ context, event }) => takeProposed(context, event.questions)),
      },
    ],
    interview_failed: {
      guard: 'current',
      actions: assign(({ context, event }) => missInterview(context, event.fault, event.at)),
    },
    effect_broken: [
      {
        guard: ({ context, event }) => event.step === context.step && event.kind === 'interview.ask',
        actions: assign(({ context, event }) =>
          missInterview(context, { code: 'interview_broken' }, event.at),
        ),
      },
      {
        guard: 'current',
        target: '#run.closed',
        actions: assign(({ context, event }) =>
          unusable(context, [{ code: 'internal', detail: event.kind }], event.at),
        ),
      },
    ],
  },
  states: {
    reading: {
      entry: [assign(raisedStep), { type: 'repositories.read', params: stepOf }],
      on: {
        repositories_read: {
          guard: 'current',
          target: 'asking',
          actions: [
            assign(({ event }) => ({
              facts: event.facts,
              ...(event.similar?.length ? { similar: event.similar } : {}),
            })),
            assign(({ context, event }) => takeTicket(context, event.ticket, event.at)),
          ],
        },
        repositories_unusable: {
          guard: 'current',
          target: '#run.closed',
          actions: assign(({ context, event }) => unusable(context, event.faults, event.at)),
        },
      },
    },
    asking: {
      entry: assign(({ context }) => advance(context)),
      always: [
        { guard: ({ context }) => mayInterview(context), ...interviewing },
        { guard: ({ context }) => actionable(context), target: 'confirming' },
      ],
      on: {
        answer: {
          guard: ({ context, event }) =>
            questionFor(context, event.target) !== undefined && !tooLongIn(context, event),
          target: 'asking',
          reenter: true,
          actions: assign(({ context, event }) => answerQuestion(context, event)),
        },
        use_as_is: {
          guard: ({ context, event }) => questionFor(context, event.target)?.acceptable !== undefined,
          target: 'asking',
          reenter: true,
          actions: assign(({ context, event }) => acceptUnclear(context, event)),
        },
        fill: { ...edits.fill, reenter: true },
        edit_answer: { ...edits.edit_answer, reenter: true },
      },
    },
    confirming: {
      always: { guard: ({ context }) => mayInterviewAgain(context), ...interviewing },
      on: {
        start: {
          guard: 'fresh',
          target: '#run.preparing',
          actions: [
            assign(({ event }) => ({
              startedBy: decisionOf(event),
              startedAt: event.at,
              next: 'workspace' as const,
            })),
            assign(raisedRevision),
          ],
        },
        ...edits,
      },
    },
  },
});
