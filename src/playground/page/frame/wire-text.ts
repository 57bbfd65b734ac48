/** Slack's wire text as one line or text that a person reads, copies or edits. */

import { decoded } from '../text/sequences.js';

/** How ids are called. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  group(id: string): string | undefined;
}

/** Mentions and links by name, entities decoded. */
export function readable(text: string, names: Names): string {
  return decoded(text.replace(/<([^<>]+)>/g, (_, inner: string) => named(inner, names)));
}

function named(inner: string, names: Names): string {
  const [target = '', label = ''] = inner.split('|', 2);
  if (target.startsWith('@')) return `@${names.user(target.slice(1)) ?? (label || target.slice(1))}`;
  if (target.startsWith('#')) return `#${names.channel(target.slice(1)) ?? (label || target.slice(1))}`;
  if (target.startsWith('!subteam^')) return `@${names.group(target.slice(9)) ?? (label || target.slice(9))}`;
  if (target.startsWith('!date^')) return label;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label || target.replace(/^mailto:/, '');
}

/** The first line without marks, at most so many characters. */
export function excerpt(text: string, names: Names, length = 80): string {
  const line =
    readable(text, names)
      .replace(/[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '')
      .trim()
      .split('\n')[0] ?? '';
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line;
}
