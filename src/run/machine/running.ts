/** The agent works, ends, or says that it is done. */
import { assign, enqueueActions } from 'xstate';
import type { RunContext } from '../context.js';
import { askedInThisLife, askInPlaceOfAgent, undelivered } from '../guidance.js';
import { blueprint } from './blueprint.js';
import { asked, cancelPause, noted, notStarted, pausing, reminded, stop } from './gestures.js';
import {
  failWith,
  hasUntoldNotes,
  instantOf,
  isFresh,
  lifeOf,
  newLife,
  sentBy,
  sentOn,
  stepOf,
  wanted,
} from './shared.js';
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
    agent_exited: [
      {
        guard: ({ context, event }) =>
          lifeOf(context, event.step) && event.exitCode === 0 && askedInThisLife(context),
        target: 'due',
        actions: assign(({ context }) => ({ ...gone(context, 0), ...again(context, 'answer') })),
      },
      {
        guard: ({ context, event }) =>
          lifeOf(context, event.step) && event.exitCode === 0 && hasUntoldNotes(context),
        target: 'due',
        actions: assign(({ context }) => ({ ...gone(context, 0), ...again(context, 'note') })),
      },
      {
        guard: ({ context, event }) =>
          lifeOf(context, event.step) && event.exitCode === 0 && !context.agent.nudged,
        target: 'due',
        actions: assign(({ context }) => ({ ...gone(context, 0), ...again(context, 'finish') })),
      },
      {
        guard: ({ context, event }) =>
          lifeOf(context, event.step) && event.exitCode === 0 && context.pausedBy !== undefined,
        target: '#run.paused',
        actions: assign(({ context, event }) => ({
          ...gone(context, 0),
          next: undefined,
          ...askInPlaceOfAgent(context, event.at),
        })),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step) && event.exitCode === 0,
        target: '#run.awaiting_guidance',
        actions: [
          ...reminded,
          assign(({ context, event }) => ({ ...gone(context, 0), ...askInPlaceOfAgent(context, event.at) })),
        ],
      },
      {
        guard: ({ context, event }) =>
          lifeOf(context, event.step) && event.exitCode === null && context.agent.lost < 2,
        target: 'due',
        actions: assign(({ context }) => ({
          ...gone(context, null),
          ...again(context, 'resume', context.agent.lost + 1),
        })),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        target: '#run.failed',
        actions: assign(({ context, event }) => ({
          ...gone(context, event.exitCode),
          ...failWith(context, deathOf(event), event.at),
        })),
      },
    ],
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
    agent_exited: [
      {
        guard: ({ context, event }) => lifeOf(context, event.step) && hasUntoldNotes(context),
        target: 'due',
        actions: assign(({ context, event }) => ({
          ...gone(context, event.exitCode),
          ...again(context, 'note'),
        })),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step) && context.pausedBy !== undefined,
        target: '#run.paused',
        actions: assign(({ context, event }) => ({
          ...gone(context, event.exitCode),
          next: 'checks' as const,
        })),
      },
      {
        guard: ({ context, event }) => lifeOf(context, event.step),
        target: '#run.checking',
        actions: assign(({ context, event }) => gone(context, event.exitCode)),
      },
    ],
  },
});

const gone = (run: RunContext, exitCode: number | null) => ({
  agent: { ...run.agent, alive: false, starting: false, exitCode },
});

function again(run: RunContext, mode: RunContext['agentMode'], lost = 0) {
  const { agent } = wanted(run, mode, lost);
  return { agentMode: mode, agent: { ...agent, alive: false, starting: false } };
}

function deathOf(event: { exitCode: number | null; detail?: string }) {
  return {
    code: event.exitCode === null ? 'agent_vanished' : 'agent_died',
    ...(event.detail === undefined ? {} : { detail: event.detail }),
  };
}

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
      actions: assign(({ context, event }) => ({ ...sentBy(context, 'restart'), ...sentOn(event) })),
    },
    ...notStarted,
    timer: {
      guard: ({ event }) => event.name === 'run_time',
      target: '#run.failed',
      actions: assign(({ context, event }) => failWith(context, { code: 'agent_run_time' }, event.at)),
    },
  },
  states: { due, starting, working, finishing },
});
