/** What stands after `npm run events --`, and the lines that it prints. */
import { parseArgs } from 'node:util';
import { keptMs } from '../configuration/measures.js';
import type { EventFilter, EventRow } from '../persistence/events.js';

export const EVENTS_USAGE = `Who did what, when, and from which message. Reads the database beside the running bot; changes nothing.

  npm run events                    the newest 200 gestures of people
  npm run events -- ABC-12          of one run or ticket
  npm run events -- --by U0ANA      of one person, by Slack user id
  npm run events -- --since 7d      of the last days, or since an instant such as 2026-11-26
  npm run events -- --refused       only what was refused
  npm run events -- --all           also what the bot, agents and timers did
  npm run events -- --limit 1000    more of them
  npm run --silent events -- --json  one JSON object a line`;

export interface EventWish extends EventFilter {
  json: boolean;
}

/** What is wished for; words where it cannot be understood, or where help is asked for. */
export function parseEventWish(args: readonly string[], now: number): EventWish | { problem: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    if (values.help || positionals[0] === 'help') return { problem: '' };
    if (positionals.length > 1) return { problem: 'Name one run or ticket at most.' };
    const since = values.since === undefined ? undefined : instantOf(values.since, now);
    if (since === 'none')
      return { problem: `--since ${values.since}: write days such as 7d, or 2026-11-26.` };
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1) return { problem: '--limit: write a number of lines.' };
    return {
      ...(positionals[0] === undefined ? {} : { run: positionals[0] }),
      ...(values.by === undefined ? {} : { actor: values.by }),
      ...(since === undefined ? {} : { since }),
      people: !values.all,
      refused: values.refused,
      limit,
      json: values.json,
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

const OPTIONS = {
  by: { type: 'string' },
  since: { type: 'string' },
  refused: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  limit: { type: 'string', default: '200' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function instantOf(text: string, now: number): string {
  const ms = keptMs(text);
  const at = ms === undefined ? Date.parse(text) : now - ms;
  return Number.isNaN(at) ? 'none' : new Date(at).toISOString();
}

const HEAD = ['When (UTC)', 'Run', 'Who', 'What', 'Outcome', 'State', 'From'];

/** A table for a terminal: names come from Slack and can hold anything. */
export function eventTable(rows: readonly EventRow[]): string {
  if (rows.length === 0) return 'Nothing matches.';
  const cells = [HEAD, ...rows.map(cellsOf)].map((row) => row.map(printable));
  const wide = HEAD.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(wide[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const cellsOf = (row: EventRow): string[] => [
  row.at.slice(0, 19).replace('T', ' '),
  row.run_id,
  whoIn(row),
  row.event,
  outcomeIn(row),
  row.state ?? '',
  placeIn(row),
];

function whoIn({ actor, actor_name: name, via }: EventRow): string {
  if (actor !== null) return name ? `${name} (${actor})` : actor;
  return via === 'acp' ? 'agent' : via === 'timer' ? 'timer' : 'metawsm';
}

const outcomeIn = ({ outcome, code }: EventRow): string =>
  outcome === 'ignored' ? 'too late' : outcome === 'refused' && code !== null ? `refused: ${code}` : outcome;

function placeIn({ via, channel, message_ts: ts }: EventRow): string {
  const place = channel === null ? '' : ts === null ? channel : `${channel}/${ts}`;
  return [via === 'fx' ? 'work' : via, place].filter(Boolean).join(' ');
}

const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�').slice(0, 80);
