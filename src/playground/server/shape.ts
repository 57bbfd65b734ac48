/** Small checks out of which the shapes of blocks are put together; each fault names its place as Slack does. */
import { isRecord, type Json, text } from './json.js';

/** Appends to `faults` what is wrong with `value`, which stands at `at` (a JSON pointer). */
export type Check = (value: unknown, at: string, faults: string[]) => void;

export function fault(faults: string[], what: string, at: string): void {
  faults.push(`[ERROR] ${what} [json-pointer:${at}]`);
}

export function string(min: number, max: number): Check {
  return (value, at, faults) => {
    if (typeof value !== 'string') return fault(faults, 'must be a string', at);
    if (value.length < min) fault(faults, `must be more than ${min - 1} characters`, at);
    if (value.length > max) fault(faults, `must be less than ${max + 1} characters`, at);
  };
}

export const boolean: Check = (value, at, faults) => {
  if (typeof value !== 'boolean') fault(faults, 'must be a boolean', at);
};

export const anything: Check = () => {};

export function integer(min: number, max: number): Check {
  return (value, at, faults) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return fault(faults, 'must be an integer', at);
    if (value < min || value > max) fault(faults, `must be between ${min} and ${max}`, at);
  };
}

export function matching(pattern: RegExp, what: string): Check {
  return (value, at, faults) => {
    if (typeof value !== 'string' || !pattern.test(value)) fault(faults, `must be ${what}`, at);
  };
}

export function oneOf(...values: unknown[]): Check {
  return (value, at, faults) => {
    if (!values.includes(value)) fault(faults, `must be one of: ${values.join(', ')}`, at);
  };
}

export function array(min: number, max: number, item: Check): Check {
  return (value, at, faults) => {
    if (!Array.isArray(value)) return fault(faults, 'must be an array', at);
    if (value.length < min) fault(faults, `no less than ${min} items allowed`, at);
    if (value.length > max) fault(faults, `no more than ${max} items allowed`, at);
    value.forEach((entry, index) => {
      item(entry, `${at}/${index}`, faults);
    });
  };
}

export type Fields = Record<string, Check>;

/** An object with exactly these fields; `also` looks at it as a whole. */
export function object(
  required: Fields,
  optional: Fields = {},
  also?: (value: Json) => string | undefined,
): Check {
  return (value, at, faults) => {
    if (!isRecord(value)) return fault(faults, 'must be an object', at);
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) fault(faults, `missing required field: ${name}`, at);
    }
    for (const [name, inner] of Object.entries(value)) {
      const check = own(required, name) ?? own(optional, name);
      if (check === undefined) fault(faults, `invalid additional property: ${name}`, at);
      else if (inner !== undefined) check(inner, `${at}/${name}`, faults);
    }
    const wrong = also?.(value);
    if (wrong !== undefined) fault(faults, wrong, at);
  };
}

/** What stands there under this name; never what every object has. */
const own = (fields: Fields, name: string): Check | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** Chooses the check by the value's `type`. */
export function byType(checks: Record<string, Check>): Check {
  return (value, at, faults) => {
    if (!isRecord(value)) return fault(faults, 'must be an object', at);
    const type = text(value.type);
    const check = Object.hasOwn(checks, type) ? checks[type] : undefined;
    if (check === undefined) fault(faults, `unsupported type: ${type || 'none'}`, at);
    else check(value, at, faults);
  };
}

/** A text object of one of the kinds; `emoji` belongs to plain text, `verbatim` to mrkdwn. */
export function textObject(kinds: ('plain_text' | 'mrkdwn')[], max: number, min = 1): Check {
  const shapes: Record<string, Check> = {};
  if (kinds.includes('plain_text')) {
    shapes.plain_text = object({ type: anything, text: string(min, max) }, { emoji: boolean });
  }
  if (kinds.includes('mrkdwn')) {
    shapes.mrkdwn = object({ type: anything, text: string(min, max) }, { verbatim: boolean });
  }
  return byType(shapes);
}

export const plain = (max: number): Check => textObject(['plain_text'], max);
export const either = (max: number): Check => textObject(['plain_text', 'mrkdwn'], max);
