/** Every command: its help, how it is read, what it does. */
import type { RunSight } from '../../engine/look.js';
import { conclude, type Tools, type Visit } from '../gesture.js';
import { type CommandName, HELP, type Help } from '../messages/help.js';
import { bootstrap } from './bootstrap.js';
import { cleanup } from './cleanup.js';
import type { Command, Ground } from './command.js';
import { doctor } from './doctor.js';
import { guide } from './guide.js';
import { commandNamed, help, unknownWord } from './help.js';
import { iterate } from './iterate.js';
import { list } from './list.js';
import { log } from './log.js';
import { close, merge } from './merge.js';
import { status } from './status.js';
import { tell } from './tell.js';
import { pause, restart, resume, stop } from './verbs.js';
import { firstWord } from './words.js';

interface Entry {
  help: Help;
  /** Reads the arguments and carries out; what does not fit is answered with the usage. */
  carryOut(line: string, visit: Visit, tools: Tools): Promise<void>;
}

function entry<A>(name: CommandName, command: Command<A>): Entry {
  return {
    help: HELP[name],
    async carryOut(line, visit, tools) {
      const parsed = command.parse(line, groundOf(visit, tools, visit.run));
      if (parsed.ok) await command.run(parsed.args, visit, tools);
      else await conclude(visit, tools, parsed.problem);
    },
  };
}

const groundOf = (visit: Visit, tools: Tools, run: RunSight | undefined): Ground => ({
  known: tools.look.known,
  channel: visit.channel,
  ...(run ? { run } : {}),
});

export const COMMANDS = {
  bootstrap: entry('bootstrap', bootstrap),
  guide: entry('guide', guide),
  status: entry('status', status),
  list: entry('list', list),
  tell: entry('tell', tell),
  pause: entry('pause', pause),
  resume: entry('resume', resume),
  stop: entry('stop', stop),
  restart: entry('restart', restart),
  iterate: entry('iterate', iterate),
  log: entry('log', log),
  merge: entry('merge', merge),
  close: entry('close', close),
  cleanup: entry('cleanup', cleanup),
  doctor: entry('doctor', doctor),
  help: entry('help', help),
} as const satisfies Record<CommandName, Entry>;

/** Carries out a line such as `status ABC-12`; an empty one is a call for help. */
export async function carryOutLine(line: string, visit: Visit, tools: Tools): Promise<void> {
  const { first, rest } = firstWord(line);
  const name = first === '' ? 'help' : commandNamed(first);
  if (name) await COMMANDS[name].carryOut(rest, visit, tools);
  else await conclude(visit, tools, unknownWord(first));
}

/** True when a mention that begins so is a command, and no plain reply. */
export const isVerb = (word: string): boolean => commandNamed(word) !== undefined;
