/**
 * Text for Slack that is safe by construction: `say` escapes every plain string put into it, so that a mention or a
 * link is alive only where we made it.
 */
import { LIMITS } from './limits.js';

/** Finished mrkdwn. Everything in it that came from outside is escaped. */
export class Mrkdwn {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type Word = Mrkdwn | string | number;

/** A sentence of ours with places; plain strings in the places are foreign and become harmless. */
export function say(parts: TemplateStringsArray, ...places: Word[]): Mrkdwn {
  const text = parts.map(
    (part, index) => entities(part) + (index < places.length ? written(places[index]!) : ''),
  );
  return new Mrkdwn(text.join(''));
}

const written = (word: Word): string => (word instanceof Mrkdwn ? word.text : words(String(word)).text);

/** Joins what is finished; empty pieces vanish. */
export const join = (pieces: readonly (Mrkdwn | undefined)[], between = '\n'): Mrkdwn =>
  new Mrkdwn(pieces.flatMap((piece) => (piece?.text ? [piece.text] : [])).join(between));

const INVISIBLE = '\u2060';
/** Control characters, bidirectional overrides and halves of characters deceive or break the display. */
const NOISE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|\p{Cs}/gu;

/** Foreign text without what deceives; line breaks and tabs stay. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(NOISE, (sign) => (sign === '\n' || sign === '\t' ? sign : ''));
}

/** Enough of a long text to be cut; a megabyte would be cleaned for nothing. */
const head = (text: string, limit: number): string => text.slice(0, 8 * limit + 1_000);

/** Everything on one line. */
export const oneLine = (text: string): string => clean(text).replace(/\s+/gu, ' ').trim();

/** A whole text of the house, formatting kept, with what was filled in escaped. */
export const escaped = (text: string): Mrkdwn => new Mrkdwn(entities(text));

const entities = (text: string): string =>
  text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');

/** Breaks what some surface of Slack may take for a mention or a link with a name, without a visible change. */
export const unmention = (text: string): string =>
  text
    .replace(/<(?=[!@#]|[a-z][a-z\d+.-]{0,20}:)/giu, `<${INVISIBLE}`)
    .replace(/@(?=(?:here|channel|everyone)\b)/giu, `@${INVISIBLE}`);

/** A name or a short phrase from outside, within a sentence of ours: one line, no formatting but code, cut. */
export function words(text: string, limit = 300): Mrkdwn {
  const line = cut(oneLine(head(text, limit)), limit);
  const pieces = line.split('`');
  const hasCode = pieces.length % 2 === 1 && !line.includes('``');
  const flat = hasCode
    ? pieces.map((piece, at) => (at % 2 === 1 ? piece : unformatted(piece))).join('`')
    : unformatted(line);
  return new Mrkdwn(entities(unmention(flat)));
}

const unformatted = (text: string): string => text.replace(/[*_~`]/gu, `${INVISIBLE}$&${INVISIBLE}`);

/** A name, path or command from outside as code. */
export function code(text: string, limit = 200): Mrkdwn {
  const line = cut(oneLine(head(text, limit)), limit).replace(/`/gu, 'ˋ');
  return new Mrkdwn(`\`${entities(unmention(line)) || ' '}\``);
}

/** Words of somebody else, quoted line by line, at most `limit` characters. */
export function quote(text: string, limit: number): Mrkdwn {
  const tidy = cut(
    clean(head(text, limit))
      .replace(/\n{3,}/gu, '\n\n')
      .trim(),
    limit,
  ).replace(/`(?=`)/gu, `\`${INVISIBLE}`);
  const lines = entities(unmention(tidy))
    .split('\n')
    .flatMap((line) => slices(line, LIMITS.section.text - 200));
  return new Mrkdwn(lines.map((line) => `>${line}`).join('\n'));
}

/** The end of an output as a block of code, at most `limit` characters. */
export function fence(text: string, limit: number): Mrkdwn {
  const tidy = unmention(clean(text.slice(-8 * limit - 1_000)).trim()).replace(/`(?=`)/gu, `\`${INVISIBLE}`);
  const most = Math.min(limit, LIMITS.section.text - 100);
  let end = tidy.length > most ? `…${tail(tidy, most - 1)}` : tidy;
  while (entities(end).length > LIMITS.section.text - 20) end = `…${tail(end, Math.floor(end.length * 0.8))}`;
  return new Mrkdwn(`\`\`\`\n${entities(end) || ' '}\n\`\`\``);
}

/** Pieces of one block of code are cut here; entities and marks of ours count. */
const CODE = LIMITS.section.text - 100;

/**
 * A foreign text as blocks of code: whole where it has at most `most` characters, else its beginning and its end, between
 * which `gap` tells how much is missing.
 */
export function codeBlocks(text: string, most: number, gap: (left: number) => Mrkdwn): Mrkdwn[] {
  if (text.length <= most) return fenced(text);
  const half = Math.floor(most / 2);
  const [first, last] = [text.slice(0, half), text.slice(-half)];
  return [...fenced(first), gap(text.length - first.length - last.length), ...fenced(last)];
}

function fenced(text: string): Mrkdwn[] {
  const tidy = unmention(clean(text).replace(/^\n+|\s+$/gu, '')).replace(/`(?=`)/gu, `\`${INVISIBLE}`);
  return slices(entities(tidy) || ' ', CODE).map((piece) => new Mrkdwn(`\`\`\`\n${piece}\n\`\`\``));
}

/** True where `clean`, or the eye, would leave something out of a text that has to be judged. */
export const hasUnseen = (text: string): boolean =>
  clean(text) !== text.replace(/\r\n/gu, '\n') ||
  /(?!\ufe0f)[\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u.test(text);

/** Plain text for headers, buttons, options and dialogs; never empty. */
export const plain = (text: string, limit: number): string =>
  cut(unmention(oneLine(head(text, limit))), limit) || '–';

/** A finished sentence where Slack takes plain text only. */
export const plainWords = ({ text }: Mrkdwn): string =>
  text.replaceAll(INVISIBLE, '').replace(/&(amp|lt|gt);/gu, (_, name: keyof typeof SIGNS) => SIGNS[name]);

const SIGNS = { amp: '&', lt: '<', gt: '>' } as const;

/** Cuts on whole characters as people see them, with `…` in place of the rest. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, boundary(text, limit - 1)).trimEnd()}…`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The last place at or before `index` that does not split a character. */
function boundary(text: string, index: number): number {
  // A window keeps long texts cheap; a character longer than it is split between code points.
  const from = codePoint(text, Math.max(0, index - 64));
  const at = graphemes.segment(text.slice(from, index + 64)).containing(index - from)?.index ?? 0;
  return at > 0 ? from + at : codePoint(text, index);
}

const codePoint = (text: string, index: number): number =>
  index > 0 && /[\udc00-\udfff]/u.test(text.charAt(index)) && /[\ud800-\udbff]/u.test(text.charAt(index - 1))
    ? index - 1
    : index;

function tail(text: string, length: number): string {
  const at = text.length - length;
  const whole = graphemes.segment(text.slice(at - 1, at + 64)).containing(1);
  return text.slice(whole && whole.index === 0 ? at - 1 + whole.segment.length : at);
}

/** Cuts finished mrkdwn: never within an entity, a mention or a date, and closes the code it opened. */
export function cutMrkdwn(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = limit - 5;
  const kept = text.slice(0, safe(text, room)).trimEnd();
  if ((kept.split('```').length - 1) % 2 === 1) return `${kept}…\n\`\`\``;
  const line = kept.slice(kept.lastIndexOf('\n') + 1);
  return `${kept}…${(line.split('`').length - 1) % 2 === 1 ? '`' : ''}`;
}

function safe(text: string, index: number): number {
  const at = boundary(text, index);
  const open = /(?:<[^<>]*|&[a-z]{0,4})$/u.exec(text.slice(0, at));
  // A mark that begins the text cannot be saved by stepping back.
  return open && open.index > 0 ? open.index : at;
}

/** The same text in pieces of at most `size`. */
export function slices(text: string, size: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > size) {
    const at = safe(rest, size) || size;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest];
}
