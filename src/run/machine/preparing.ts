/** The run waits for a place, then its workspace is made where there is none. */
import { assign, enqueueActions } from 'xstate';
import { decisionOf } from '../intake.js';
import { blueprint } from './blueprint.js';
import { cancelPause, noted, pausing, stop } from './gestures.js';
import { failWith, instantOf, raisedStep, stepOf, wanted } from './shared.js';

const on = blueprint.createStateConfig;

const queued = on({
  entry: [
    assign(raisedStep),
    assign(({ context, event }) => ({
      // Who comes too late later on is not told of a stop that is over.
      stoppedBy: undefined,
      queue: { since: instantOf(event), next: context.next ?? 'workspace' },
    })),
    // An agent of before, whose question was withdrawn for instance, does not work on without a place.
    enqueueActions(({ context, enqueue }) => {
      if (context.agent.alive || context.agent.starting)
        enqueue({ type: 'processes.end', params: stepOf({ context }) });
    }),
  ],
  exit: assign({ queue: undefined }),
  on: {
    place_granted: [
      {
        guard: ({ context, event }) => event.step === context.step && context.next === 'checks',
        target: '#run.checking',
      },
      {
        guard: ({ context, event }) => event.step === context.step && context.next === 'agent',
        target: '#run.running.due',
      },
      { guard: 'current', target: 'making' },
    ],
    queue_moved: {
      guard: 'current',
      actions: assign(({ context, event: { place, places, disk } }) => ({
        queue: context.queue && {
          since: context.queue.since,
          next: context.queue.next,
          place,
          places,
          ...(disk ? { disk } : {}),
        },
      })),
    },
    /** Nothing is under way, so there is nothing to wait for. */
    pause: {
      guard: 'fresh',
      target: '#run.paused',
      actions: assign(({ event }) => ({ pausedBy: decisionOf(event) })),
    },
  },
});

const making = on({
  entry: [assign(raisedStep), { type: 'workspace.prepare', params: stepOf }],
  on: {
    ...pausing,
    ...cancelPause,
    workspace_prepared: {
      guard: 'current',
      target: '#run.running.due',
      actions: assign(({ context, event }) => ({
        worktrees: event.worktrees,
        next: 'agent' as const,
        ...wanted(context, 'start'),
      })),
    },
    preparation_failed: {
      guard: 'current',
      target: '#run.failed',
      actions: assign(({ context, event }) => failWith(context, event.fault, event.at)),
    },
  },
});

export const preparing = on({
  initial: 'queued',
  on: { ...stop, ...noted },
  states: { queued, making },
});
