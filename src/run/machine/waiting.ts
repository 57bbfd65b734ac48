/** A request of the agent is open; it waits as long as it takes. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import { hasUntoldNotes, modeAfterWaiting } from '../ending.js';
import type { PersonEvent, RunEvent } from '../events.js';
import {
  answerable,
  answerRequest,
  openRequests,
  permitRequest,
  permittable,
  replace,
  withdrawRequest,
} from '../guidance.js';
import { decisionOf } from '../intake.js';
import { endLimit, openLimits, resumeLimits } from '../usage-limit.js';
import { addNotice } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { endedWhileWaiting } from './ended.js';
import { handedOver, noted, notStarted, opened, stop } from './gestures.js';
import { type Change, isFresh, isPresent, sentOn, wanted } from './shared.js';

const on = blueprint.createStateConfig;
type Permit = Extract<PersonEvent, { type: 'permit' }>;
const nobodyWaits = (run: RunContext) => openRequests(run).length === 0;
/** Done, and told something since. */
const isOverWithNotes = (run: RunContext) =>
  nobodyWaits(run) && run.agent.completed !== undefined && !isPresent(run) && hasUntoldNotes(run);

/** Beside a decision somebody may have said what to do instead. */
const writeNote = {
  type: 'feedback.write' as const,
  params: ({ context }: { context: RunContext }) => ({ notes: context.notes.length }),
};

const permitted = [
  { type: 'guidance.deliver' as const, params: ({ event }: { event: Permit }) => ({ id: event.target }) },
  assign<RunContext, Permit, undefined, RunEvent, never>(({ context, event }) =>
    permitRequest(context, event),
  ),
] as const;

/** What an agent does while it is waited for, by a run that waits for an answer or is paused. */
export const meanwhile = on({
  on: {
    guidance_withdrawn: {
      guard: ({ context, event }) => withdrawRequest(context, event).guidance !== undefined,
      actions: assign(({ context, event }) => withdrawRequest(context, event)),
    },
    completion_claimed: {
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, completed: { summary: event.summary, at: event.at } },
      })),
    },
    ...notStarted,
  },
}).on;

export const awaitingGuidance = on({
  /** Once the last request is settled, back to where the agent is. */
  always: [
    {
      guard: ({ context }) => isOverWithNotes(context),
      target: '#run.preparing.queued',
      actions: assign(({ context }) => ({ next: 'agent' as const, ...wanted(context, 'note') })),
    },
    {
      guard: ({ context }) =>
        nobodyWaits(context) && context.agent.completed !== undefined && !isPresent(context),
      target: '#run.preparing.queued',
      actions: assign({ next: 'checks' }),
    },
    {
      guard: ({ context }) => nobodyWaits(context) && context.agent.completed !== undefined,
      target: '#run.running.finishing',
    },
    { guard: ({ context }) => nobodyWaits(context) && isPresent(context), target: '#run.running.working' },
    {
      guard: ({ context }) => nobodyWaits(context),
      target: '#run.preparing.queued',
      actions: assign(({ context }) => ({
        next: 'agent' as const,
        ...wanted(context, modeAfterWaiting(context)),
      })),
    },
  ],
  on: {
    ...stop,
    ...noted,
    ...handedOver,
    ...meanwhile,
    ...endedWhileWaiting,
    pause: {
      guard: 'fresh',
      target: '#run.paused',
      actions: assign(({ event }) => ({ pausedBy: decisionOf(event), next: undefined })),
    },
    guidance_requested: { actions: opened },
    answer: {
      guard: ({ context, event }) => answerable(context, event) !== undefined,
      actions: [
        {
          type: 'guidance.deliver',
          params: ({ context, event }) => ({ id: answerable(context, event)?.id ?? '' }),
        },
        assign(({ context, event }) => answerRequest(context, event)),
      ],
    },
    permit: [
      {
        guard: ({ context, event }) => !!event.note && permittable(context, event) !== undefined,
        actions: [...permitted, writeNote],
      },
      {
        guard: ({ context, event }) => permittable(context, event) !== undefined,
        actions: permitted,
      },
    ],
    /** A person lets an agent go on that has come to a usage limit. */
    resume: {
      guard: ({ context, event }) => openLimits(context).length > 0 && isFresh(context, event),
      actions: assign(({ context, event }) => ({
        ...resumeLimits(context, event),
        ...sentOn(context, event),
      })),
    },
    timer: [
      {
        guard: ({ context, event }) => openLimits(context).some(({ id }) => event.name === `go_on:${id}`),
        actions: assign(({ context, event }) => endLimit(context, idIn(event.name), event.at)),
      },
      {
        guard: ({ context, event }) => openRequests(context).some(({ id }) => id === idIn(event.name)),
        actions: assign(({ context, event }) => remind(context, event.name, event.at)),
      },
    ],
  },
});

const idIn = (name: string): string => name.slice(name.indexOf(':') + 1);

function remind(run: RunContext, name: string, at: string): Change {
  const isFirst = name.startsWith('remind:');
  const id = idIn(name);
  return {
    guidance: replace(run, id, isFirst ? { remindedAt: at } : { escalatedAt: at }),
    ...addNotice(run, { kind: isFirst ? 'reminder' : 'escalation', at, about: id }),
  };
}
