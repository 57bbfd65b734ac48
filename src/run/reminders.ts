/** A request's clocks live as long as it is open and the run waits for it. Pure. */
import type { RunContext } from './context.js';
import type { TimerChange } from './effects.js';
import type { TimerName } from './events.js';
import { openRequests } from './guidance.js';
import type { GuidanceRequest } from './guidance-request.js';
import type { Status } from './status.js';

interface Moment {
  context: RunContext;
  status: Status;
}

/** Ends those of requests that are waited for no longer, by whichever way that came. */
export function remindersOver(before: Moment, after: Moment): TimerChange[] {
  const still = waitedFor(after).map(({ id }) => id);
  return waitedFor(before)
    .filter(({ id }) => !still.includes(id))
    .flatMap(clocksOf)
    .map((name) => ({ kind: 'timer.clear', params: { name } }));
}

/** A limit with a known end goes on by itself; of everything else people are reminded. */
const clocksOf = ({ id, kind, until }: GuidanceRequest): TimerName[] =>
  kind === 'limit' && until ? [`go_on:${id}`] : [`remind:${id}`, `escalate:${id}`];

const waitedFor = ({ context, status }: Moment): GuidanceRequest[] =>
  status === 'awaiting_guidance' ? openRequests(context) : [];
