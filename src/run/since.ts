/** Since when a run is where it is, as far as its context tells. */
import type { RunContext } from './context.js';
import type { Status } from './status.js';

/** The instant at which the run came into its state; where nothing noted it, the nearest one before. */
export function sinceOf(run: RunContext, status: Status): string {
  return noted(run, status) ?? run.startedAt ?? run.createdAt;
}

function noted(run: RunContext, status: Status): string | undefined {
  switch (status) {
    case 'intake':
      return run.createdAt;
    case 'preparing':
      return run.queue?.since ?? run.sentBy?.decision.at;
    case 'running':
      return run.worked.since ?? run.sentBy?.decision.at;
    case 'awaiting_guidance':
      return run.guidance.find((one) => one.state === 'open')?.askedAt;
    case 'checking':
      return run.agent.completed?.at;
    case 'merge_ready':
      return run.readyAt ?? run.evidence.at(-1)?.at;
    case 'closing':
      return run.leaving?.decision.at ?? run.mergedBy?.at;
    case 'paused':
      return run.pausedBy?.at;
    case 'stopped':
      return run.stoppedBy?.at;
    case 'failed':
      return run.trouble?.at;
    case 'closed':
      return run.closedAt;
  }
}
