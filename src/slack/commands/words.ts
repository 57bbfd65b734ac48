/** Shell-like words of a command line. Never throws: a quote that is never closed is an apostrophe. */

export interface Word {
  text: string;
  /** True when the word began with a quote, so that `"--goal"` is a text and no flag. */
  quoted: boolean;
}

/** A quote opens at the beginning of a word, after `=` or a comma, and closes where the word ends. */
const CLOSES = { "'": /'(?=[\s,]|$)/gu, '"': /(?<!\\)"(?=[\s,]|$)/gu, '`': /`(?=[\s,.;]|$)/gu } as const;
type Quote = keyof typeof CLOSES;

export function splitWords(line: string): Word[] {
  const found: Word[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  while (at < line.length) {
    if (/\s/u.test(line[at]!)) {
      at += 1;
      continue;
    }
    const { word, end } = wordAt(line, at, unclosed);
    found.push(word);
    at = end;
  }
  return found;
}

/** `unclosed`: quotes that nothing further on closes, so that a long line is not searched again for each. */
function wordAt(line: string, from: number, unclosed: Set<string>): { word: Word; end: number } {
  let text = '';
  let at = from;
  while (at < line.length && !/\s/u.test(line[at]!)) {
    const opens = opensAt(line, at, from) && !unclosed.has(line[at]!);
    const close = opens ? closing(line, at) : -1;
    if (opens && close < 0) unclosed.add(line[at]!);
    if (close < 0) {
      text += line[at]!;
      at += 1;
    } else {
      text += inside(line.slice(at, close + 1));
      at = close + 1;
    }
  }
  return { word: { text, quoted: /["']/u.test(line[from]!) && text !== line.slice(from, at) }, end: at };
}

const opensAt = (line: string, at: number, from: number): boolean =>
  line[at]! in CLOSES && (at === from || line[at - 1] === '=' || line[at - 1] === ',');

function closing(line: string, at: number): number {
  const close = CLOSES[line[at] as Quote];
  close.lastIndex = at + 1;
  return close.exec(line)?.index ?? -1;
}

/** Backticks stay: they mark a command within a text. */
function inside(quoted: string): string {
  if (quoted.startsWith('`')) return quoted;
  const text = quoted.slice(1, -1);
  return quoted.startsWith('"') ? text.replace(/\\(["\\])/gu, '$1') : text;
}

/** The first word of a line, and the rest as it was typed. */
export function firstWord(line: string): { first: string; rest: string } {
  const [, first = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/u.exec(line) ?? [];
  return { first, rest: rest.trim() };
}

/** A command line that is marked as code as a whole, without the marks. */
export const bare = (line: string): string =>
  /^\s*```([^`]+)```\s*$/u.exec(line)?.[1] ?? /^\s*`([^`]+)`\s*$/u.exec(line)?.[1] ?? line;

/** A text that is quoted as a whole, without its quotes. */
export function unquoted(text: string): string {
  const words = splitWords(text);
  return words.length === 1 && words[0]!.quoted ? words[0]!.text : text;
}
