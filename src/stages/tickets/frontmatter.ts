/** The header of a ticket document: read leniently, as docmgr does, and edited line by line. */
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import { isTooDeep } from '../../shell/yaml-depth.js';
import { TicketFault } from './options.js';

export type Meta = Record<string, unknown>;

interface Header {
  /** Lines with their ends; the first and the last are `---`. */
  lines: string[];
  /** What follows the header. */
  body: string;
}

/** What docmgr quotes before it decodes. */
const QUOTED_BEFORE_DECODING = /^[@`#&*!|>%?]|: | #|\t|\{\{|\}\}|:$/u;

/** A key with its value, quoted or plain, or without one; then a comment or spaces. */
const LINE = new RegExp(
  '^(?<name>[^:]+:)(?<space>[ \\t]*)' +
    `(?:(?<old>"(?:[^"\\\\]|\\\\.)*"|'(?:[^']|'')*'|[^"'#>|&*!\\s].*?)(?<rest>[ \\t]+#.*|[ \\t]*)|(?<only>(?:#.*)?))` +
    '(?<lineEnd>\\r?\\n)$',
  'u',
);

/** A header that is longer, in characters, is not decoded: the time that takes grows with the square of its length. */
const LONGEST = 16 * 1024;

/** A line that is longer is not edited, for the same reason. */
const LONGEST_LINE = 2_000;

/** The values of the header; undefined where there is none, or none that can be decoded. */
export function metaOf(text: string): Meta | undefined {
  const header = headerOf(text);
  if (!header || text.length - header.body.length > LONGEST) return undefined;
  const lines = header.lines.slice(1, -1).map((line) => line.replace(/\r?\n$/u, ''));
  return decoded(lines.map(guarded)) ?? decoded(lines);
}

export function stringIn(meta: Meta | undefined, key: string): string | undefined {
  const value = meta?.[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The same without a comment that docmgr reads as a part of it. */
export const valueIn = (meta: Meta | undefined, key: string): string | undefined =>
  stringIn(meta, key)
    ?.replace(/\s#.*$/su, '')
    .trim();

export function listIn(meta: Meta | undefined, key: string): string[] {
  const value = meta?.[key];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((entry) => typeof entry === 'string' || typeof entry === 'number').map(String);
}

/**
 * Sets plain values of top-level keys and touches no other byte: comments, spaces, quotes, unknown keys and line
 * ends stay. A missing key becomes the last line. Throws `TicketFault` where the header cannot be edited so.
 */
export function withKeys(text: string, values: Record<string, string>): string {
  const header = headerOf(text);
  if (!header) throw new TicketFault('it has no frontmatter');
  const before = metaOf(text);
  if (!before) throw new TicketFault('its frontmatter cannot be read');
  for (const [key, value] of Object.entries(values)) setKey(header.lines, key, value);
  const edited = header.lines.join('') + header.body;
  if (!isOnly(values, before, metaOf(edited) ?? {}))
    throw new TicketFault('its frontmatter is written in a way that I do not edit');
  return edited;
}

/** Read again, the header has these values, and every other key says what it said. */
function isOnly(values: Record<string, string>, before: Meta, after: Meta): boolean {
  const rest = (meta: Meta) => Object.entries(meta).filter(([key]) => !Object.hasOwn(values, key));
  const isSet = Object.entries(values).every(([key, value]) => valueIn(after, key) === value);
  return isSet && isDeepStrictEqual(rest(before), rest(after));
}

/** What follows the header; the whole text where there is none. */
export const bodyOf = (text: string): string => headerOf(text)?.body ?? text;

/** The status line of the body, which says the same as the header. */
export function withStatusLine(text: string, status: string): string {
  const body = bodyOf(text);
  const changed = body.replace(/^(Current status: \*\*)[^*\r\n]*(\*\*)/mu, `$1${status}$2`);
  return text.slice(0, text.length - body.length) + changed;
}

/** The header of a new document, with the blank line after it. Lists are indented by four spaces. */
export function newHeader(values: Record<string, string | string[]>): string {
  const lines = Object.entries(values).map(([key, value]) => {
    if (typeof value === 'string') return `${key}: ${key === 'LastUpdated' ? value : scalar(value)}`;
    if (value.length === 0) return `${key}: []`;
    return `${key}:\n${value.map((entry) => `    - ${scalar(entry)}`).join('\n')}`;
  });
  return `---\n${lines.join('\n')}\n---\n\n`;
}

function headerOf(text: string): Header | undefined {
  const lines = text.split(/(?<=\n)/u);
  if (!/^\uFEFF?---\r?\n$/u.test(lines[0] ?? '')) return undefined;
  const end = lines.findIndex((line, at) => at > 0 && /^---\r?\n?$/u.test(line));
  if (end < 0) return undefined;
  return { lines: lines.slice(0, end + 1), body: lines.slice(end + 1).join('') };
}

function decoded(lines: string[]): Meta | undefined {
  if (isTooDeep(lines.join('\n'))) return undefined;
  try {
    // a silent parser would take what is broken for what it can make of it
    const value: unknown = parse(lines.join('\n'), { maxAliasCount: 20, logLevel: 'error' });
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Meta) : undefined;
  } catch {
    return undefined;
  }
}

function guarded(line: string): string {
  const [, key, given = ''] = /^([A-Za-z0-9_-]+):[ \t]+(.*)$/u.exec(line) ?? [];
  const value = given.trimEnd();
  if (!key || !value || /^['"[{]/u.test(value) || /^[|>][+-]?\d?$/u.test(value)) return line;
  return QUOTED_BEFORE_DECODING.test(value) ? `${key}: '${value.replace(/'/gu, "''")}'` : line;
}

function setKey(lines: string[], key: string, value: string): void {
  const at = lines.findIndex((line) => new RegExp(`^${key}[ \\t]*:(?=[ \\t\\r\\n])`, 'u').test(line));
  const end = /\r\n$/u.test(lines[0] ?? '') ? '\r\n' : '\n';
  if (at < 0) {
    lines.splice(lines.length - 1, 0, `${key}: ${value}${end}`);
    return;
  }
  const line = lines[at] ?? '';
  const parts = line.length > LONGEST_LINE ? undefined : LINE.exec(line)?.groups;
  const goesOn = /^[ \t]+\S/u.test(lines[at + 1] ?? '');
  if (!parts || goesOn) throw new TicketFault(`its ${key} is written in a way that I do not edit`);
  const { name = '', space = '', old = '', rest = '', only = '', lineEnd = '' } = parts;
  const quote = /^['"]/u.exec(old)?.[0] ?? '';
  const [before, after] = old === '' ? [' ', only && space + only] : [space, rest];
  lines[at] = `${name}${before}${quote}${value}${quote}${after}${lineEnd}`;
}

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\uFEFF]/u;

function scalar(value: string): string {
  if (UNPRINTABLE.test(value)) {
    const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return JSON.stringify(value).replace(new RegExp(UNPRINTABLE, 'gu'), escaped);
  }
  if (value === '') return '""';
  const plain = value.trim() === value && !QUOTED_BEFORE_DECODING.test(value);
  const quoted = `'${value.replace(/'/gu, "''")}'`;
  return plain && stringify(value, { lineWidth: 0 }) === `${value}\n` ? value : quoted;
}
