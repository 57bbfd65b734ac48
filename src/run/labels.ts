/** Labels in what a person writes: `Scope: src/login`. Pure. */
import type { Field } from './context.js';
import { meaningOf } from './headings.js';

export interface Label {
  field: Field;
  /** What stands behind the label on the same line. */
  rest: string;
  /** `Out of scope: …` is a constraint that means nothing without its label. */
  kept?: true;
}

/** The longest label, with the marks around it. */
const MOST = 60;
/** Words of replies that are no headings of documents. */
const MORE: Readonly<Record<string, Field>> = {
  fertig: 'done',
  kriterien: 'done',
  termine: 'done',
  terminado: 'done',
  hecho: 'done',
  checks: 'done',
};
const MARKS = /^[\s>#*_•◦▪‣–—-]+/u;

/** The field that a line names before its colon, or as a heading of its own; undefined for every other line. */
export function labelIn(line: string): Label | undefined {
  const head = line.slice(0, MOST);
  const colon = /[:：]/u.exec(head);
  if (!colon) return /^\s*(?:#{1,6}\s|\*[^*]+\*\s*$)/u.test(line) ? labelled(head, '') : undefined;
  const before = head.slice(0, colon.index);
  // English replies begin with "But:"; French puts a space there
  if (/^\W*but$/iu.test(before)) return undefined;
  return labelled(before, line.slice(colon.index + 1));
}

function labelled(name: string, behind: string): Label | undefined {
  const meaning = meaningOf(name) ?? more(name);
  if (!meaning || meaning.kind === 'overview') return undefined;
  // `*Goal:* text` has its second star behind the colon
  const open = /[*_]/u.test(name) ? /^\s*[*_]+/u : /^\s+/u;
  const rest = behind.replace(open, '').trim();
  return { field: meaning.kind, rest, ...(meaning.excluded ? { kept: true } : {}) };
}

function more(name: string): { kind: Field; excluded?: true } | undefined {
  const word = name.replace(MARKS, '').normalize('NFKD').replace(/\p{M}/gu, '');
  const kind = MORE[word.replace(/[*_\s]+$/u, '').toLowerCase()];
  return kind && { kind };
}
