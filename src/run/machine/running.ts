/** The agent works, ends, or says that it is done. */
import { assign } from 'xstate';
import { askedInThisLife, askInPlaceOfAgent } from '../guidance.js';
import { blueprint } from './blueprint.js';
import { asked, reminded, stop } from './gestures.js';
import { failWith, lifeOf, newLife, stepOf } from './shared.js';

export const running = blueprint.createStateConfig({
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
            actions: [
              ...reminded,
              assign(({ context, event }) => ({
                agent: { ...context.agent, alive: false, exitCode: 0 },
                ...askInPlaceOfAgent(context, event.at),
              })),
            ],
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

function deathOf(event: { exitCode: number | null; detail?: string }) {
  return {
    code: event.exitCode === null ? 'agent_vanished' : 'agent_died',
    ...(event.detail === undefined ? {} : { detail: event.detail }),
  };
}
