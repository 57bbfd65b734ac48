/** Foreign text in Markdown: it stays readable, and is never a heading, a comment or the end of its own fence. Pure. */

/** Signs that cannot be seen, or that let a text read otherwise than it is. */
const UNSEEN =
  /(?!\t|\n|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** Line ends as `\n`, and nothing that cannot be seen. */
export const visible = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(UNSEEN, '');

/** One line, in which nothing opens a comment or an element; `most` characters at most. */
export function oneLine(text: string, most = Number.POSITIVE_INFINITY): string {
  return unopened(cut(flat(text), most));
}

/** A command or a name as code, whatever backticks it holds. */
export function code(text: string): string {
  const line = uncommented(flat(text));
  if (!line.includes('`')) return `\`${line}\``;
  const marks = '`'.repeat(longestRun(line) + 1);
  return `${marks} ${line} ${marks}`;
}

/** The text as a block of its own; of a longer one the end where `keep` says so, else the beginning. */
export function fenced(text: string, most = 4_000, keep: 'begin' | 'end' = 'begin'): string {
  const whole = visible(text).trimEnd();
  const part = whole.length <= most ? whole : keep === 'end' ? `…${whole.slice(-most)}` : cut(whole, most);
  const marks = '`'.repeat(Math.max(3, longestRun(part) + 1));
  return `${marks}text\n${part.replace(/^\n+/u, '')}\n${marks}`;
}

/**
 * Paragraphs, lists and code of a person, which end where the next section begins: what would be a heading or a
 * comment is escaped, and a fence that was left open is closed.
 */
export function contained(text: string): string {
  const lines = visible(text).trim().split('\n');
  const blocks: { line: string; isCode: boolean }[] = [];
  let open = '';
  while (blocks.length < lines.length) {
    const at = blocks.length;
    let end = blockEnd(lines, at);
    if (end === undefined && fenceIn(lines[at] ?? '')?.indent === 0) {
      end = lines.length;
      open = `\n${closing(lines[at])}`;
    }
    for (const line of lines.slice(at, end ?? at + 1)) blocks.push({ line, isCode: end !== undefined });
  }
  // a span that goes over lines may end where nobody looks, and then what seems to be code is none
  const keepsCode = blocks.every(({ line, isCode }) => isCode || pieces(line) !== undefined);
  return blocks.map(({ line, isCode }) => (isCode ? line : plainLine(line, keepsCode))).join('\n') + open;
}

interface Fence {
  indent: number;
  marks: string;
}

function fenceIn(line: string): Fence | undefined {
  const [, indent = '', marks] = /^([ \t]*)(`{3,}(?=[^`]*$)|~{3,})/u.exec(line) ?? [];
  return marks === undefined ? undefined : { indent: indent.length, marks };
}

const closing = (opening = '') => fenceIn(opening)?.marks ?? '```';

const MOST_LINES = 300;

/**
 * Where the block of code ends that begins here. One that is indented may end with the item of a list that it stands in,
 * so it counts only where all of it is indented as far.
 */
function blockEnd(lines: readonly string[], at: number): number | undefined {
  const fence = fenceIn(lines[at] ?? '');
  if (!fence) return undefined;
  const last = fence.indent === 0 ? lines.length : Math.min(lines.length, at + MOST_LINES);
  for (let next = at + 1; next < last; next += 1) {
    const line = lines[next] ?? '';
    const indent = line.length - line.trimStart().length;
    if (closes(line.trim(), fence.marks) && (fence.indent === 0 ? indent <= 3 : indent === fence.indent))
      return next + 1;
    if (line.trim() !== '' && indent < fence.indent) return undefined;
  }
  return undefined;
}

/** An element that is opened within a line would swallow, or hide, what follows the text. */
function plainLine(line: string, keepsCode: boolean): string {
  const body = line.trimStart();
  const isHeading = /^#{1,6}(?:\s|$)/u.test(body) || /^(?:=+|-+)\s*$/u.test(body);
  const begun = isHeading || fenceIn(line) ? `${line.slice(0, line.length - body.length)}\\${body}` : line;
  const parts = (keepsCode ? pieces(begun) : undefined) ?? [begun];
  return parts.map((part, at) => (at % 2 === 0 ? unopened(part) : uncommented(part))).join('');
}

/** Text and spans of code in turns; undefined where a backtick has no partner on the line. */
function pieces(line: string): string[] | undefined {
  const parts: string[] = [];
  let from = 0;
  let open: { at: number; marks: string } | undefined;
  for (const { 0: found, index } of line.matchAll(/\\?`+/gu)) {
    const isEscaped = found.startsWith('\\');
    // within code a backslash is a sign like others
    const at = isEscaped ? index + 1 : index;
    const marks = isEscaped ? found.slice(1) : found;
    if (!open && isEscaped) return undefined;
    if (!open) open = { at, marks };
    else if (marks === open.marks) {
      parts.push(line.slice(from, open.at), line.slice(open.at, at + marks.length));
      from = at + marks.length;
      open = undefined;
    }
  }
  return open ? undefined : [...parts, line.slice(from)];
}

const closes = (end: string, marks: string) =>
  end.length >= marks.length && end === marks.charAt(0).repeat(end.length);

const flat = (text: string) => visible(text).replace(/\s+/gu, ' ').trim();

/** Escaped so that also a reader finds no comment who looks for its sign alone. */
const uncommented = (line: string) => line.replace(/<!--/gu, '<\\!--');

/** A second backslash would only escape the first. */
const unopened = (line: string) =>
  uncommented(line).replace(/(?<!\\)(\\*)<(?=[A-Za-z/!?])/gu, (found, marks: string) =>
    marks.length % 2 === 1 ? found : `${marks}\\<`,
  );

const cut = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…`;

const longestRun = (text: string) =>
  (text.match(/`+/gu) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
