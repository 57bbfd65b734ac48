/** Preparation, the agent's work, its questions, and the checks. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import {
  answerRequest,
  askedInThisLife,
  askInPlaceOfAgent,
  openRequest,
  openRequests,
  replace,
  requestFor,
  withdrawRequest,
} from '../guidance.js';
import { addNotice, checksPassed, mayRetryChecks, recordChecks } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { type Change, failWith, newLife, raisedStep, stepOf, stopBy } from './shared.js';

const on = blueprint.createStateConfig;

const stop = on({
  on: {
    stop: { target: '#run.stopped', actions: assign(({ context, event }) => stopBy(context, event)) },
  },
}).on;

const reminders = (which: 'remind' | 'escalate', afterMs: number, id: string) => ({
  name: `${which}:${id}` as const,
  afterMs,
  event: { type: 'timer' as const, name: `${which}:${id}` as const },
});
const nextId = (run: RunContext) => `g${run.guidance.length + 1}`;

/** A blocked agent's question opens, from whichever state it comes. */
export const asked = on({
  on: {
    guidance_requested: {
      target: '#run.awaiting_guidance',
      actions: [
        {
          type: 'timer.set',
          params: ({ context }) => reminders('remind', context.settings.remindAfterMs, nextId(context)),
        },
        {
          type: 'timer.set',
          params: ({ context }) => reminders('escalate', context.settings.escalateAfterMs, nextId(context)),
        },
        assign(({ context, event }) => openRequest(context, event)),
      ],
    },
  },
}).on;

export const preparing = on({
  entry: [assign(raisedStep), { type: 'workspace.prepare', params: stepOf }],
  on: {
    workspace_prepared: {
      guard: 'current',
      target: '#run.running.starting',
      actions: assign(({ context, event }) => ({
        worktrees: event.worktrees,
        ...newLife(context, 'start'),
      })),
    },
    preparation_failed: {
      guard: 'current',
      target: '#run.failed',
      actions: assign(({ context, event }) => failWith(context, event.fault, event.at)),
    },
    ...stop,
  },
});

export const running = on({
  initial: 'starting',
  on: { ...stop, ...asked },
  states: {
    /** Entered with a new life in the context. */
    starting: {
      entry: {
        type: 'agent.start',
        params: ({ context }) => ({ step: context.step, mode: context.agentMode }),
      },
      on: {
        agent_started: [
          {
            guard: ({ context, event }) =>
              event.step === context.step && context.agent.completed !== undefined,
            target: 'finishing',
            actions: assign(({ context }) => ({ agent: { ...context.agent, alive: true, starting: false } })),
          },
          {
            guard: 'current',
            target: 'working',
            actions: assign(({ context }) => ({ agent: { ...context.agent, alive: true, starting: false } })),
          },
        ],
        agent_not_started: {
          guard: 'current',
          target: '#run.failed',
          actions: assign(({ context, event }) => ({
            agent: { ...context.agent, starting: false },
            ...failWith(context, event.fault, event.at),
          })),
        },
        completion_claimed: {
          actions: assign(({ context, event }) => ({
            agent: { ...context.agent, completed: { summary: event.summary, at: event.at } },
          })),
        },
      },
    },
    working: {
      on: {
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
            target: 'starting',
            actions: assign(({ context }) => newLife(context, 'answer')),
          },
          {
            guard: ({ context, event }) =>
              lifeOf(context, event.step) && event.exitCode === 0 && !context.agent.nudged,
            target: 'starting',
            actions: assign(({ context }) => newLife(context, 'finish')),
          },
          {
            guard: ({ context, event }) => lifeOf(context, event.step) && event.exitCode === 0,
            target: '#run.awaiting_guidance',
            actions: assign(({ context, event }) => ({
              agent: { ...context.agent, alive: false, exitCode: 0 },
              ...askInPlaceOfAgent(context, event.at),
            })),
          },
          {
            guard: ({ context, event }) =>
              lifeOf(context, event.step) && event.exitCode === null && context.agent.lost < 2,
            target: 'starting',
            actions: assign(({ context }) => newLife(context, 'resume')),
          },
          {
            guard: ({ context, event }) => lifeOf(context, event.step),
            target: '#run.failed',
            actions: assign(({ context, event }) => ({
              agent: { ...context.agent, alive: false, exitCode: event.exitCode },
              ...failWith(context, deathOf(event), event.at),
            })),
          },
        ],
      },
    },
    /** The agent said that it is done; it gets a moment to end by itself. */
    finishing: {
      entry: {
        type: 'timer.set',
        params: ({ context }) => ({
          name: 'agent_end',
          afterMs: context.settings.endTimeMs,
          event: { type: 'timer', name: 'agent_end' },
        }),
      },
      exit: { type: 'timer.clear', params: { name: 'agent_end' } },
      on: {
        timer: {
          guard: ({ event }) => event.name === 'agent_end',
          actions: { type: 'processes.end', params: stepOf },
        },
        agent_exited: {
          guard: ({ context, event }) => lifeOf(context, event.step),
          target: '#run.checking',
          actions: assign(({ context, event }) => ({
            agent: { ...context.agent, alive: false, exitCode: event.exitCode },
          })),
        },
      },
    },
  },
});

const lifeOf = (run: RunContext, step: number) => run.agent.step === step;

function deathOf(event: { exitCode: number | null; detail?: string }) {
  return {
    code: event.exitCode === null ? 'agent_vanished' : 'agent_died',
    ...(event.detail === undefined ? {} : { detail: event.detail }),
  };
}

const present = (run: RunContext) => run.agent.alive || run.agent.starting;
const nobodyWaits = (run: RunContext) => openRequests(run).length === 0;
const idOf = (run: RunContext, target: string | undefined) => requestFor(run, target)?.id ?? '';

export const awaitingGuidance = on({
  /** Once the last request is settled, back to where the agent is. */
  always: [
    {
      guard: ({ context }) =>
        nobodyWaits(context) && context.agent.completed !== undefined && !present(context),
      target: '#run.checking',
    },
    {
      guard: ({ context }) => nobodyWaits(context) && context.agent.completed !== undefined,
      target: '#run.running.finishing',
    },
    { guard: ({ context }) => nobodyWaits(context) && present(context), target: '#run.running.working' },
    {
      guard: ({ context }) => nobodyWaits(context),
      target: '#run.running.starting',
      actions: assign(({ context }) => newLife(context, 'answer')),
    },
  ],
  on: {
    ...stop,
    guidance_requested: { ...asked.guidance_requested, target: undefined },
    answer: {
      guard: ({ context, event }) => requestFor(context, event.target) !== undefined,
      actions: [
        {
          type: 'guidance.deliver',
          params: ({ context, event }) => ({ id: idOf(context, event.target) }),
        },
        {
          type: 'timer.clear',
          params: ({ context, event }) => ({ name: `remind:${idOf(context, event.target)}` as const }),
        },
        {
          type: 'timer.clear',
          params: ({ context, event }) => ({ name: `escalate:${idOf(context, event.target)}` as const }),
        },
        assign(({ context, event }) => answerRequest(context, event)),
      ],
    },
    guidance_withdrawn: {
      guard: ({ context, event }) => withdrawRequest(context, event.mailbox).guidance !== undefined,
      actions: assign(({ context, event }) => withdrawRequest(context, event.mailbox)),
    },
    completion_claimed: {
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, completed: { summary: event.summary, at: event.at } },
      })),
    },
    agent_exited: {
      guard: ({ context, event }) => lifeOf(context, event.step),
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, alive: false, starting: false, exitCode: event.exitCode },
      })),
    },
    timer: {
      guard: ({ context, event }) => {
        const [which, id] = event.name.split(':');
        return which !== undefined && openRequests(context).some((one) => one.id === id);
      },
      actions: assign(({ context, event }) => remind(context, event.name, event.at)),
    },
  },
});

function remind(run: RunContext, name: string, at: string): Change {
  const [which, id = ''] = name.split(':');
  const stamp = which === 'remind' ? { remindedAt: at } : { escalatedAt: at };
  return {
    guidance: replace(run, id, stamp),
    ...addNotice(run, { kind: which === 'remind' ? 'reminder' : 'escalation', at, about: id }),
  };
}

export const checking = on({
  entry: [assign(raisedStep), { type: 'checks.run', params: stepOf }],
  on: {
    ...stop,
    ...asked,
    checks_finished: [
      {
        guard: ({ context, event }) => event.step === context.step && checksPassed(event),
        target: '#run.merge_ready',
        actions: assign(({ context, event }) => recordChecks(context, event)),
      },
      {
        guard: ({ context, event }) => event.step === context.step && mayRetryChecks(context),
        target: '#run.running.starting',
        actions: assign(({ context, event }) => ({
          ...recordChecks(context, event),
          ...newLife(context, 'checks'),
        })),
      },
      {
        guard: 'current',
        target: '#run.failed',
        actions: assign(({ context, event }) => ({
          ...recordChecks(context, event),
          ...failWith(context, { code: 'checks_failed' }, event.at, 'check_failed'),
        })),
      },
    ],
    checks_unable: {
      guard: 'current',
      target: '#run.failed',
      actions: assign(({ context, event }) => failWith(context, event.fault, event.at)),
    },
  },
});
