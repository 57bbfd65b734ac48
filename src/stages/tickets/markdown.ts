/** A Markdown document as its readers see it: sections by heading, without comments. Linear in its length. Pure. */

export interface Line {
  text: string;
  /** Stands in a fence, so that nothing in it is a heading, a list or a comment. */
  isCode: boolean;
}

export interface Section {
  /** 1–6; 0 for what stands before the first heading. */
  level: number;
  title: string;
  lines: Line[];
}

/** What follows is not looked at: nobody waits for a document that long. */
const MOST_LINES = 20_000;

/** No heading is longer; what is cut off would name no field anyway. */
const MOST_TITLE = 200;

/** `isKnown`: a line above `---` that is surely a heading; others may be text above a rule. */
export function sectionsOf(document: string, isKnown: (title: string) => boolean): Section[] {
  let section: Section = { level: 0, title: '', lines: [] };
  const sections = [section];
  const begin = (level: number, title: string) => {
    section = { level, title, lines: [] };
    sections.push(section);
  };
  for (const line of visible(document)) {
    if (line.text === '') {
      section.lines.push(line);
      continue;
    }
    const heading = line.isCode ? undefined : headingIn(line.text);
    const [before, title] = section.lines.slice(-2);
    const above = titleIn(title === undefined ? undefined : before, title ?? before);
    const underlined =
      line.isCode || above === undefined ? undefined : underlineIn(line.text, isKnown(above));
    if (heading) begin(heading.level, heading.title);
    else if (underlined) {
      section.lines.pop();
      begin(underlined, above ?? '');
    } else section.lines.push(line);
  }
  return sections;
}

function headingIn(text: string): { level: number; title: string } | undefined {
  const marks = /^ {0,3}(#{1,6})(?=[ \t]|$)/u.exec(text);
  if (!marks?.[1]) return undefined;
  const title = text.slice(marks[0].length).trim().slice(0, MOST_TITLE);
  return { level: marks[1].length, title: title.replace(/(?:^|[ \t])#+$/u, '').trim() };
}

/** `===` or `---` below a line of text makes it a heading; three dashes may also be meant as a rule. */
function underlineIn(text: string, isKnown: boolean): number | undefined {
  const line = text.trim();
  if (/^ {4}|^\t/u.test(text)) return undefined;
  if (/^=+$/u.test(line)) return 1;
  return /^-+$/u.test(line) && (isKnown || line.length > 3) ? 2 : undefined;
}

/** The line as a title, where it is a paragraph of its own. */
function titleIn(before: Line | undefined, line: Line | undefined): string | undefined {
  if (!line || line.isCode || (before && !before.isCode && !/^[-=\s]*$/u.test(before.text))) return undefined;
  const title = line.text.trim();
  return title === '' || /^(?:[-*+>|]|\d+[.)]\s)/u.test(title) ? undefined : title.slice(0, MOST_TITLE);
}

/** The lines that its readers see, code with its fences. */
export const visibleLines = (document: string): string[] =>
  [...visible(document, true)].map(({ text }) => text);

function* visible(document: string, withFences = false): Generator<Line> {
  let fence: string | undefined;
  let isHidden = false;
  for (const raw of document.split(/\r\n|[\n\r]/u, MOST_LINES)) {
    if (fence !== undefined) {
      const isEnd = closes(raw, fence);
      if (!isEnd || withFences) yield { text: raw, isCode: true };
      if (isEnd) fence = undefined;
      continue;
    }
    if (!isHidden && /[`~]/u.test(raw)) fence = /^\s*(`{3,}(?=[^`]*$)|~{3,})/u.exec(raw)?.[1];
    if (fence !== undefined) {
      if (withFences) yield { text: raw, isCode: true };
      continue;
    }
    const seen = uncommented(raw, isHidden);
    isHidden = seen.isHidden;
    // a line that was nothing but a comment is no blank line between paragraphs
    if (seen.text.trim() !== '' || seen.text === raw) yield { text: seen.text, isCode: false };
  }
}

const closes = (line: string, fence: string) => {
  const end = line.trim();
  return end.length >= fence.length && end === fence.charAt(0).repeat(end.length);
};

/** `isHidden`: the line begins, or ends, within a comment. One that is never closed hides the rest of the document. */
function uncommented(line: string, isHidden: boolean): { text: string; isHidden: boolean } {
  let text = '';
  let rest = line;
  for (let hidden = isHidden; ; hidden = true) {
    if (hidden) {
      const end = rest.indexOf('-->');
      if (end < 0) return { text, isHidden: true };
      rest = rest.slice(end + 3);
    }
    const start = commentIn(rest);
    if (start < 0) return { text: text + rest, isHidden: false };
    text += rest.slice(0, start);
    rest = rest.slice(start + 2);
  }
}

/** Where a comment begins, outside of code. */
function commentIn(text: string): number {
  if (!text.includes('<!--')) return -1;
  for (const { 0: found, index } of text.matchAll(/`[^`]*`|<!--/gu)) if (found === '<!--') return index;
  return -1;
}
