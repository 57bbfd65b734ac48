/** What a message says about a brief with labelled lines (`Scope: src/login`) or headings. Pure, linear in its length. */
import { FIELDS, type Field } from './context.js';
import { ITEM, isQuoted, type Label, labelIn } from './labels.js';

export interface Labelled {
  fields: Partial<Record<Field, string>>;
  /** The other lines, as they stand. */
  rest: string;
}

/** Words that begin sentences as often as they label one. */
const WORDS_OF_TALK = new Set(['but', 'meta', 'merge', 'fusion', 'resume', 'aim', 'limites']);
const MOST_LINES = 2_000;

/** `talk`: said among people, where a lone `Done:` is seldom a criterion. */
export function labelledIn(text: string, { talk = false }: { talk?: boolean } = {}): Labelled {
  const found = new Map<Field, string[]>();
  const rest: string[] = [];
  let takes: { field: Field; title: string; isOpen: boolean } | undefined;
  let isCode = false;
  for (const line of text.split('\n', MOST_LINES)) {
    const fence = /^\s*```/u.test(line);
    const label = isCode || fence ? undefined : labelOf(line, talk);
    if (label) {
      const field = label.kind === 'overview' ? 'goal' : label.kind;
      takes = { field, title: label.excluded ? `${label.name}: ` : '', isOpen: label.rest === '' };
      if (!found.has(field)) found.set(field, []);
      if (label.rest !== '') found.get(field)?.push(takes.title + label.rest);
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

/** Items belong to the label before them; below a label that stands alone, everything up to a gap does. */
function goesOn(line: string, isOpen: boolean, taken: number): boolean {
  if (ITEM.test(line)) return true;
  if (line.trim() === '') return isOpen && taken === 0;
  return isOpen && !isQuoted(line);
}

function labelOf(line: string, talk: boolean): Label | undefined {
  const label = labelIn(line);
  const word = label?.name.toLowerCase() ?? '';
  const isTalk = WORDS_OF_TALK.has(word) || (talk && (label?.short || word === 'done'));
  return isTalk ? undefined : label;
}
