/** The view `metawsm_events`, read beside a bot that runs, or without one. */
import { openReader } from './data-source.js';

/** One line of a run's journal as its readers see it; instants are ISO text in UTC. */
export interface EventRow {
  run_id: string;
  ticket: string;
  seq: number;
  at: string;
  /** Slack user id; null where the bot, an agent or a timer caused it. */
  actor: string | null;
  actor_name: string | null;
  event: string;
  outcome: 'applied' | 'ignored' | 'refused';
  /** Why it was refused. */
  code: string | null;
  /** In which it left the run. */
  state: string | null;
  /** How it came: command, click, view_submission, shortcut, message_action, event, fx, timer, acp. */
  via: string | null;
  channel: string | null;
  message_ts: string | null;
}

export interface EventFilter {
  /** Run id or ticket, letter case ignored. */
  run?: string;
  actor?: string;
  /** ISO instant. */
  since?: string;
  /** Gestures of people only. */
  people: boolean;
  refused: boolean;
  limit: number;
}

/** The newest that match, oldest first. Throws where there is no such database, or none of this version. */
export async function readEvents(url: string, filter: EventFilter): Promise<EventRow[]> {
  const { where, values } = conditions(filter);
  const reader = await openReader(url);
  try {
    const sql = `SELECT * FROM metawsm_events WHERE ${where.join(' AND ')} ORDER BY at DESC, run_id, seq DESC LIMIT ?`;
    const rows: EventRow[] = await reader.query(sql, [...values, filter.limit]);
    return rows.reverse();
  } finally {
    await reader.destroy();
  }
}

function conditions({ run, actor, since, people, refused }: EventFilter) {
  const parts: [string, ...string[]][] = [['1 = 1']];
  if (run !== undefined) parts.push(['(run_id = lower(?) OR lower(ticket) = lower(?))', run, run]);
  if (actor !== undefined) parts.push(['actor = ?', actor]);
  if (since !== undefined) parts.push(['at >= ?', since]);
  if (people) parts.push(['actor IS NOT NULL']);
  if (refused) parts.push([`outcome = 'refused'`]);
  return { where: parts.map(([sql]) => sql), values: parts.flatMap(([, ...values]) => values) };
}
