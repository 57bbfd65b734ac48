/** Slack's own Stop on the agent session of a run's thread: a gesture like every other. */
import type { RunContext } from '../run/context.js';
import type { Status } from '../run/status.js';
import type { AnswerOptions } from './answer.js';
import { act, conclude, doneTo, gestureOf, type Tools } from './gesture.js';
import { type Context, keyIn } from './payloads.js';
import { visitOf } from './visit.js';

/** What `agent_session_stopped` tells; everything may be missing. */
export interface SessionStopped {
  channel?: unknown;
  thread_ts?: unknown;
  user?: unknown;
}

export interface StopTools extends AnswerOptions {
  tools: Tools;
  restoreSession: (run: RunContext, status: Status) => Promise<void>;
}

/** Stops the run of the thread; where that is refused or too late, the session says again what the state says. */
export async function onSessionStopped(
  event: SessionStopped,
  body: { team_id?: string },
  context: Context,
  { tools, restoreSession, ...options }: StopTools,
): Promise<void> {
  const { channel, thread_ts: thread, user } = event;
  if (typeof channel !== 'string' || typeof thread !== 'string' || typeof user !== 'string') return;
  const visit = visitOf({ key: keyIn(context), actor: user, channel, thread, team: body.team_id }, options);
  const run = await tools.look.byThread(channel, thread);
  if (!run) return conclude(visit, tools);
  const stop = { type: 'stop' as const, ...gestureOf(visit, tools) };
  const outcome = await act({ ...visit, run }, tools, run, stop, { applied: doneTo(run, stop) });
  if (outcome === 'applied' || outcome === 'duplicate') return;
  const now = await tools.look.find(run.id);
  if (now) await restoreSession(now.run, now.status);
}
