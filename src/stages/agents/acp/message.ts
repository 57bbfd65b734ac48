/** Messages of JSON-RPC 2.0, as they stand one a line in the files of a turn. */
import { isGroup } from './plain.js';

export type Id = string | number | null;

export interface Message {
  id?: Id;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: unknown;
}

/** What an agent answered instead of a result. */
export class Refused extends Error {
  constructor(
    readonly code: number | undefined,
    message: string,
    readonly data: unknown,
  ) {
    super(message);
  }
}

export const NO_SUCH_METHOD = { code: -32601, message: 'Method not found' };
export const CANCELLED = { code: -32800, message: 'Request cancelled' };
export const INTERNAL = { code: -32603, message: 'Internal error' };

const LONGEST_ID = 100;

/** One text for each id, for keys and records; the number 1 and the text "1" are two. Undefined where it is none. */
export function idText(id: unknown): string | undefined {
  if (typeof id === 'number') return String(id);
  if (typeof id !== 'string' || id.length > LONGEST_ID) return undefined;
  return JSON.stringify(id);
}

/** A line as a message; undefined for what is none. */
export function parseMessage(line: string): Message | undefined {
  // Millions of lines of something else must not take a thrown error each.
  if (!/^\s{0,100}\{/.test(line)) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isGroup(value) ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

/** The error of an answer; nothing in it is relied on. */
export function refusedBy(error: unknown): Refused {
  const { code, message, data } = isGroup(error) ? error : {};
  return new Refused(
    typeof code === 'number' ? code : undefined,
    typeof message === 'string' && message !== '' ? message : 'no reason was given',
    data,
  );
}
