/** The fields of a brief that an issue holds. Pure. */
import { FIELDS, type Field } from '../../run/context.js';
import { meaningOf } from '../../run/headings.js';
import type { IssueText } from '../../shell/github.js';
import { foundIn, lettersOf, tidy, within } from './draft.js';
import { type Line, type Section, sectionsOf } from './markdown.js';

/** What the issue says, in the way of a document's sections; its title is the goal where nothing says it better. */
export function issueDraft({
  title,
  body,
}: Pick<IssueText, 'title' | 'body'>): Partial<Record<Field, string>> {
  const letters = lettersOf(title);
  const sections = sectionsOf(body, (heading) => meaningOf(heading) !== undefined);
  const { overview, ...fields } = foundIn(sections.flatMap(splitAtBold), letters);
  const says = (text: string) => text.trim() !== '' && lettersOf(text) !== letters;
  if (fields.goal.length === 0 && says(overview.join('\n'))) fields.goal = overview;
  const named = tidy(title);
  if (fields.goal.length === 0 && named !== '') fields.goal = [named];
  return Object.fromEntries(
    FIELDS.flatMap((field) => (fields[field].length > 0 ? [[field, within(fields[field])]] : [])),
  );
}

/** A line that is bold as a whole is a heading beside the one above it where it names a field; the next one ends it in any case. */
function splitAtBold(section: Section): Section[] {
  const sections: Section[] = [{ ...section, lines: [] }];
  for (const line of section.lines) {
    const title = boldIn(line);
    const isHeading = title !== undefined && (sections.length > 1 || meaningOf(title) !== undefined);
    if (isHeading) sections.push({ level: section.level, title, lines: [] });
    else if (isSaid(line)) sections.at(-1)!.lines.push(withoutMarkup(line));
  }
  return sections;
}

function boldIn({ text, isCode }: Line): string | undefined {
  const line = text.trim();
  if (isCode || line.length > 100) return undefined;
  return /^(\*\*|__)([^*_]+)\1:?$/u.exec(line)?.[2];
}

/** Quoted is what somebody else said elsewhere; forms fill in `_No response_`. */
const isSaid = ({ text, isCode }: Line): boolean => isCode || !/^\s*(?:>|_No response_\s*$)/u.test(text);

/** Tags that GitHub draws; `Array<string>` is none. Code keeps what it says. */
const TAG =
  /`[^`]*`|<\/?(?:details|summary|br|p|div|span|img|picture|source|video|a|b|i|em|strong|sub|sup|kbd|samp|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|hr|code|pre|blockquote|center)\b[^<>]*>/giu;

const withoutMarkup = (line: Line): Line =>
  line.isCode || !line.text.includes('<')
    ? line
    : { ...line, text: line.text.replace(TAG, (found) => (found.startsWith('`') ? found : ' ')) };
