/** The agent works, ends, or says that it is done. */
import { assign, enqueueActions } from 'xstate';
import { undelivered } from '../guidance.js';
import { blueprint } from './blueprint.js';
import { endedAtWork } from './ended.js';
import { asked, cancelPause, noted, notStarted, pausing, stop } from './gestures.js';
import { failWith, instantOf, isFresh, newLife, sentBy, sentOn, stepOf } from './shared.js';
import { heard, timerOf, watched } from './silence.js';

const on = blueprint.createStateConfig;
/** The agent begins as soon as nobody wants the run to rest. */
const due = on({
  always: [
    {
      guard: ({ context }) => context.pausedBy !== undefined,
      target: '#run.paused',
      actions: assign({ next: 'agent' }),
    },
    { target: 'starting', actions: assign(({ context }) => newLife(context)) },
  ],
});

/** Entered with a new life in the context. */
const starting = on({
  entry: [
    { type: 'timer.set', params: ({ context }) => timerOf('start_time', context.settings.startTimeMs) },
    // Answers that were kept lie there before the agent begins: the work lane keeps the order.
    enqueueActions(({ context, enqueue }) => {
      for (const { id } of undelivered(context)) enqueue({ type: 'guidance.deliver', params: { id } });
      enqueue({ type: 'agent.start', params: { step: context.step, mode: context.agentMode } });
    }),
  ],
  exit: { type: 'timer.clear', params: { name: 'start_time' } },
  on: {
    timer: {
      guard: ({ event }) => event.name === 'start_time',
      target: '#run.failed',
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, starting: false },
        ...failWith(context, { code: 'agent_start_time' }, event.at),
      })),
    },
    agent_started: [
      {
        guard: ({ context, event }) => event.step === context.step && context.agent.completed !== undefined,
        target: 'finishing',
        actions: assign(({ context }) => ({ agent: { ...context.agent, alive: true, starting: false } })),
      },
      {
        guard: 'current',
        target: 'working',
        actions: assign(({ context }) => ({ agent: { ...context.agent, alive: true, starting: false } })),
      },
    ],
    completion_claimed: {
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, completed: { summary: event.summary, at: event.at } },
      })),
    },
  },
});

const working = on({
  entry: { type: 'timer.set', params: ({ context }) => timerOf('silence', context.settings.silenceMs) },
  exit: [{ type: 'timer.clear', params: { name: 'silence' } }, assign(({ context }) => heard(context))],
  on: {
    ...watched,
    completion_claimed: {
      target: 'finishing',
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, completed: { summary: event.summary, at: event.at } },
      })),
    },
  },
});

/** The agent said that it is done; it gets a moment to end by itself. */
const finishing = on({
  entry: { type: 'timer.set', params: ({ context }) => timerOf('agent_end', context.settings.endTimeMs) },
  exit: { type: 'timer.clear', params: { name: 'agent_end' } },
  on: {
    timer: {
      guard: ({ event }) => event.name === 'agent_end',
      actions: { type: 'processes.end', params: stepOf },
    },
  },
});

export const running = on({
  initial: 'due',
  /** Waiting for a person, for a place or for checks costs the agent no time. */
  entry: [
    {
      type: 'timer.set',
      params: ({ context }) =>
        timerOf('run_time', Math.max(0, context.settings.runTimeMs - context.worked.ms)),
    },
    assign(({ context, event }) => ({ worked: { ms: context.worked.ms, since: instantOf(event) } })),
  ],
  exit: [
    { type: 'timer.clear', params: { name: 'run_time' } },
    assign(({ context: { worked }, event }) => ({
      worked: {
        ms:
          worked.ms + Math.max(0, Date.parse(instantOf(event)) - Date.parse(worked.since ?? '')) || worked.ms,
      },
    })),
  ],
  on: {
    ...stop,
    ...asked,
    ...pausing,
    ...cancelPause,
    ...noted,
    /** Only an agent that gives no sign of life: one that works is told or stopped. Its clock starts anew. */
    restart: {
      guard: ({ context, event }) => context.agent.silentSince !== undefined && isFresh(context, event),
      target: '#run.running',
      reenter: true,
      actions: assign(({ context, event }) => ({ ...sentBy(context, 'restart'), ...sentOn(context, event) })),
    },
    ...notStarted,
    ...endedAtWork,
    timer: {
      guard: ({ event }) => event.name === 'run_time',
      target: '#run.failed',
      actions: assign(({ context, event }) => failWith(context, { code: 'agent_run_time' }, event.at)),
    },
  },
  states: { due, starting, working, finishing },
});
