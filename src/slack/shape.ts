/**
 * The shape of data that comes from outside: what does not fit is as if it had not come. So whoever reads it asks
 * whether something is there, never what it is.
 */

export type Shape =
  /** Words; without control characters and halves of characters. */
  | 'text'
  /** A name that Slack gives; never with spaces. */
  | 'id'
  /** The id of a workspace or organisation. */
  | 'account'
  /** When Slack stored a message, which is its name as well: seconds since 1970 with a fraction. */
  | 'ts'
  /** A text that we wrote and that comes back: JSON of a button or form. */
  | 'value'
  /** Whether it is there: what is there but not as expected is there all the same. */
  | 'mark'
  | { list: Shape; most: number }
  /** By names that are not known. */
  | { each: Shape; most: number }
  | { fields: Readonly<Record<string, Shape>> };

/** Longer texts nobody types in Slack, where a message ends at 40,000. */
const MOST_TEXT = 200_000;
const MOST_ID = 255;
/** Slack allows 3,000 for what a form remembers. */
const MOST_VALUE = 20_000;

const NO_TEXT = /(?![\t\n\r])\p{Control}/gu;
const HALVES = /\p{Surrogate}/gu;
const ACCOUNT = /^[A-Z0-9]{1,64}$/u;
const TS = /^\d{1,12}\.\d{1,9}$/u;
const NO_ID = /[\s\p{Control}\p{Surrogate}]/u;

/** The part of `value` that fits; undefined where nothing does. */
export function fitted(value: unknown, shape: Shape): unknown {
  if (typeof shape === 'string') return plain(value, shape);
  if ('list' in shape) return listOf(value, shape);
  if (!isRecord(value)) return undefined;
  const wanted: [string, Shape][] =
    'fields' in shape
      ? Object.entries(shape.fields)
      : Object.keys(value)
          .filter((name) => plain(name, 'id') !== undefined)
          .slice(0, shape.most)
          .map((name) => [name, shape.each]);
  const entries = wanted.flatMap(([name, inner]) => {
    const part = Object.hasOwn(value, name) ? fitted(value[name], inner) : undefined;
    return part === undefined ? [] : [[name, part] as const];
  });
  return Object.fromEntries(entries);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function plain(value: unknown, shape: Extract<Shape, string>): unknown {
  if (shape === 'mark') return value === undefined || isPlain(value) ? value : true;
  if (typeof value !== 'string') return undefined;
  if (shape === 'id')
    return value.length <= MOST_ID && value !== '' && !NO_ID.test(value) ? value : undefined;
  if (shape === 'account') return ACCOUNT.test(value) ? value : undefined;
  if (shape === 'ts') return TS.test(value) ? value : undefined;
  if (shape === 'value') return value.length <= MOST_VALUE ? value : undefined;
  return value.length <= MOST_TEXT ? value.replace(NO_TEXT, '').replace(HALVES, '\ufffd') : undefined;
}

/** Short enough to be kept as it is. */
const isPlain = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  typeof value === 'number' ||
  (typeof value === 'string' && value.length <= MOST_ID);

function listOf(value: unknown, { list, most }: { list: Shape; most: number }): unknown {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, most).flatMap((one: unknown) => {
    const part = fitted(one, list);
    return part === undefined ? [] : [part];
  });
}
