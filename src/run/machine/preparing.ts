/** The workspace is made. */
import { assign } from 'xstate';
import { blueprint } from './blueprint.js';
import { stop } from './gestures.js';
import { failWith, newLife, raisedStep, stepOf } from './shared.js';

export const preparing = blueprint.createStateConfig({
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
