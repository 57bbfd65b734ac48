/**
 * The run as an xstate machine, used through its pure `transition` only. No `invoke`, no `after`: work is an action
 * named like its effect, time is `timer.set`. `MACHINE_VERSION` rises when stored snapshots need a migration.
 */
import { assign } from 'xstate';
import { markDelivered, withdrawAll } from '../guidance.js';
import { gone, progressed } from '../life.js';
import { addNotice } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { checking } from './checking.js';
import { closing, mergeReady } from './closing.js';
import { files } from './files.js';
import { intake } from './intake.js';
import { cleanedLater, leave } from './leaving.js';
import { paused, resumed } from './paused.js';
import { preparing } from './preparing.js';
import { running } from './running.js';
import {
  failWith,
  isFresh,
  isPresent,
  iterate,
  lifeOf,
  raisedRevision,
  raisedStep,
  sentBy,
  sentOn,
  stepOf,
} from './shared.js';
import { awaitingGuidance } from './waiting.js';

export const MACHINE_VERSION = 2;

const on = blueprint.createStateConfig;

function without(unsaid: Record<string, string>, ref: string): Record<string, string> {
  const { [ref]: _, ...rest } = unsaid;
  return rest;
}

/** From failed and stopped: the agent anew where there is a workspace, else the workspace first. */
const ways = on({
  on: {
    restart: [
      {
        guard: ({ context, event }) => context.worktrees.length > 0 && isFresh(context, event),
        target: '#run.preparing.queued',
        actions: assign(({ context }) => ({ trouble: undefined, ...sentBy(context, 'restart') })),
      },
      {
        guard: 'fresh',
        target: '#run.preparing.queued',
        actions: assign({ trouble: undefined, next: 'workspace' }),
      },
    ],
    request_changes: {
      guard: ({ context, event }) => context.worktrees.length > 0 && isFresh(context, event),
      target: '#run.preparing.queued',
      actions: assign(({ context, event }) => iterate(context, event)),
    },
  },
}).on;

/** Nothing is wanted any more of a run that rests. */
const atRest = { pausedBy: undefined, leaving: undefined } as const;

export const machine = blueprint.createMachine({
  id: 'run',
  context: ({ input }) => input,
  initial: 'intake',
  on: {
    ...files,
    posted: {
      actions: assign(({ context, event }) => ({
        messages: {
          ...context.messages,
          [event.ref]: { channel: event.channel, ts: event.ts, drawn: event.drawn },
        },
        ...(context.unsaid ? { unsaid: without(context.unsaid, event.ref) } : {}),
      })),
    },
    // Nobody has it: it is offered again when it changes, and the bot's health names the run until then.
    post_refused: {
      actions: assign(({ context, event }) => ({ unsaid: { ...context.unsaid, [event.ref]: event.code } })),
    },
    agent_started: {
      // not one whose end was heard of first
      guard: ({ context, event }) => event.step === context.agent.step && context.agent.starting,
      actions: assign(({ context }) => ({ agent: { ...context.agent, alive: true, starting: false } })),
    },
    agent_exited: {
      guard: ({ context, event }) => lifeOf(context, event.step),
      actions: assign(({ context, event }) => gone(context, event.exitCode)),
    },
    agent_limited: {
      guard: ({ context, event }) => lifeOf(context, event.step),
      actions: assign(({ context }) => gone(context)),
    },
    agent_progressed: {
      guard: ({ context, event }) => lifeOf(context, event.step) && isPresent(context),
      actions: assign(({ context, event }) => progressed(context, event.progress)),
    },
    agent_forgot: {
      // whose first life it is has nothing to remember
      guard: ({ context, event }) => lifeOf(context, event.step) && context.agentMode !== 'start',
      actions: assign(({ context, event }) =>
        addNotice(context, { kind: 'forgot', at: event.at, about: event.detail }),
      ),
    },
    guidance_delivered: {
      actions: assign(({ context, event }) => markDelivered(context, event.id, event.at)),
    },
    file_rejected: {
      actions: assign(({ context, event }) =>
        addNotice(context, {
          kind: 'rejected_file',
          at: event.at,
          trouble: { code: event.file, at: event.at, detail: event.reason },
        }),
      ),
    },
    effect_broken: {
      guard: 'current',
      target: '.failed',
      actions: assign(({ context, event }) =>
        failWith(context, { code: 'internal', detail: event.kind }, event.at),
      ),
    },
  },
  states: {
    intake,
    preparing,
    running,
    awaiting_guidance: awaitingGuidance,
    checking,
    merge_ready: mergeReady,
    closing,
    paused,
    /** A process that started while a person stopped the run is ended as well. */
    stopped: {
      entry: [
        assign(atRest),
        assign(raisedRevision),
        assign(raisedStep),
        { type: 'processes.end', params: stepOf },
      ],
      exit: assign(({ context, event }) => sentOn(context, event)),
      on: {
        ...ways,
        ...resumed,
        ...leave('stopped'),
        agent_started: { actions: { type: 'processes.end', params: stepOf } },
      },
    },
    failed: {
      entry: [
        // The agent that asked is gone; a question left open would hold back every later merge.
        assign(({ context }) => ({ ...withdrawAll(context), ...atRest })),
        assign(raisedRevision),
        assign(raisedStep),
        { type: 'processes.end', params: stepOf },
      ],
      exit: assign(({ context, event }) => sentOn(context, event)),
      // Failing again would end the processes again, which may be what broke.
      on: {
        ...ways,
        ...leave('failed'),
        agent_started: { actions: { type: 'processes.end', params: stepOf } },
        effect_broken: {},
      },
    },
    /** The step rises, so that work under way is given up and cannot bring the run back. */
    closed: {
      entry: [assign(atRest), assign(raisedRevision), assign(raisedStep)],
      on: cleanedLater,
    },
  },
});
