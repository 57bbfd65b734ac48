/** One stretch of mrkdwn without fences and quotes, as a tree. */
import { EMOJI } from './emoji.js';
import { decoded, type Sequence, safeHref, sequence, withoutSequences } from './sequences.js';

export type Inline =
  | { is: 'text'; text: string }
  | { is: 'bold' | 'italic' | 'strike'; inner: Inline[] }
  | { is: 'code'; text: string }
  | { is: 'emoji'; name: string; sign: string }
  | { is: 'name'; sign: '@' | '#'; name: string }
  | Sequence;

/** What comes alive without `<…>`: nothing, web addresses, or names such as `@here` and `#general` as well. */
export type Bare = 'nothing' | 'addresses' | 'names';

const STYLES: Record<string, 'bold' | 'italic' | 'strike'> = { '*': 'bold', _: 'italic', '~': 'strike' };
const SEQUENCE = /<([^<>\n]+)>/y;
const CODE = /(?<!`)`([^`\n]+)`(?!`)/y;
const EMOJI_NAME = /:([a-z0-9_+-]+):/y;
const ADDRESS = /https?:\/\/[^\s<>|`]+/y;
const NAME = /@(here|channel|everyone)\b|#([\p{Ll}\p{N}][\p{Ll}\p{N}_-]{0,79})/uy;
/** Deeper marks are shown as they stand, so that no text can exhaust the stack. */
const DEEPEST = 12;

/** Never throws; what is not understood stays as it was typed. */
export const inlines = (text: string, bare: Bare): Inline[] => read({ text, bare, depth: 0, hopeless: {} });

interface Stretch {
  text: string;
  bare: Bare;
  /** Marks around it. */
  depth: number;
  /** By mark: up to where none closes, so that a line full of single marks is searched once. */
  hopeless: Record<string, number>;
}

function read(stretch: Stretch): Inline[] {
  const { text } = stretch;
  const found: Inline[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const piece = pieceAt(stretch, at);
    if (piece === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== '') found.push({ is: 'text', text: decoded(plain) });
    plain = '';
    found.push(piece.inline);
    at = piece.end;
  }
  if (plain !== '') found.push({ is: 'text', text: decoded(plain) });
  return found;
}

interface Found {
  inline: Inline;
  end: number;
}

function pieceAt(stretch: Stretch, at: number): Found | undefined {
  const { text, bare } = stretch;
  switch (text[at]) {
    case '<':
      return match(SEQUENCE, text, at, ([, inner = '']) => sequence(inner));
    case '`':
      return match(CODE, text, at, ([, code = '']) =>
        HARMLESS.test(code) ? undefined : { is: 'code', text: decoded(withoutSequences(code)) },
      );
    case ':':
      return match(EMOJI_NAME, text, at, ([, name = '']) => emoji(name));
    case '*':
    case '_':
    case '~':
      return styledAt(stretch, at);
    case 'h':
      return bare === 'nothing' || isWord(text[at - 1]) ? undefined : addressAt(text, at);
    case '@':
    case '#':
      return bare !== 'names' || isWord(text[at - 1]) ? undefined : nameAt(text, at);
    default:
      return undefined;
  }
}

const HARMLESS = /^\s*$/;

function match(
  pattern: RegExp,
  text: string,
  at: number,
  make: (found: RegExpExecArray) => Inline | undefined,
): Found | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  const inline = found ? make(found) : undefined;
  return found && inline ? { inline, end: at + found[0].length } : undefined;
}

const emoji = (name: string): Inline | undefined => {
  const sign = Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined;
  return sign === undefined ? undefined : { is: 'emoji', name, sign };
};

const nameAt = (text: string, at: number): Found | undefined =>
  match(NAME, text, at, ([, range, channel = '']) =>
    range === undefined ? { is: 'name', sign: '#', name: channel } : { is: 'broadcast', range },
  );

/** Sentences end in signs that are not part of the address. */
function addressAt(text: string, at: number): Found | undefined {
  ADDRESS.lastIndex = at;
  const typed = ADDRESS.exec(text)?.[0].replace(/(?:[.,;:!?)\]'"*_~]|&gt;|&lt;)+$/, '');
  const href = typed === undefined ? undefined : safeHref(decoded(typed));
  if (typed === undefined || href === undefined) return undefined;
  return { inline: { is: 'link', href, label: decoded(typed) }, end: at + typed.length };
}

/** A mark opens after what is no word and before what is no space, closes the other way round, on one line. */
function styledAt({ text, bare, depth, hopeless }: Stretch, at: number): Found | undefined {
  const mark = text[at]!;
  const opens = !isWord(text[at - 1]) && text[at + 1] !== mark && !isBlank(text[at + 1]);
  if (!opens || depth >= DEEPEST || at < (hopeless[mark] ?? 0)) return undefined;
  const line = text.indexOf('\n', at);
  const last = line < 0 ? text.length : line;
  const end = closing(text, at, last);
  if (end === undefined) {
    hopeless[mark] = last;
    return undefined;
  }
  const inner = read({ text: text.slice(at + 1, end), bare, depth: depth + 1, hopeless: {} });
  return { inline: { is: STYLES[mark]!, inner }, end: end + 1 };
}

function closing(text: string, open: number, last: number): number | undefined {
  const mark = text[open]!;
  for (let at = open + 2; at < last; at += 1) {
    const skipped = skip(text, at);
    if (skipped !== undefined) at = skipped;
    else if (text[at] === mark && text[at - 1] !== mark && !isBlank(text[at - 1]) && !isWord(text[at + 1]))
      return at;
  }
  return undefined;
}

/** The end of code or of a sequence that begins here; marks within do not count. */
function skip(text: string, at: number): number | undefined {
  if (text[at] !== '`' && text[at] !== '<') return undefined;
  const pattern = text[at] === '`' ? CODE : SEQUENCE;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match ? at + match[0].length - 1 : undefined;
}

/** Invisible signs beside a mark keep it from being one. */
const isBlank = (sign: string | undefined): boolean => sign === undefined || /[\s\p{Cf}]/u.test(sign);
const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
