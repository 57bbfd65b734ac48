/** JSON and YAML of a repository, read with bounds. What does not parse offers nothing: its own tools complain. */
import { parseDocument } from 'yaml';
import { isTooDeep } from '../../../shell/yaml-depth.js';

export type Mapping = Record<string, unknown>;

/** A YAML text that is longer, in characters, is not parsed: that would hold everybody else up. */
const LONGEST_YAML = 32 * 1024;

export function jsonIn(text: string | undefined): Mapping {
  try {
    return mapping(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** Aliases are refused, since a few lines of them can grow without end, and tags, which only one program understands. */
export function yamlIn(text: string | undefined): Mapping {
  if (text === undefined || text.length > LONGEST_YAML || isTooDeep(text)) return {};
  try {
    const options = { prettyErrors: false, uniqueKeys: false, stringKeys: true, logLevel: 'silent' } as const;
    const document = parseDocument(text, options);
    const isStrange = document.errors.length + document.warnings.length > 0;
    return isStrange ? {} : mapping(document.toJS({ maxAliasCount: 0 }));
  } catch {
    // an alias, or more levels than the stack holds
    return {};
  }
}

/** The value where it is an object, else an empty one. */
export const mapping = (value: unknown): Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};

/** The strings of a list. */
export const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
