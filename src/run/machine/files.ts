/** A person wants to see the log or the change: both leave as files, and the run stays as it is. */
import { hasChange, hasLog } from '../showable.js';
import { blueprint } from './blueprint.js';

export const files = blueprint.createStateConfig({
  on: {
    show_log: {
      guard: ({ context }) => hasLog(context),
      actions: { type: 'slack.file', params: ({ event }) => ({ what: 'log', to: event.actor }) },
    },
    show_diff: {
      guard: ({ context }) => hasChange(context),
      actions: { type: 'slack.file', params: ({ event }) => ({ what: 'diff', to: event.actor }) },
    },
  },
}).on;
