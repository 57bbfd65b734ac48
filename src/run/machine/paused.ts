/** A person wants the run to rest. Answers are taken and kept; nothing starts and nobody is reminded. */
import { assign, enqueueActions } from 'xstate';
import type { RunContext } from '../context.js';
import type { TimerChange } from '../effects.js';
import {
  answerable,
  answerRequest,
  openRequest,
  openRequests,
  permitRequest,
  permittable,
  undelivered,
} from '../guidance.js';
import type { GuidanceRequest } from '../guidance-request.js';
import { isLimit, resumeLimits } from '../usage-limit.js';
import { blueprint } from './blueprint.js';
import { endedAtRest, goOnAt } from './ended.js';
import { escalateOf, handedOver, noted, remindOf, stop } from './gestures.js';
import { isFresh, iterate, raisedRevision, sentBy, sentOn } from './shared.js';
import { meanwhile } from './waiting.js';

const on = blueprint.createStateConfig;

/** Nothing says that it still holds: whoever resumes the run lets the agent try. */
const isOver = ({ until }: GuidanceRequest, at: string) => until === undefined || until <= at;

type Clock = Extract<TimerChange, { kind: 'timer.set' }>['params'];

/** Of what is open when the run is resumed: nobody was reminded while it rested, and no limit was waited for. */
const clocksOf = (run: RunContext, at: string): Clock[] =>
  openRequests(run).flatMap((request): Clock[] => {
    const { id, until, remindedAt, escalatedAt } = request;
    if (isLimit(request)) return isOver(request, at) ? [] : [goOnAt(run, id, until, at)];
    return [...(remindedAt ? [] : [remindOf(run, id)]), ...(escalatedAt ? [] : [escalateOf(run, id)])];
  });

export const paused = on({
  entry: assign(raisedRevision),
  exit: assign(({ context, event }) => ({ pausedBy: undefined, ...sentOn(context, event) })),
  on: {
    ...stop,
    ...noted,
    ...handedOver,
    ...meanwhile,
    ...endedAtRest,
    /** Whatever the run would go on with: the answer comes first. */
    guidance_requested: {
      actions: assign(({ context, event }) => ({ ...openRequest(context, event), next: undefined })),
    },
    answer: {
      guard: ({ context, event }) => answerable(context, event) !== undefined,
      actions: assign(({ context, event }) => answerRequest(context, event)),
    },
    permit: {
      guard: ({ context, event }) => permittable(context, event) !== undefined,
      actions: assign(({ context, event }) => permitRequest(context, event)),
    },
    resume: [
      {
        guard: ({ context, event }) => context.next === undefined && isFresh(context, event),
        target: '#run.awaiting_guidance',
        actions: [
          enqueueActions(({ context, event, enqueue }) => {
            for (const { id } of undelivered(context)) enqueue({ type: 'guidance.deliver', params: { id } });
            for (const params of clocksOf(context, event.at)) enqueue({ type: 'timer.set', params });
          }),
          assign(({ context, event }) => resumeLimits(context, event, (one) => isOver(one, event.at))),
        ],
      },
      { guard: 'fresh', target: '#run.preparing.queued' },
    ],
    request_changes: {
      guard: ({ context, event }) => context.worktrees.length > 0 && isFresh(context, event),
      target: '#run.preparing.queued',
      actions: assign(({ context, event }) => iterate(context, event)),
    },
  },
});

/** From stopped: the same session goes on, or what came after it, or the workspace first. */
export const resumed = on({
  on: {
    resume: [
      {
        guard: ({ context, event }) =>
          context.worktrees.length > 0 && context.agent.completed !== undefined && isFresh(context, event),
        target: '#run.preparing.queued',
        actions: assign({ next: 'checks' }),
      },
      {
        guard: ({ context, event }) => context.worktrees.length > 0 && isFresh(context, event),
        target: '#run.preparing.queued',
        actions: assign(({ context }) => sentBy(context, context.agent.step === 0 ? 'start' : 'resume')),
      },
      { guard: 'fresh', target: '#run.preparing.queued', actions: assign({ next: 'workspace' }) },
    ],
  },
}).on;
