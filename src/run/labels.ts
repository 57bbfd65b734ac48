/** Labels in what people write: `Scope: src/login`, a heading, a line that is bold as a whole. Pure. */
import type { Field } from './context.js';
import { type Meaning, meaningOf } from './headings.js';

export interface Label extends Meaning {
  /** As written, without marks. */
  name: string;
  /** What stands behind it on the same line. */
  rest: string;
  /** A word that people use for other things as well; no heading of a document. */
  short?: true;
}

/** The longest label, with the marks around it. */
const MOST = 60;
const SHORT = new Map<string, Field>(
  Object.entries({
    fertig: 'done',
    kriterien: 'done',
    termine: 'done',
    terminado: 'done',
    hecho: 'done',
    checks: 'done',
  }),
);
export const ITEM = /^\s*(?:[-*+•◦▪‣–—]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/u;

/** What a line names before its colon, or as a heading of its own; undefined for every other line, and for quotes. */
export function labelIn(line: string): Label | undefined {
  return isQuoted(line) ? undefined : (beforeColon(line) ?? asHeading(line));
}

export const isQuoted = (line: string): boolean => /^\s*>/u.test(line);

function beforeColon(line: string): Label | undefined {
  const colon = line.slice(0, MOST + 1).search(/[:：]/u);
  if (colon < 1) return undefined;
  const title = line.slice(0, colon).replace(ITEM, '').trim();
  const marks = /^[*_]{1,2}/u.exec(title)?.[0] ?? '';
  const behind = line.slice(colon + 1).trim();
  // `*Goal:* text` has its second star behind the colon
  const isOpen = marks !== '' && !title.endsWith(marks) && behind.startsWith(marks);
  return named(title, isOpen ? behind.slice(marks.length).trim() : behind);
}

function asHeading(line: string): Label | undefined {
  const text = line.trim();
  if (text.length > MOST + 7) return undefined;
  return /^(?:#{1,6}\s.*|(\*{1,2}|_{1,2})[^*_]+\1)$/u.test(text) ? named(text, '') : undefined;
}

function named(title: string, rest: string): Label | undefined {
  const name = title.replace(/^[\s#*_]+|[\s*_]+$/gu, '');
  const meaning = meaningOf(name);
  if (meaning) return { ...meaning, name, rest };
  const kind = SHORT.get(name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase());
  return kind && { kind, name, rest, short: true };
}
