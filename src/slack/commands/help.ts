import { nearest } from '../../run/nearest.js';
import { conclude } from '../gesture.js';
import { COMMAND_NAMES, type CommandName, HELP, helpFor, helpForAll } from '../messages/help.js';
import * as usage from '../messages/usage.js';
import { type Command, problem } from './command.js';
import { firstWord } from './words.js';

interface HelpArgument {
  about?: CommandName;
}

/** Usage with examples; everybody may ask. */
export const help: Command<HelpArgument> = {
  parse(line) {
    const { first } = firstWord(line);
    if (first === '') return { ok: true, args: {} };
    const about = commandNamed(first);
    return about ? { ok: true, args: { about } } : problem(unknownWord(first));
  },
  async run({ about }, visit, tools) {
    await conclude(visit, tools, about ? helpFor(about) : helpForAll());
  },
};

/** The command of this name, letter case ignored. */
export function commandNamed(word: string): CommandName | undefined {
  const name = word.toLowerCase();
  return Object.hasOwn(HELP, name) ? (name as CommandName) : undefined;
}

/** For a word that is no command, with the nearest that is. */
export const unknownWord = (word: string) => usage.unknownCommand(word, nearest(word, COMMAND_NAMES));
