/** `RUN text…`: a run and what is said to it, as it was typed. In a run's thread the run may be left out. */
import type { CommandName } from '../messages/help.js';
import * as usage from '../messages/usage.js';
import { type Ground, type Parsed, problem } from './command.js';
import { firstWord, unquoted } from './words.js';

export interface TextArgument {
  name?: string;
  text: string;
}

export function parseText(name: CommandName, line: string, ground: Ground): Parsed<TextArgument> {
  const { first, rest } = firstWord(line);
  if (ground.run) {
    const text = unquoted(names(first, ground.run) ? rest : line.trim());
    return text === '' ? problem(usage.noText(name)) : { ok: true, args: { text } };
  }
  if (first === '') return problem(usage.noRun(name));
  const text = unquoted(rest);
  return text === '' ? problem(usage.noText(name)) : { ok: true, args: { name: first, text } };
}

const names = (word: string, run: { id: string; ticket: string }): boolean =>
  [run.id, run.ticket].some((one) => one.toLowerCase() === word.toLowerCase());
