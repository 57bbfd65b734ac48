/** The sentences about the bot's health. */
import type { Fill } from '../../errors.js';
import { join, type Mrkdwn, say } from '../escape.js';
import { explained } from './trouble.js';

/** One thing that was looked at. */
export interface Found {
  subject: 'database' | 'slack' | 'outbox' | 'agents' | 'runs';
  ok: boolean;
  /** Of `errors`, where it is not well. */
  code?: string;
  fill?: Fill;
}

const NAMES = {
  database: 'Database',
  slack: 'Slack',
  outbox: 'Messages',
  agents: 'Agents',
  runs: 'Runs',
} as const satisfies Record<Found['subject'], string>;

/** What is wrong and what to do, a line each; all in one sentence where nothing is. */
export function healthLines(found: readonly Found[]): Mrkdwn {
  const wrong = found.filter(({ ok }) => !ok);
  if (found.length === 0) return say`Not looked at yet.`;
  if (wrong.length === 0)
    return say`:white_check_mark: All is well: the database can be written, Slack is connected, messages go out, agents are alive.`;
  return join([...wrong.map(wrongLine), restLine(found.filter(({ ok }) => ok))]);
}

function wrongLine({ subject, code = 'health_unknown', fill }: Found): Mrkdwn {
  const { what, todo } = explained(code, fill);
  return say`:warning: *${NAMES[subject]}:* ${what} ${todo}`;
}

const restLine = (well: readonly Found[]): Mrkdwn | undefined =>
  well.length === 0
    ? undefined
    : say`:white_check_mark: All is well with: ${well.map(({ subject }) => NAMES[subject]).join(', ')}.`;
