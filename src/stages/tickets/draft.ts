/** The fields of a brief that a ticket's index document holds. Pure. */
import { FIELDS, type Field, MOST_TEXT } from '../../run/context.js';
import { type Meaning, meaningOf } from '../../run/headings.js';
import { bodyOf, metaOf, stringIn } from './frontmatter.js';
import { itemsOf } from './items.js';
import { type Section, sectionsOf } from './markdown.js';

type Found = Record<Meaning['kind'], string[]>;

/** What the document says, at most `MOST_TEXT` characters a field; a field that it does not name is absent. */
export function draftIn(index: string): Partial<Record<Field, string>> {
  const meta = metaOf(index);
  const title = stringIn(meta, 'Title') ?? '';
  const ticket = stringIn(meta, 'Ticket') ?? '';
  const { overview, ...fields } = foundIn(
    sectionsOf(bodyOf(index), (heading) => meaningOf(heading) !== undefined),
    lettersOf(title),
  );
  const named = [title, ticket, `${ticket} ${title}`].map(lettersOf);
  const says = (text: string) => text.trim() !== '' && !named.includes(lettersOf(text));
  if (fields.goal.length === 0 && says(overview.join('\n'))) fields.goal = overview;
  const summary = tidy(stringIn(meta, 'Summary') ?? '');
  if (fields.goal.length === 0 && says(summary)) fields.goal = [summary];
  return Object.fromEntries(
    FIELDS.flatMap((field) => (fields[field].length > 0 ? [[field, within(fields[field])]] : [])),
  );
}

/**
 * A section that names no field belongs to the one around it; its title then stands before each of its items. The
 * document's own title names none.
 */
export function foundIn(sections: readonly Section[], titleLetters: string): Found {
  const found: Found = { goal: [], scope: [], done: [], constraints: [], merge: [], overview: [] };
  let around: { level: number; kind?: Meaning['kind']; labels: string[] }[] = [];
  for (const section of sections) {
    around = around.filter(({ level }) => level < section.level);
    const outer = around.at(-1);
    const isTitle = section.level === 1 && lettersOf(section.title) === titleLetters;
    const meaning = isTitle ? undefined : meaningOf(section.title);
    const kind = meaning?.kind ?? outer?.kind;
    const isNamed = meaning ? meaning.excluded : outer?.kind !== undefined;
    const labels = [...(meaning ? [] : (outer?.labels ?? [])), ...(isNamed ? [section.title] : [])];
    around.push({ level: section.level, labels, ...(kind ? { kind } : {}) });
    // there is no room for more lines than characters
    if (kind && found[kind].length < MOST_TEXT) found[kind].push(...usable(section.lines, labels));
  }
  return found;
}

function usable(lines: Section['lines'], labels: readonly string[]): string[] {
  const items = itemsOf(lines.slice(0, MOST_TEXT)).map(tidy);
  const label = labels.map((title) => `${title.replace(/:$/u, '')}: `).join('');
  return items.filter((item) => item !== '' && !TEMPLATE.test(item)).map((item) => tidy(label + item));
}

/** Texts that a template leaves behind. */
const TEMPLATE = /^(?:add tasks here|\{\{[^{}]*\}\}|…|\.\.\.)$/iu;

/** Equal for the same words, whatever stands between them. */
export const lettersOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Signs that cannot be seen, with which a text could read otherwise than it is, or say to an agent what no person has
 * read. Joiners of letters and of emoji stay, and what makes a sign an emoji.
 */
export const UNSEEN =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

export const tidy = (text: string) =>
  text
    .replace(/[\t\n\u00a0]/gu, ' ')
    .replace(UNSEEN, '')
    .trim();

/** Whole lines, as many as there is room for; `…` says that there were more. */
export function within(lines: readonly string[]): string {
  const text = lines.join('\n');
  if (text.length <= MOST_TEXT) return text;
  const end = text.lastIndexOf('\n', MOST_TEXT - 2);
  return end > 0 ? `${text.slice(0, end)}\n…` : `${text.slice(0, MOST_TEXT - 1).replace(/\p{Cs}$/u, '')}…`;
}
