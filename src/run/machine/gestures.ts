/** Transitions that several states share: a person stops or pauses the run or tells the agent, a blocked agent asks. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import type { RunEvent, WorkEvent } from '../events.js';
import { handable, handOver, idOfNext, openRequest } from '../guidance.js';
import { decisionOf } from '../intake.js';
import { addNotice } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { failWith, isFresh, sentOn, stopBy } from './shared.js';

const on = blueprint.createStateConfig;
type Args = { context: RunContext };

export const stop = on({
  on: {
    stop: {
      /** A press on a card from before somebody let the run go on is not meant for what works now. */
      guard: ({ context, event }) => (event.revision ?? context.revision) >= (context.sentBy?.revision ?? 0),
      target: '#run.stopped',
      actions: assign(({ context, event }) => stopBy(context, event)),
    },
  },
}).on;

/** What is under way goes on to its next halt; then the run is paused. */
export const pausing = on({
  on: {
    pause: {
      guard: ({ context, event }) => context.pausedBy === undefined && isFresh(context, event),
      actions: assign(({ context, event }) => ({
        pausedBy: decisionOf(event),
        revision: context.revision + 1,
      })),
    },
  },
}).on;

/** Resumed before it has come to a halt. */
export const cancelPause = on({
  on: {
    resume: {
      guard: ({ context, event }) => context.pausedBy !== undefined && isFresh(context, event),
      actions: assign(({ context, event }) => ({
        pausedBy: undefined,
        revision: context.revision + 1,
        ...sentOn(context, event),
      })),
    },
  },
}).on;

/** A note is written down at once and handed over with the agent's next turn. */
export const noted = on({
  on: {
    tell: {
      actions: [
        assign(({ context, event }) => ({
          notes: [...context.notes, { at: event.at, by: event.actor, text: event.text }],
        })),
        { type: 'feedback.write', params: ({ context }: Args) => ({ notes: context.notes.length }) },
      ],
    },
  },
}).on;

const reminders = (which: 'remind' | 'escalate', afterMs: number, id: string) => ({
  name: `${which}:${id}` as const,
  afterMs,
  event: { type: 'timer' as const, name: `${which}:${id}` as const },
});
export const remindOf = (run: RunContext, id: string) => reminders('remind', run.settings.remindAfterMs, id);
export const escalateOf = (run: RunContext, id: string) =>
  reminders('escalate', run.settings.escalateAfterMs, id);

/** One reminder and one escalation of the request that opens next; they stand before the change that opens it. */
export const reminded = [
  { type: 'timer.set', params: ({ context }: Args) => remindOf(context, idOfNext(context)) },
  { type: 'timer.set', params: ({ context }: Args) => escalateOf(context, idOfNext(context)) },
] as const;

type Asked = Extract<WorkEvent, { type: 'guidance_requested' }>;

/** A request opens and is reminded of. */
export const opened = [
  ...reminded,
  assign<RunContext, Asked, undefined, RunEvent, never>(({ context, event }) => openRequest(context, event)),
] as const;

/** A blocked agent's question opens, from whichever state it comes. A run that is to be paused has come to its halt. */
export const asked = on({
  on: {
    guidance_requested: [
      {
        guard: ({ context }) => context.pausedBy !== undefined,
        target: '#run.paused',
        actions: assign(({ context, event }) => ({ ...openRequest(context, event), next: undefined })),
      },
      {
        target: '#run.awaiting_guidance',
        actions: [...opened],
      },
    ],
  },
}).on;

/** News of a start that failed, which may come when the agent has asked, and was answered, through a file already. */
export const notStarted = on({
  on: {
    agent_not_started: {
      guard: 'current',
      target: '#run.failed',
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, starting: false },
        ...failWith(context, event.fault, event.at),
      })),
    },
  },
}).on;

/** Somebody else is asked. */
export const handedOver = on({
  on: {
    hand_over: {
      guard: ({ context, event }) => handable(context, event) !== undefined,
      actions: assign(({ context, event }) => ({
        ...handOver(context, event),
        ...addNotice(context, {
          kind: 'handed_over',
          at: event.at,
          about: event.target,
          handedTo: { to: event.to, by: event.actor },
        }),
      })),
    },
  },
}).on;
