/**
 * Secrets out of everything that leaves. Found are the values of secret variables and entries, in their usual
 * spellings, and what has the form of a token, a private key or a connection string; not what is split or
 * otherwise transformed.
 */

import { asSeen } from './redact/as-seen.js';
import { type Entry, entriesOf, secretsAmong } from './redact/entries.js';
import { patternSpans } from './redact/patterns.js';
import { replaceSpans, type Span } from './redact/spans.js';
import { spellingsOf } from './redact/spellings.js';

export const REDACTED = '[redacted]';

export interface Redactor {
  (text: string): string;
  /** A copy of plain JSON-like data with every string redacted, keys too; errors become name, message and stack. */
  deep(value: unknown): unknown;
  /** Further values to hide, for instance ones that became known later. Those under 8 characters are left alone. */
  addValues(values: Iterable<string>): void;
  /** Hides the secret entries of a file such as `.env` or `config.json`. */
  addFile(content: string): void;
}

export interface RedactorOptions {
  /** The bot's whole environment, Slack's tokens included. */
  env: Readonly<Record<string, string | undefined>>;
  /** `redact` of the configuration: names of variables and entries besides the usual ones. */
  names?: Iterable<string>;
  extraValues?: Iterable<string>;
}

export function createRedactor({ env, names = [], extraValues = [] }: RedactorOptions): Redactor {
  const listed = new Set(names);
  const everyday = everydayValues(env);
  const spellings = new Set<string>();
  const addValues = (values: Iterable<string>) => {
    for (const value of values) {
      if (value.trim().length < 8 || everyday.has(value.trim().toLowerCase())) continue;
      for (const spelling of spellingsOf(value))
        if (spelling.length >= 8 && !REDACTED.includes(spelling)) spellings.add(spelling);
    }
  };
  addValues(extraValues);
  addValues(secretsAmong(setEntries(env), listed));
  const once = (text: string) =>
    replaceSpans(text, [...valueSpans(text, spellings), ...patternSpans(text)], REDACTED);
  /** A value may have kept a form from being seen: a password with spaces in an address, for instance. */
  const shown = (text: string): string => {
    let safe = text;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const next = once(safe);
      if (next === safe) break;
      safe = next;
    }
    return safe;
  };
  /** Signs that nobody sees, and that are left out on the way to a reader, must not part a secret. */
  const redact = (text: string): string => {
    const seen = asSeen(text);
    if (seen === text) return shown(text);
    const safe = shown(seen);
    return safe === seen ? shown(text) : safe;
  };
  return Object.assign(redact, {
    deep: (value: unknown) => deepCopy(value, redact, new Set()),
    addValues,
    addFile: (content: string) => addValues(secretsAmong(entriesOf(content), listed)),
  });
}

/** Enough for a form inside a form; a secret that reads like the mark itself must not go on for ever. */
const MOST_ROUNDS = 4;

function setEntries(env: RedactorOptions['env']): Entry[] {
  return Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** Words and places that stand everywhere: hiding them would hide nothing and make every text unreadable. */
const EVERYDAY_WORDS =
  'anonymous automatic development disabled localhost metawsm metawsm@localhost password production required undefined username';
const PLACES = ['HOME', 'PATH', 'PWD', 'SHELL', 'TMPDIR', 'USER', 'LOGNAME', 'LANG', 'TERM', 'METAWSM_HOME'];

function everydayValues(env: RedactorOptions['env']): Set<string> {
  const places = PLACES.map((name) => env[name]?.trim().toLowerCase()).filter((value) => value !== undefined);
  return new Set([...EVERYDAY_WORDS.split(' '), ...places]);
}

function valueSpans(text: string, spellings: ReadonlySet<string>): Span[] {
  return [...spellings].flatMap((spelling) => spansOf(spelling, text));
}

/** Those that overlap, as in a repeated pattern, are one stretch at once. */
function spansOf(spelling: string, text: string): Span[] {
  const spans: [number, number][] = [];
  for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1)) {
    const last = spans.at(-1);
    if (last && at <= last[1]) last[1] = at + spelling.length;
    else spans.push([at, at + spelling.length]);
  }
  return spans;
}

function deepCopy(value: unknown, redact: (text: string) => string, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return '[circular]';
  if (above.size >= 50) return '[deep]';
  const further = new Set(above).add(value);
  const copy = (inner: unknown) => deepCopy(inner, redact, further);
  if (hasJson(value)) return copy(value.toJSON());
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return copy(Object.fromEntries(value));
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, copy);
  const own = value instanceof Error ? partsOf(value) : Object.entries(value);
  return Object.fromEntries(own.map(([key, inner]) => [redact(key), copy(inner)]));
}

function hasJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function' && !Buffer.isBuffer(value);
}

/** What the database was given when a statement failed: what people and agents said, and no news about the fault. */
const LEFT_OUT = ['parameters'];

/** What an error says, with what was attached to it. */
function partsOf(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error;
  const parts: [string, unknown][] = [
    ['name', name],
    ['message', message],
    ['stack', stack],
    ...Object.entries(error).filter(([name]) => !LEFT_OUT.includes(name)),
  ];
  return [...new Map(cause === undefined ? parts : [...parts, ['cause', cause] as [string, unknown]])];
}
