/** Transitions that several states share: a person stops the run, a blocked agent asks. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import { openRequest } from '../guidance.js';
import { blueprint } from './blueprint.js';
import { stopBy } from './shared.js';

const on = blueprint.createStateConfig;

export const stop = on({
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

/** One reminder and one escalation of the request that opens next; they stand before the change that opens it. */
export const reminded = [
  {
    type: 'timer.set',
    params: ({ context }: { context: RunContext }) =>
      reminders('remind', context.settings.remindAfterMs, nextId(context)),
  },
  {
    type: 'timer.set',
    params: ({ context }: { context: RunContext }) =>
      reminders('escalate', context.settings.escalateAfterMs, nextId(context)),
  },
] as const;

/** A blocked agent's question opens, from whichever state it comes. */
export const asked = on({
  on: {
    guidance_requested: {
      target: '#run.awaiting_guidance',
      actions: [...reminded, assign(({ context, event }) => openRequest(context, event))],
    },
  },
}).on;
