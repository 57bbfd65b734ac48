/** A reminder and an escalation live as long as their request is open and the run waits for it. Pure. */
import type { RunContext } from './context.js';
import type { TimerChange } from './effects.js';
import { openRequests } from './guidance.js';
import type { Status } from './status.js';

interface Moment {
  context: RunContext;
  status: Status;
}

/** Ends those of requests that are waited for no longer, by whichever way that came. */
export function remindersOver(before: Moment, after: Moment): TimerChange[] {
  const still = waitedFor(after);
  return waitedFor(before)
    .filter((id) => !still.includes(id))
    .flatMap((id) =>
      (['remind', 'escalate'] as const).map(
        (which): TimerChange => ({ kind: 'timer.clear', params: { name: `${which}:${id}` } }),
      ),
    );
}

const waitedFor = ({ context, status }: Moment): string[] =>
  status === 'awaiting_guidance' ? openRequests(context).map(({ id }) => id) : [];
