/** Slack's text back to what the person typed, before anything reads it. */

/** Name of a user by id, where it is known; without it the id is kept. */
export type NameOf = (userId: string) => string | undefined;

const unknown: NameOf = () => undefined;

/**
 * Links become their labels, mentions `@name`, channels `#name`; entities are decoded once; what phones and Macs make
 * of quotes, dashes, dots and spaces is undone.
 */
export function typedText(text: string, nameOf: NameOf = unknown): string {
  const plain = text.replace(/<([^<>\n]+)>/gu, (_, inside: string) => unwrapped(inside, nameOf));
  return straight(plain.replace(/&(amp|lt|gt);/gu, (_, name: keyof typeof ENTITIES) => ENTITIES[name]));
}

/** More people than this nobody means; the others keep their ids. */
const MOST_NAMED = 100;

/** Ids of the users whom a text mentions, in order, each once. */
export const mentionedIn = (text: string): string[] =>
  [
    ...new Set([...text.matchAll(/<@([UW][A-Z0-9]{1,40})(?:\|[^<>]{0,200})?>/gu)].map((match) => match[1]!)),
  ].slice(0, MOST_NAMED);

const ENTITIES = { amp: '&', lt: '<', gt: '>' } as const;

function unwrapped(inside: string, nameOf: NameOf): string {
  const bar = inside.indexOf('|');
  const [target, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (target.startsWith('@')) return `@${label || nameOf(target.slice(1)) || target.slice(1)}`;
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return special(target.slice(1), label);
  return label || target.replace(/^(?:mailto|tel):/u, '');
}

/** `<!here>`, `<!subteam^S…|@name>`, `<!date^…|fallback>`. */
function special(target: string, label: string): string {
  if (label) return label;
  const [kind = '', id] = target.split('^');
  return `@${kind === 'subteam' && id ? id : kind}`;
}

/** What cannot be seen and comes along when text is copied; joiners of emoji and of letters stay. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Dashes become `--` only at a word's start, and hyphens `-`; the dots of `./…` are three again, since commands are
 * typed so. A dash inside a word and any other ellipsis stay.
 */
const straight = (text: string): string =>
  text
    .replace(UNSEEN, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu, ' ')
    .replace(/[\u2018\u2019\u201a\u201b\u2039\u203a]/gu, "'")
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/gu, '"')
    .replace(/[\u2010\u2011]/gu, '-')
    .replace(/(^|\s)(?=-*[\u2012-\u2015])[-\u2012-\u2015]{1,3}(?=\p{L})/gu, '$1--')
    .replace(/(?<=\/)\u2026/gu, '...');
