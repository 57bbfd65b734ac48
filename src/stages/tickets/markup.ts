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
  const kept: string[] = [];
  while (kept.length < lines.length) {
    const at = kept.length;
    const end = blockEnd(lines, at);
    if (end !== undefined) kept.push(...lines.slice(at, end));
    else if (fenceIn(lines[at] ?? '')?.indent === 0)
      return [...kept, ...lines.slice(at), closing(lines[at])].join('\n');
    else kept.push(plainLine(lines[at] ?? ''));
  }
  return kept.join('\n');
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

function plainLine(line: string): string {
  const body = line.trimStart();
  const isHeading = /^#{1,6}(?:\s|$)/u.test(body) || /^(?:=+|-+)\s*$/u.test(body);
  const isElement = /^<(?!!--)[A-Za-z/!?]/u.test(body);
  const begun =
    isHeading || isElement || fenceIn(line) ? `${line.slice(0, line.length - body.length)}\\${body}` : line;
  return uncommented(begun);
}

const closes = (end: string, marks: string) =>
  end.length >= marks.length && end === marks.charAt(0).repeat(end.length);

const flat = (text: string) => visible(text).replace(/\s+/gu, ' ').trim();

/** Escaped so that also a reader finds no comment who looks for its sign alone. */
const uncommented = (line: string) => line.replace(/<!--/gu, '<\\!--');

const unopened = (line: string) => uncommented(line).replace(/<(?=[A-Za-z/!?])/gu, '\\<');

const cut = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…`;

const longestRun = (text: string) =>
  (text.match(/`+/gu) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
