/** Text of an agent without what moves a cursor, reorders or hides, cut to a length; and values of any shape. */
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';

const HIDDEN = /(?![\t\n])\p{Cc}|[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** Most text has no other signs, and nothing of it falls out. */
const PLAIN = /^[\t\n -~]*$/;

/** Nothing beyond this is looked at: twice what is kept, for what falls out. */
const begin = (text: string, most: number): string => text.slice(0, 2 * most + 200);

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/u, '')}…`;

const visible = (text: string): string =>
  PLAIN.test(text) ? text : stripVTControlCharacters(text).replace(/\r\n?/gu, '\n').replace(HIDDEN, '');

/** One line of at most `most` characters. */
export function oneLine(text: string, most: number): string {
  const line = stripVTControlCharacters(begin(text, most)).replace(/\s+/gu, ' ').replace(HIDDEN, '').trim();
  return cut(text.length > 2 * most + 200 ? `${line}…` : line, most);
}

/** Several lines of at most `most` characters together. */
export function lines(text: string, most: number): string {
  const kept = visible(begin(text, most)).trimEnd();
  return cut(text.length > 2 * most + 200 ? `${kept}…` : kept, most);
}

/** The text with a mark for every sign that cannot be seen: what is judged must not look like something else. */
export const marked = (text: string, most: number): string =>
  text.slice(0, most).replace(HIDDEN, '\ufffd').replace(BLANK, '\ufffd');

/** Letters and marks that are drawn as nothing; not the one that makes a sign an emoji. */
const BLANK = /(?!\ufe0f)[\p{Default_Ignorable_Code_Point}\u2800]/gu;

export type Group = Record<string, unknown>;

export const isGroup = (value: unknown): value is Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What does not fit is as good as absent: agents send `null`, and newer ones other types. */
export const someText = z.string().optional().catch(undefined);
export const someNumber = z.number().optional().catch(undefined);
export const someGroup = z.custom<Group>(isGroup).optional().catch(undefined);
export const someList = z.custom<unknown[]>(Array.isArray).optional().catch(undefined);

/** `value.a.b`, where everything on the way is there. */
export function inside(value: unknown, ...names: string[]): unknown {
  let found = value;
  for (const name of names) found = isGroup(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return found;
}

export const textAt = (value: unknown, ...names: string[]): string | undefined => {
  const found = inside(value, ...names);
  return typeof found === 'string' ? found : undefined;
};
