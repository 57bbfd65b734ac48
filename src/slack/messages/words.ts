/** The small words that every message uses: people, times, amounts, lists. */
import type { Decision } from '../../run/decision.js';
import { code, Mrkdwn, say, words } from '../escape.js';

/** A person as a live mention. */
export const person = (id: string): Mrkdwn =>
  /^[UW][A-Z0-9]+$/u.test(id) ? new Mrkdwn(`<@${id}>`) : words(id);

/** A person or a user group as a live mention. */
export const group = (id: string): Mrkdwn =>
  /^S[A-Z0-9]+$/u.test(id) ? new Mrkdwn(`<!subteam^${id}>`) : person(id);

/** A channel by its name, where the reader may see it. */
export const channel = (id: string): Mrkdwn =>
  /^[CDG][A-Z0-9]+$/u.test(id) ? new Mrkdwn(`<#${id}>`) : words(id);

/** An address of ours behind words; without it where it is none. */
export const link = (address: string, label: string): Mrkdwn =>
  /^https?:\/\/[^\s<>|"`]{1,500}$/u.test(address)
    ? new Mrkdwn(`<${address.replace(/&/gu, '&amp;')}|${words(label).text}>`)
    : words(label);

/** An instant that Slack shows in the reader's own time zone. */
export const when = (at: string): Mrkdwn => instant(at, '{date_short_pretty} {time}');

/** The same within a sentence: `today at 19:00`. */
export const soon = (at: string): Mrkdwn => instant(at, '{date_short_pretty} at {time}');

function instant(at: string, format: string): Mrkdwn {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return words(at);
  const fallback = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return new Mrkdwn(`<!date^${Math.floor(ms / 1000)}^${format}|${fallback}>`);
}

/** `<@U…> · Nov 24 10:15`. */
export const decided = (decision: Decision): Mrkdwn => say`${person(decision.by)} · ${when(decision.at)}`;

export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Bytes as people read them, in powers of 1,000 as `limits.disk` counts. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`;

/** The first `most` of a list, and how many there are besides. */
export function some<T>(all: readonly T[], most: number, show: (one: T) => Mrkdwn, between = ', '): Mrkdwn {
  const shown = all.slice(0, most).map((one) => show(one).text);
  const left = all.length - shown.length;
  if (left === 0) return new Mrkdwn(shown.join(between));
  return new Mrkdwn([...shown, shown.length === 0 ? `${left}` : `… and ${left} more`].join(between));
}

export const commit = (id: string): Mrkdwn => code(id.slice(0, 8));

/** How much of a message is shown; a message that does not fit is drawn again with the next line of this table. */
export interface Detail {
  /** Commits listed per repository. */
  commits: number;
  /** Characters of a failed check's output. */
  output: number;
  /** Characters of a paragraph that somebody wrote. */
  text: number;
  /** Rows of a list. */
  rows: number;
}

/** What is lost first when Slack's limits bite: commits, then outputs, then long texts, then rows. */
export const DETAILS: readonly Detail[] = [
  { commits: 20, output: 1_500, text: 3_000, rows: 50 },
  { commits: 5, output: 1_500, text: 3_000, rows: 50 },
  { commits: 0, output: 1_500, text: 3_000, rows: 50 },
  { commits: 0, output: 500, text: 3_000, rows: 50 },
  { commits: 0, output: 500, text: 1_000, rows: 50 },
  { commits: 0, output: 300, text: 500, rows: 15 },
  { commits: 0, output: 200, text: 250, rows: 6 },
];
