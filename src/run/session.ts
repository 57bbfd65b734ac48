/**
 * Slack's agent session of a run's thread: what it shall say, and when it has to be said. Slack shows its own Stop
 * while it says `processing`, and forgets that after an hour.
 */
import type { RunContext } from './context.js';
import type { Effect, TimerChange } from './effects.js';
import type { RunEvent } from './events.js';
import type { Status } from './status.js';

export type SessionStatus = 'processing' | 'active' | 'suspended' | 'closed';

const SESSIONS: Record<Status, SessionStatus> = {
  intake: 'suspended',
  preparing: 'processing',
  running: 'processing',
  awaiting_guidance: 'suspended',
  checking: 'processing',
  merge_ready: 'suspended',
  closing: 'processing',
  paused: 'suspended',
  stopped: 'active',
  failed: 'suspended',
  closed: 'closed',
};

export const sessionOf = (status: Status): SessionStatus => SESSIONS[status];

/** Ten minutes before Slack forgets. */
const RENEW_AFTER_MS = 50 * 60_000;

interface Moment {
  context: RunContext;
  status: Status;
}

/** What an event makes of the session: it is set when the card is there and what it says, or where, has changed. */
export function sessionNews(
  before: Moment,
  after: Moment,
  event: RunEvent,
): { effects: Effect[]; timers: TimerChange[] } {
  const [old, now] = [said(before), said(after)];
  const renewed = event.type === 'timer' && event.name === 'session' && now?.status === 'processing';
  if (!renewed && old?.status === now?.status && old?.place === now?.place) return NOTHING;
  if (!now) return NOTHING;
  const timers = [...(now.status === 'processing' ? [RENEW] : old?.status === 'processing' ? [REST] : [])];
  return { effects: [{ kind: 'slack.session', params: { ref: 'session' } }], timers };
}

const NOTHING = { effects: [], timers: [] };

function said({ context, status }: Moment): { status: SessionStatus; place: string } | undefined {
  const { card } = context.messages;
  return card && { status: sessionOf(status), place: `${card.channel}:${card.ts}` };
}

const RENEW: TimerChange = {
  kind: 'timer.set',
  params: { name: 'session', afterMs: RENEW_AFTER_MS, event: { type: 'timer', name: 'session' } },
};
const REST: TimerChange = { kind: 'timer.clear', params: { name: 'session' } };
