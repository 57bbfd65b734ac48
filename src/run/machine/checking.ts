/** metawsm runs the done criteria itself. */
import { assign } from 'xstate';
import { hasUntoldNotes } from '../ending.js';
import { checksPassed, mayRetryChecks, recordChecks } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { asked, cancelPause, noted, pausing, stop } from './gestures.js';
import { failWith, raisedStep, stepOf, wanted } from './shared.js';

export const checking = blueprint.createStateConfig({
  entry: [assign(raisedStep), { type: 'checks.run', params: stepOf }],
  on: {
    ...stop,
    ...asked,
    ...pausing,
    ...cancelPause,
    ...noted,
    checks_finished: [
      /** A note came while the checks ran: the agent gets its turn, and they run again. */
      {
        guard: ({ context, event }) =>
          event.step === context.step && checksPassed(context, event.results) && hasUntoldNotes(context),
        target: '#run.running.due',
        actions: assign(({ context }) => wanted(context, 'note')),
      },
      {
        guard: ({ context, event }) => event.step === context.step && checksPassed(context, event.results),
        target: '#run.merge_ready',
        actions: assign(({ context, event }) => recordChecks(context, event)),
      },
      {
        guard: ({ context, event }) => event.step === context.step && mayRetryChecks(context),
        target: '#run.running.due',
        actions: assign(({ context, event }) => ({
          ...recordChecks(context, event),
          ...wanted(context, 'checks'),
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
