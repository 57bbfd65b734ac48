/** Flags of a command line: `--flag value`, `--flag=value`, `--switch`. */
import type { Word } from './words.js';

/** `switch` takes no value, `list` takes names with commas and spaces between them, `text` one word or quoted text. */
export type FlagKind = 'switch' | 'text' | 'list';
export interface FlagRule {
  kind: FlagKind;
  repeatable?: true;
}
export type FlagRules = Readonly<Record<string, FlagRule>>;

export interface FlagsRead {
  /** Words that belong to no flag. */
  rest: string[];
  /** Values by flag, in the order typed; a switch that is present has none. */
  values: Map<string, string[]>;
}

export type FlagFault =
  | { kind: 'unknown_flag'; flag: string }
  | { kind: 'no_value'; flag: string }
  | { kind: 'needless_value'; flag: string }
  | { kind: 'twice'; flag: string };

/** Reads all words; the first fault wins. */
export function readFlags(words: readonly Word[], rules: FlagRules): FlagsRead | FlagFault {
  const read: FlagsRead = { rest: [], values: new Map() };
  for (let at = 0; at < words.length; at += 1) {
    const flag = flagIn(words[at]!);
    if (!flag) {
      read.rest.push(words[at]!.text);
      continue;
    }
    const rule = Object.hasOwn(rules, flag.name) ? rules[flag.name] : undefined;
    if (!rule) return { kind: 'unknown_flag', flag: flag.name };
    const taken = valuesFor(rule, flag.value, words.slice(at + 1));
    if (typeof taken === 'string') return { kind: taken, flag: flag.name };
    if (read.values.has(flag.name) && !rule.repeatable) return { kind: 'twice', flag: flag.name };
    read.values.set(flag.name, [...(read.values.get(flag.name) ?? []), ...taken.values]);
    at += taken.used;
  }
  return read;
}

function flagIn({ text, quoted }: Word): { name: string; value?: string } | undefined {
  const [, name, value] = quoted ? [] : (/^--([\p{L}][\p{L}\p{N}-]*)(?:=([\s\S]*))?$/u.exec(text) ?? []);
  if (!name) return undefined;
  return value === undefined ? { name: name.toLowerCase() } : { name: name.toLowerCase(), value };
}

interface Taken {
  values: string[];
  /** How many of the following words are used up. */
  used: number;
}

function valuesFor(
  rule: FlagRule,
  own: string | undefined,
  next: readonly Word[],
): Taken | FlagFault['kind'] {
  if (rule.kind === 'switch') return own === undefined ? { values: [], used: 0 } : 'needless_value';
  if (rule.kind === 'list') return listFor(own, next);
  if (own !== undefined) return { values: [own], used: 0 };
  const value = next[0];
  return value && !flagIn(value) ? { values: [value.text], used: 1 } : 'no_value';
}

/** `api,web`, `api, web`, `api ,web` and `api , web` are one list. */
function listFor(own: string | undefined, next: readonly Word[]): Taken | FlagFault['kind'] {
  let text = own ?? '';
  let used = 0;
  for (const word of next) {
    const goesOn = text === '' || text.endsWith(',') || word.text.startsWith(',');
    if (flagIn(word) || !goesOn || (own !== undefined && text === '')) break;
    text += word.text;
    used += 1;
  }
  const values = text.split(/[,\s]+/u).filter((value) => value !== '');
  return values.length > 0 ? { values, used } : 'no_value';
}
