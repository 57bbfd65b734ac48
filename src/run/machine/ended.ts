/** A life of the agent is over: it ended, was lost, or came to a usage limit. What then holds depends on who waits. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import { afterTurn, type Ending, endingOf } from '../ending.js';
import type { WorkEvent } from '../events.js';
import { idOfNext, openRequest, withdrawPermissions } from '../guidance.js';
import { gone } from '../life.js';
import { limitRequest, waitFor } from '../usage-limit.js';
import { blueprint } from './blueprint.js';
import { reminded } from './gestures.js';
import { type Change, failWith, lifeOf, wanted } from './shared.js';

const on = blueprint.createStateConfig;

type Of<T extends WorkEvent['type']> = Extract<WorkEvent, { type: T }>;
type Exited = Of<'agent_exited'>;
type Limited = Of<'agent_limited'>;

const isOver = (run: RunContext, event: Exited, next: Ending['next']) =>
  lifeOf(run, event.step) && endingOf(run, event).next === next;

/** Nothing but that it is gone. */
export const ended = (run: RunContext, event: Exited): Change & Pick<RunContext, 'agent'> => ({
  ...afterTurn(run, event),
  ...gone(run, event.exitCode),
});

/** With what follows from it. */
function followed(run: RunContext, event: Exited): Change {
  const ending = endingOf(run, event);
  const over = ended(run, event);
  const now = { ...run, ...over };
  if (ending.next === 'again') return { ...over, next: 'agent', ...wanted(now, ending.mode, ending.lost) };
  if (ending.next === 'checks') return { ...over, next: 'checks' };
  if (ending.next === 'fail') return { ...over, ...failWith(run, ending.fault, event.at) };
  if (ending.next === 'wait') return over;
  return { ...over, next: undefined, ...openRequest(now, { at: event.at, request: ending.request }) };
}

/** The limit stands there as a request, and what the agent wanted to do is void. */
function parked(run: RunContext, event: Limited): Change {
  const over = { ...withdrawPermissions(run), ...gone(run) };
  const request = limitRequest(run, event);
  return { ...over, next: undefined, ...openRequest({ ...run, ...over }, { at: event.at, request }) };
}

/** The clock of a limit whose end is known. */
export const goOnAt = (run: RunContext, id: string, until: string | undefined, at: string) => ({
  name: `go_on:${id}` as const,
  afterMs: waitFor(run, until ?? at, at),
  event: { type: 'timer' as const, name: `go_on:${id}` as const },
});

const isDone = (run: RunContext) => run.agent.completed !== undefined;
const endsSome = (run: RunContext, event: Limited) =>
  lifeOf(run, event.step) && limitRequest(run, event).until !== undefined;

/** Of a run whose agent works and has its place. */
export const endedAtWork = on({
  on: {
    agent_exited: [
      {
        guard: ({ context, event }) => isOver(context, event, 'again'),
        target: '#run.running.due',
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => isOver(context, event, 'checks') && context.pausedBy !== undefined,
        target: '#run.paused',
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => isOver(context, event, 'checks'),
        target: '#run.checking',
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => isOver(context, event, 'ask') && context.pausedBy !== undefined,
        target: '#run.paused',
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => isOver(context, event, 'ask'),
        target: '#run.awaiting_guidance',
        actions: [...reminded, assign(({ context, event }) => followed(context, event))],
      },
      {
        guard: ({ context, event }) => isOver(context, event, 'fail'),
        target: '#run.failed',
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        target: '#run.awaiting_guidance',
        actions: assign(({ context, event }) => followed(context, event)),
      },
    ],
    agent_limited: [
      {
        guard: ({ context, event }) =>
          lifeOf(context, event.step) && isDone(context) && context.pausedBy !== undefined,
        target: '#run.paused',
        actions: assign(({ context }) => ({ ...gone(context), next: 'checks' as const })),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step) && isDone(context),
        target: '#run.checking',
        actions: assign(({ context }) => gone(context)),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step) && context.pausedBy !== undefined,
        target: '#run.paused',
        actions: assign(({ context, event }) => parked(context, event)),
      },
      {
        guard: ({ context, event }) => endsSome(context, event),
        target: '#run.awaiting_guidance',
        actions: [
          {
            type: 'timer.set',
            params: ({ context, event }) => goOnAt(context, idOfNext(context), event.until, event.at),
          },
          assign(({ context, event }) => parked(context, event)),
        ],
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        target: '#run.awaiting_guidance',
        actions: [...reminded, assign(({ context, event }) => parked(context, event))],
      },
    ],
  },
}).on;

/** Of a run that waits for a person: it has given up its place, so whatever goes on is queued. */
export const endedWhileWaiting = on({
  on: {
    agent_exited: [
      {
        guard: ({ context, event }) => isOver(context, event, 'wait'),
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => isOver(context, event, 'ask'),
        actions: [...reminded, assign(({ context, event }) => followed(context, event))],
      },
      {
        guard: ({ context, event }) => isOver(context, event, 'fail'),
        target: '#run.failed',
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        target: '#run.preparing.queued',
        actions: assign(({ context, event }) => followed(context, event)),
      },
    ],
    agent_limited: [
      {
        guard: ({ context, event }) => lifeOf(context, event.step) && isDone(context),
        actions: assign(({ context }) => gone(context)),
      },
      {
        guard: ({ context, event }) => endsSome(context, event),
        actions: [
          {
            type: 'timer.set',
            params: ({ context, event }) => goOnAt(context, idOfNext(context), event.until, event.at),
          },
          assign(({ context, event }) => parked(context, event)),
        ],
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        actions: [...reminded, assign(({ context, event }) => parked(context, event))],
      },
    ],
  },
}).on;

/** Of a run that rests: nothing begins and nobody is reminded; what comes next is found out when it is resumed. */
export const endedAtRest = on({
  on: {
    agent_exited: [
      {
        guard: ({ context, event }) => isOver(context, event, 'ask'),
        actions: assign(({ context, event }) => followed(context, event)),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        actions: assign(({ context, event }) => ended(context, event)),
      },
    ],
    agent_limited: [
      {
        guard: ({ context, event }) => lifeOf(context, event.step) && isDone(context),
        actions: assign(({ context }) => gone(context)),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        actions: assign(({ context, event }) => parked(context, event)),
      },
    ],
  },
}).on;
