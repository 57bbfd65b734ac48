/** What a message says about a brief with labelled lines (`Scope: src/login`) or headings. Pure, linear in its length. */
import { FIELDS, type Field } from './context.js';
import { type Meaning, meaningOf } from './headings.js';

export interface Labelled {
  fields: Partial<Record<Field, string>>;
  /** The other lines, as they stand. */
  rest: string;
}

interface Label {
  meaning: Meaning;
  title: string;
  /** What stands behind it on its line. */
  text: string;
}

/** Words that begin sentences as often as they label one. */
const WORDS_OF_TALK = new Set(['but', 'meta', 'merge', 'fusion', 'resume', 'aim', 'limites']);
const MOST_LINES = 2_000;
const MOST_LABEL = 60;

/** `talk`: said among people, where a lone `Done:` is seldom a criterion. */
export function labelledIn(text: string, { talk = false }: { talk?: boolean } = {}): Labelled {
  const found = new Map<Field, string[]>();
  const rest: string[] = [];
  let takes: { field: Field; title: string; isOpen: boolean } | undefined;
  let isCode = false;
  for (const line of text.split('\n', MOST_LINES)) {
    const fence = /^\s*```/u.test(line);
    const label = isCode || fence ? undefined : labelIn(line, talk);
    if (label) {
      const field = label.meaning.kind === 'overview' ? 'goal' : label.meaning.kind;
      takes = { field, title: label.meaning.excluded ? `${label.title}: ` : '', isOpen: label.text === '' };
      if (!found.has(field)) found.set(field, []);
      if (label.text !== '') found.get(field)?.push(takes.title + label.text);
    } else if (takes && goesOn(line, takes.isOpen || isCode, found.get(takes.field)?.length ?? 0)) {
      const item = line.replace(ITEM, '').trim();
      if (item !== '' && !fence) found.get(takes.field)?.push(takes.title + item);
    } else {
      takes = undefined;
      rest.push(line);
    }
    if (fence) isCode = !isCode;
  }
  const fields = FIELDS.flatMap((field) => {
    const lines = found.get(field) ?? [];
    return lines.length > 0 ? [[field, lines.join('\n')]] : [];
  });
  return { fields: Object.fromEntries(fields), rest: rest.join('\n').trim() };
}

const ITEM = /^\s*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/u;

/** Items belong to the label before them; below a label that stands alone, everything up to a gap does. */
function goesOn(line: string, isOpen: boolean, taken: number): boolean {
  if (ITEM.test(line)) return true;
  if (line.trim() === '') return isOpen && taken === 0;
  return isOpen && !isQuoted(line);
}

function labelIn(line: string, talk: boolean): Label | undefined {
  if (isQuoted(line)) return undefined;
  const heading = /^\s{0,3}#{1,6}[ \t]+(\S.*)$/u.exec(line)?.[1] ?? boldIn(line);
  if (heading !== undefined)
    return heading.length > 2 * MOST_LABEL ? undefined : labelOf(heading.replace(/[:：\s]+$/u, ''), '', talk);
  const colon = line.slice(0, MOST_LABEL + 1).search(/[:：]/u);
  if (colon < 1) return undefined;
  const title = line.slice(0, colon).replace(ITEM, '');
  const marks = /^\s*([*_]{1,2})/u.exec(title)?.[1] ?? '';
  const behind = line.slice(colon + 1).trimStart();
  return labelOf(title, (behind.startsWith(marks) ? behind.slice(marks.length) : behind).trim(), talk);
}

function labelOf(title: string, text: string, talk: boolean): Label | undefined {
  if (title.length > MOST_LABEL) return undefined;
  const name = title.replace(/^[\s*_]+|[\s*_]+$/gu, '');
  const meaning = meaningOf(name);
  const word = name.toLowerCase();
  if (!meaning || WORDS_OF_TALK.has(word) || (talk && word === 'done')) return undefined;
  return { meaning, title: name, text };
}

/** A line that is bold as a whole. */
function boldIn(line: string): string | undefined {
  const text = line.trim();
  if (text.length > MOST_LABEL + 6) return undefined;
  return /^(\*{1,2}|_{1,2})([^*_]+)\1[:：]?$/u.exec(text)?.[2];
}

const isQuoted = (line: string): boolean => /^\s*>/u.test(line);
