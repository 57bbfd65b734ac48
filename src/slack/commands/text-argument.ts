/** `RUN text…`: a run and what is said to it, as it was typed. In a run's thread the run may be left out. */
import { ticketIn } from '../../run/issue.js';
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
    const text = unquoted(names(first, ground.run, ground.known.github) ? rest : line.trim());
    return text === '' ? problem(usage.noText(name)) : { ok: true, args: { text } };
  }
  if (first === '') return problem(usage.noRun(name));
  const text = unquoted(rest);
  return text === '' ? problem(usage.noText(name)) : { ok: true, args: { name: first, text } };
}

function names(word: string, run: { id: string; ticket: string }, github: string | undefined): boolean {
  const typed = ticketIn(word, github);
  const name = (typed.kind === 'ticket' ? typed.ticket : word).toLowerCase();
  return [run.id, run.ticket].some((one) => one.toLowerCase() === name);
}
