import { act, gestureOf } from '../gesture.js';
import { fileComes } from '../messages/file.js';
import { type Command, findRun, parseRun, type RunArgument } from './command.js';

/** The end of the agent's log, as a file in the person's direct messages. */
export const log: Command<RunArgument> = {
  parse: (line, ground) => parseRun('log', line, ground),
  async run(named, visit, tools) {
    const run = await findRun(named, visit, tools);
    if (!run) return;
    const event = { type: 'show_log' as const, ...gestureOf(visit, tools) };
    await act(visit, tools, run, event, { applied: fileComes(event.type) });
  },
};
