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
  return openedBy(cut(flat(text), most));
}

/** A command or a name as code, whatever backticks it holds. */
export function code(text: string): string {
  const line = flat(text);
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
  let fence: string | undefined;
  const lines = visible(text)
    .trim()
    .split('\n')
    .map((line) => {
      if (fence !== undefined) {
        if (closes(line, fence)) fence = undefined;
        return line;
      }
      // one that is indented may end with the item of a list that it stands in
      fence = /^(`{3,}(?=[^`]*$)|~{3,})/u.exec(line)?.[1];
      return fence === undefined ? plainLine(line) : line;
    });
  return [...lines, ...(fence === undefined ? [] : [fence])].join('\n');
}

function plainLine(line: string): string {
  const body = line.trimStart();
  const isHeading = /^#{1,6}(?:\s|$)/u.test(body) || /^(?:=+|-+)\s*$/u.test(body);
  const isElement = /^<[A-Za-z/!?]/u.test(body);
  const begun = isHeading || isElement ? `${line.slice(0, line.length - body.length)}\\${body}` : line;
  return begun.replace(/(?<!\\)<(?=!--)/gu, '\\<');
}

function closes(line: string, fence: string): boolean {
  const end = line.trimEnd().replace(/^ {1,3}/u, '');
  return end.length >= fence.length && end === fence.charAt(0).repeat(end.length);
}

const flat = (text: string) => visible(text).replace(/\s+/gu, ' ').trim();

const openedBy = (line: string) => line.replace(/<(?=[A-Za-z/!?])/gu, '\\<');

const cut = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…`;

const longestRun = (text: string) =>
  (text.match(/`+/gu) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
