/** Merge-ready, and the way from the click to the closed run. A refusal leads back to merge-ready. */
import { assign } from 'xstate';
import { decisionOf } from '../intake.js';
import {
  addNotice,
  allMerged,
  checksPassed,
  isPartial,
  mayRebuild,
  movedRepos,
  needsVerifying,
  refusedPush,
  refuseMerge,
  troubleOf,
} from '../verdict.js';
import { blueprint } from './blueprint.js';
import { asked } from './gestures.js';
import { leave, leaving, notRemoved } from './leaving.js';
import { isFresh, iterate, raisedRevision, raisedStep, sentOn, stepOf } from './shared.js';

const on = blueprint.createStateConfig;

export const mergeReady = on({
  entry: [assign({ pausedBy: undefined, leaving: undefined }), assign(raisedRevision), assign(raisedStep)],
  exit: assign(({ context, event }) => sentOn(context, event)),
  on: {
    ...asked,
    ...leave('merge_ready'),
    merge: [
      {
        // Gates would look for a worktree that may be gone by now.
        guard: ({ context, event }) => context.unremoved === true && isFresh(context, event),
        target: '#run.closing.removing',
      },
      {
        guard: 'fresh',
        target: '#run.closing',
        actions: assign(({ event }) => ({
          mergedBy: decisionOf(event),
          rebuilds: 0,
          refusal: undefined,
          ticketTrouble: undefined,
        })),
      },
    ],
    request_changes: {
      guard: 'fresh',
      target: '#run.preparing.queued',
      actions: assign(({ context, event }) => iterate(context, event)),
    },
  },
});

export const closing = on({
  initial: 'building',
  on: {
    merge_refused: {
      guard: 'current',
      target: '#run.merge_ready',
      actions: assign(({ context, event }) => refuseMerge(context, event.gate, event.fault, event.at)),
    },
    checks_unable: {
      guard: 'current',
      target: '#run.merge_ready',
      actions: assign(({ context, event }) => refuseMerge(context, 6, event.fault, event.at)),
    },
    effect_broken: {
      guard: 'current',
      target: '#run.merge_ready',
      actions: assign(({ context, event }) =>
        refuseMerge(context, 0, { code: 'internal', detail: event.kind }, event.at),
      ),
    },
  },
  states: {
    ...leaving,
    building: {
      entry: [assign(raisedStep), { type: 'merge.build', params: stepOf }],
      on: {
        merge_built: [
          {
            guard: ({ context, event }) => event.step === context.step && needsVerifying(event),
            target: 'verifying',
            actions: assign(({ event }) => ({ merges: event.merges })),
          },
          { guard: 'current', target: 'pushing', actions: assign(({ event }) => ({ merges: event.merges })) },
        ],
      },
    },
    verifying: {
      entry: [assign(raisedStep), { type: 'merge.verify', params: stepOf }],
      on: {
        merge_verified: [
          {
            guard: ({ context, event }) =>
              event.step === context.step && checksPassed(context, event.results, movedRepos(context)),
            target: 'pushing',
            actions: assign(({ event }) => ({ mergedResults: event.results })),
          },
          {
            guard: 'current',
            target: '#run.merge_ready',
            actions: assign(({ context, event }) => {
              const failed = event.results.find((one) => one.exitCode !== 0);
              const fault = {
                code: 'gate_merged_checks',
                ...(failed
                  ? { repo: failed.repo, detail: `${failed.command}\n${failed.output}`.trim() }
                  : {}),
              };
              return { mergedResults: event.results, ...refuseMerge(context, 6, fault, event.at) };
            }),
          },
        ],
      },
    },
    pushing: {
      entry: [assign(raisedStep), { type: 'merge.push', params: stepOf }],
      on: {
        merge_finished: [
          {
            guard: ({ context, event }) => event.step === context.step && allMerged(event),
            target: 'ticket',
            actions: assign(({ event }) => ({ merges: event.merges })),
          },
          {
            guard: ({ context, event }) => event.step === context.step && mayRebuild(context, event),
            target: 'building',
            actions: assign(({ context, event }) => ({
              merges: event.merges,
              rebuilds: context.rebuilds + 1,
            })),
          },
          {
            guard: 'current',
            target: '#run.merge_ready',
            actions: assign(({ context, event }) => ({
              ...refuseMerge(
                context,
                0,
                refusedPush(event),
                event.at,
                isPartial(event)
                  ? { kind: 'merge_partial', merges: event.merges }
                  : { kind: 'merge_refused' },
              ),
              merges: event.merges,
            })),
          },
        ],
      },
    },
    ticket: {
      entry: [assign(raisedStep), { type: 'ticket.write', params: stepOf }],
      on: {
        ticket_written: {
          guard: 'current',
          target: 'removing',
          actions: assign(({ event }) => ({
            ticketDone: true,
            ...(event.ticket ? { ticketClosed: event.ticket } : {}),
          })),
        },
        ticket_failed: {
          guard: 'current',
          target: '#run.merge_ready',
          actions: assign(({ context, event }) => {
            const trouble = troubleOf(event.fault, event.at);
            return {
              ticketTrouble: trouble,
              ...(event.checkout ? { ticketCheckout: event.checkout } : {}),
              ...addNotice(context, { kind: 'ticket_failed', at: event.at, trouble }),
            };
          }),
        },
      },
    },
    removing: {
      entry: [
        assign(raisedStep),
        { type: 'workspace.remove', params: ({ context }) => ({ step: context.step, discard: false }) },
      ],
      on: {
        workspace_removed: {
          guard: 'current',
          target: '#run.closed',
          actions: assign(({ context, event }) => ({
            outcome: 'merged' as const,
            closedAt: event.at,
            ...(context.mergedBy ? { closedBy: context.mergedBy } : {}),
            ...addNotice(context, {
              kind: 'closed',
              at: event.at,
              ...(context.ticketClosed ? { ticket: context.ticketClosed } : {}),
            }),
          })),
        },
        // All is merged by now: that is said no differently because of a folder.
        cleanup_refused: {
          guard: 'current',
          target: '#run.merge_ready',
          actions: assign(({ context, event }) => notRemoved(context, event.fault, event.at)),
        },
        effect_broken: {
          guard: 'current',
          target: '#run.merge_ready',
          actions: assign(({ context, event }) =>
            notRemoved(context, { code: 'internal', detail: event.kind }, event.at),
          ),
        },
      },
    },
  },
});
