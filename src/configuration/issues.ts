/** From what zod found to faults that people can act on. */
import type * as z from 'zod';
import { nearest } from '../run/nearest.js';
import { type ParsedFile, type Path, textOf } from './document.js';
import type { Fault } from './faults.js';
import { configurationJsonSchema } from './schema.js';

type Issue = z.core.$ZodIssue;

/** Parts of the contract that do not exist yet: where, what somebody may have written, and what to use meanwhile. */
const NOT_BUILT = new Map<string, { values?: readonly string[]; use: string }>(
  Object.entries({
    'repos[].merge': { values: ['pull-request'], use: 'use `merge: direct`' },
  }),
);

/** One fault per thing to mend. */
export function faultsOf(issue: Issue, file: ParsedFile): Fault[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], file));
  const place = file.place(path);
  const value = valueAt(file.value, path);
  if (issue.message.includes('\n')) return [{ place, ...sentences(issue.message) }];
  if (issue.code === 'invalid_type') return [{ place, ...wrongKind(issue.expected, value, path) }];
  if (issue.code === 'invalid_value')
    return [{ place, ...unknownValue(issue.values.map(String), value, path) }];
  if (issue.code === 'invalid_key')
    return issue.issues.map((inner) => ({ place, ...sentences(inner.message) }));
  if (issue.code === 'too_small')
    return [{ place, what: 'is too small', remedy: `write at least ${issue.minimum}` }];
  if (issue.code === 'too_big')
    return [{ place, what: 'is too large', remedy: `write at most ${issue.maximum}` }];
  return [{ place, ...sentences(issue.message) }];
}

function sentences(message: string): Omit<Fault, 'place'> {
  const [what = message, remedy] = message.split('\n');
  return { what, remedy: remedy ?? 'see examples/metawsm.yml for the form' };
}

const patternOf = (path: Path) => textOf(path).replace(/\[\d+\]/gu, '[]');

function unknownKey(path: Path, file: ParsedFile): Fault {
  const place = file.place(path);
  const key = String(path.at(-1));
  const missing = NOT_BUILT.get(patternOf(path));
  if (missing && !missing.values) return { place, what: `\`${key}\` is not built yet`, remedy: missing.use };
  const known = knownKeys(path.slice(0, -1));
  return { place, what: `\`${key}\` is unknown`, remedy: suggestion(key, known) };
}

function unknownValue(known: string[], value: unknown, path: Path): Omit<Fault, 'place'> {
  if (value === null) return { what: 'is empty', remedy: 'write a value, or remove the line' };
  const text = String(value);
  const missing = NOT_BUILT.get(patternOf(path));
  if (missing?.values?.includes(text))
    return { what: `\`${path.at(-1)}: ${text}\` is not built yet`, remedy: missing.use };
  return { what: `\`${text.slice(0, 60)}\` is unknown`, remedy: suggestion(text, known) };
}

function suggestion(word: string, known: readonly string[]): string {
  return (
    meant(word, known) ??
    `use ${known.length === 1 ? '' : 'one of '}${known.map((one) => `\`${one}\``).join(', ')}`
  );
}

/** `did you mean …?` when something known is near enough. */
export function meant(word: string, known: readonly string[]): string | undefined {
  const near = nearest(word, known);
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

const KINDS: Record<string, [what: string, remedy: string]> = {
  string: ['must be text', 'write it as text; put it in quotes if it looks like something else'],
  array: ['must be a list', 'write `[one, two]`, or one `- …` line for each'],
  object: ['must be a group of settings', 'write `key: value` lines under it'],
  record: ['must be a group of settings', 'write `key: value` lines under it'],
  boolean: ['must be true or false', 'write `true` or `false`'],
  number: ['must be a number', 'write a number without quotes'],
  int: ['must be a whole number', 'write one, without quotes'],
};

/** What to write where something required is not there. */
const MISSING = new Map(
  Object.entries({
    repos: 'list the repositories that runs work on, each with `name` and `path` or `url`',
    agents: 'list at least one agent, with `name` and `preset` or `command`',
    access: 'say who may `start`, `answer` and `merge`; nobody may anything before that is written',
  }),
);

function wrongKind(expected: string, value: unknown, path: Path): Omit<Fault, 'place'> {
  const [what, remedy] = KINDS[expected] ?? [
    `must be of the kind ${expected}`,
    'see examples/metawsm.yml for the form',
  ];
  if (value === undefined)
    return { what: 'is missing', remedy: MISSING.get(patternOf(path)) ?? `add \`${String(path.at(-1))}\`` };
  if (value === null) return { what: 'is empty', remedy: 'write a value, or remove the line' };
  return { what, remedy: (expected === 'array' && asList(value)) || remedy };
}

/** `everyone` was meant as `[everyone]`, `./agent.sh --fast` as `[./agent.sh, --fast]`. */
function asList(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[\w./@-]+(?: [\w./@-]+){0,5}$/u.test(value)) return undefined;
  const isArguments = / -|^\.?\//u.test(value);
  return `write \`[${isArguments ? value.split(' ').join(', ') : value}]\``;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Record<string | number, unknown> | undefined)?.[part],
    value,
  );
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
}

function knownKeys(path: Path): string[] {
  let schema: JsonSchema | undefined = configurationJsonSchema() as JsonSchema;
  for (const part of path) {
    const further: JsonSchema | boolean | undefined =
      typeof part === 'number' ? schema?.items : (schema?.properties?.[part] ?? schema?.additionalProperties);
    schema = typeof further === 'object' ? further : undefined;
  }
  return Object.keys(schema?.properties ?? {});
}
