/** A request of the agent is open; it waits as long as it takes. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import { answerRequest, openRequests, replace, requestFor, withdrawRequest } from '../guidance.js';
import { decisionOf } from '../intake.js';
import { addNotice } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { handedOver, noted, notStarted, opened, stop } from './gestures.js';
import { type Change, lifeOf, wanted } from './shared.js';

const on = blueprint.createStateConfig;
const present = (run: RunContext) => run.agent.alive || run.agent.starting;
const nobodyWaits = (run: RunContext) => openRequests(run).length === 0;
const idOf = (run: RunContext, target: string | undefined) => requestFor(run, target)?.id ?? '';

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
    agent_exited: {
      guard: ({ context, event }) => lifeOf(context, event.step),
      actions: assign(({ context, event }) => ({
        agent: { ...context.agent, alive: false, starting: false, exitCode: event.exitCode },
      })),
    },
  },
}).on;

export const awaitingGuidance = on({
  /** Once the last request is settled, back to where the agent is. */
  always: [
    {
      guard: ({ context }) =>
        nobodyWaits(context) && context.agent.completed !== undefined && !present(context),
      target: '#run.preparing.queued',
      actions: assign({ next: 'checks' }),
    },
    {
      guard: ({ context }) => nobodyWaits(context) && context.agent.completed !== undefined,
      target: '#run.running.finishing',
    },
    { guard: ({ context }) => nobodyWaits(context) && present(context), target: '#run.running.working' },
    {
      guard: ({ context }) => nobodyWaits(context),
      target: '#run.preparing.queued',
      actions: assign(({ context }) => ({ next: 'agent' as const, ...wanted(context, 'answer') })),
    },
  ],
  on: {
    ...stop,
    ...noted,
    ...handedOver,
    ...meanwhile,
    pause: {
      guard: 'fresh',
      target: '#run.paused',
      actions: assign(({ event }) => ({ pausedBy: decisionOf(event), next: undefined })),
    },
    guidance_requested: { actions: opened },
    answer: {
      guard: ({ context, event }) => requestFor(context, event.target) !== undefined,
      actions: [
        {
          type: 'guidance.deliver',
          params: ({ context, event }) => ({ id: idOf(context, event.target) }),
        },
        assign(({ context, event }) => answerRequest(context, event)),
      ],
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
