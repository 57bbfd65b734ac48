/** An agent that gives no sign of life is reported, never ended: it may be at work. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import type { Notice } from '../evidence.js';
import { addNotice } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { type Change, stepOf } from './shared.js';

const on = blueprint.createStateConfig;
type Args = { context: RunContext };

/** A clock of the agent. */
export const timerOf = (name: 'agent_end' | 'start_time' | 'silence' | 'run_time', afterMs: number) => ({
  name,
  afterMs,
  event: { type: 'timer' as const, name },
});

const silent = (run: RunContext, event: { at: string; activeAt: string }) =>
  Date.parse(event.at) - Date.parse(event.activeAt) >= run.settings.silenceMs;
/** Once it is reported, signs of life are looked for more often, so that the card does not call a living agent silent. */
const lookAgainMs = (run: RunContext) => Math.ceil(run.settings.silenceMs / 10);

/** A model that cannot be reached is no hang; the notice says which. */
function unreachable({ agent }: RunContext): Pick<Notice, 'trouble'> {
  const known = agent.progress?.unreachable;
  return known ? { trouble: { code: 'agent_unreachable', at: known.since, detail: known.detail } } : {};
}

/** It is not silent any more. */
export function heard({ agent }: RunContext): Change {
  const { silentSince: _, ...rest } = agent;
  return { agent: rest };
}

/** Of the state in which the agent works. */
export const watched = on({
  on: {
    timer: {
      guard: ({ event }) => event.name === 'silence',
      actions: { type: 'agent.look', params: stepOf },
    },
    agent_seen: [
      {
        guard: ({ context, event }) =>
          event.step === context.step && silent(context, event) && context.agent.silentSince === undefined,
        actions: [
          { type: 'timer.set', params: ({ context }: Args) => timerOf('silence', lookAgainMs(context)) },
          assign(({ context, event }) => ({
            agent: { ...context.agent, silentSince: event.activeAt },
            revision: context.revision + 1,
            ...addNotice(context, {
              kind: 'silent',
              at: event.at,
              about: event.activeAt,
              ...unreachable(context),
            }),
          })),
        ],
      },
      {
        guard: ({ context, event }) => event.step === context.step && silent(context, event),
        actions: {
          type: 'timer.set',
          params: ({ context }: Args) => timerOf('silence', lookAgainMs(context)),
        },
      },
      {
        guard: 'current',
        actions: [
          {
            type: 'timer.set',
            params: ({ context, event }) =>
              timerOf(
                'silence',
                context.settings.silenceMs - Math.max(0, Date.parse(event.at) - Date.parse(event.activeAt)),
              ),
          },
          assign(({ context }) =>
            context.agent.silentSince ? { ...heard(context), revision: context.revision + 1 } : {},
          ),
        ],
      },
    ],
  },
}).on;
