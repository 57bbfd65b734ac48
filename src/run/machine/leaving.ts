/** A run is left without a merge: a person discards it, or an admin cleans up. Nothing goes before processes ended. */
import { assign } from 'xstate';
import type { RunContext } from '../context.js';
import type { Fault, PersonEvent } from '../events.js';
import { decisionOf } from '../intake.js';
import type { Leaving } from '../onward.js';
import { addNotice, isMerged, mergesOf, troubleOf } from '../verdict.js';
import { blueprint } from './blueprint.js';
import { type Change, raisedStep, stepOf } from './shared.js';

const on = blueprint.createStateConfig;
type Wish = Extract<PersonEvent, { type: 'discard' | 'cleanup' }>;

/** The ways out of a state in which no work is under way. */
export const leave = (from: Leaving['from']) =>
  on({
    on: {
      discard: {
        guard: 'fresh',
        target: '#run.closing.ending',
        actions: assign(({ event }) => ({ leaving: wishOf(from, event) })),
      },
      cleanup: {
        target: '#run.closing.ending',
        actions: assign(({ event }) => ({ leaving: wishOf(from, event) })),
      },
    },
  }).on;

const wishOf = (from: Leaving['from'], event: Wish): Leaving => ({
  what: event.type,
  from,
  keep: event.type === 'cleanup' && event.keep,
  discard: event.type === 'discard' || event.discard,
  decision: decisionOf(event),
});

const closed = (run: RunContext, at: string, kept: boolean): Change => ({
  outcome: mergesOf(run).some(isMerged) ? ('merged' as const) : ('discarded' as const),
  closedAt: at,
  kept,
  ...(run.leaving ? { closedBy: run.leaving.decision } : {}),
  ...addNotice(run, { kind: 'closed', at }),
});

const notCleaned = (run: RunContext, fault: Fault, at: string): Change =>
  addNotice(run, { kind: 'cleanup_refused', at, trouble: troubleOf(fault, at) });

/** The same of a run that is merged: the next try only removes. */
export const notRemoved = (run: RunContext, fault: Fault, at: string): Change => ({
  unremoved: true,
  ...notCleaned(run, fault, at),
});

/** A refusal, or a fault, leads back to where the run was. */
const back = on({
  on: {
    cleanup_refused: (['merge_ready', 'stopped', 'failed'] as const).map((state) => ({
      guard: ({ context, event }) => event.step === context.step && context.leaving?.from === state,
      target: `#run.${state}` as const,
      actions: assign(({ context, event }) => notCleaned(context, event.fault, event.at)),
    })),
    effect_broken: (['merge_ready', 'stopped', 'failed'] as const).map((state) => ({
      guard: ({ context, event }) => event.step === context.step && context.leaving?.from === state,
      target: `#run.${state}` as const,
      actions: assign(({ context, event }) =>
        notCleaned(context, { code: 'internal', detail: event.kind }, event.at),
      ),
    })),
  },
}).on;

const gone = on({
  on: {
    workspace_removed: {
      guard: 'current',
      target: '#run.closed',
      actions: assign(({ context, event }) => closed(context, event.at, false)),
    },
  },
}).on;

/** States of `closing`. */
export const leaving = {
  ending: on({
    entry: [assign(raisedStep), { type: 'processes.end', params: stepOf }],
    on: {
      effect_broken: back.effect_broken,
      processes_ended: [
        {
          guard: ({ context, event }) => event.step === context.step && context.leaving?.keep === true,
          target: '#run.closed',
          actions: assign(({ context, event }) => closed(context, event.at, context.worktrees.length > 0)),
        },
        {
          guard: ({ context, event }) => event.step === context.step && context.leaving?.what === 'discard',
          target: 'discarding',
        },
        { guard: 'current', target: 'cleaning' },
      ],
    },
  }),
  discarding: on({
    entry: [
      assign(raisedStep),
      {
        type: 'workspace.remove',
        params: ({ context }: { context: RunContext }) => ({ step: context.step, discard: true }),
      },
    ],
    on: { ...back, ...gone },
  }),
  cleaning: on({
    entry: [assign(raisedStep), { type: 'workspace.clean', params: stepOf }],
    on: { ...back, ...gone },
  }),
} as const;

/** A closed run whose workspace was kept: an admin may still clean it. */
export const cleanedLater = on({
  on: {
    cleanup: {
      guard: ({ context, event }) => context.kept === true && !event.keep,
      actions: [
        assign(raisedStep),
        assign(({ event }) => ({ leaving: wishOf('stopped', event) })),
        { type: 'workspace.clean', params: stepOf },
      ],
    },
    workspace_removed: { guard: 'current', actions: assign({ kept: false, leaving: undefined }) },
    cleanup_refused: {
      guard: 'current',
      actions: assign(({ context, event }) => ({
        leaving: undefined,
        ...notCleaned(context, event.fault, event.at),
      })),
    },
    /** Nothing can make a closed run fail. */
    effect_broken: [
      {
        guard: ({ context, event }) => event.step === context.step && context.leaving !== undefined,
        actions: assign(({ context, event }) => ({
          leaving: undefined,
          ...notCleaned(context, { code: 'internal', detail: event.kind }, event.at),
        })),
      },
      {},
    ],
  },
}).on;
