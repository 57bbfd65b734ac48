/** Names, dates and numbers of ticket documents, as docmgr makes them. */
import { wholeWords } from '../../run/whole-words.js';

/** Local date as the parts of a path. */
export function dateParts(iso: string): [year: string, month: string, day: string] {
  const date = new Date(iso);
  return [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())];
}

export const dateOf = (iso: string) => dateParts(iso).join('-');

/** Local time by RFC 3339 with nanoseconds and offset. */
export function stampOf(iso: string): string {
  const date = new Date(iso);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  const nanoseconds = `${String(date.getMilliseconds()).padStart(3, '0')}000000`;
  const offset = -date.getTimezoneOffset();
  const size = Math.abs(offset);
  const zone =
    offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${dateOf(iso)}T${time}.${nanoseconds}${zone}`;
}

/** The title of a ticket that does not exist yet, from what shall be done; it ends with a whole word. */
export function titleOf(goal: string): string {
  const line = goal.trim().split(/\r\n|[\r\n]/u)[0] ?? '';
  const title = line
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/u, '');
  return wholeWords(title, 72) || 'Bootstrap work';
}

/** Lower case; every run of other than a–z and 0–9 is one `-`. A leading ticket id is taken off. */
export function slugOf(title: string, ticket: string): string {
  const starts = title.toLowerCase().startsWith(ticket.toLowerCase());
  const rest = starts ? title.slice(ticket.length) : title;
  const own = starts && /^[\s\-–—:_]/u.test(rest) ? rest : title;
  const slug = own
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  return slug || 'document';
}

/** The number of a new document among the names of its folder: the highest and one, two digits at least. */
export function nextNumber(names: readonly string[]): string {
  const taken = names.map((name) => Number(/^(\d{2,3})-/.exec(name)?.[1] ?? 0));
  return two(Math.max(0, ...taken) + 1);
}

/** The number before that of this document. */
export const numberBefore = (name: string): string => two(Number(/^\d+/.exec(name)?.[0] ?? 1) - 1);

const two = (value: number) => String(value).padStart(2, '0');
