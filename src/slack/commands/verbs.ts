/** Commands that are one event on a run. */
import { act, doneTo, gestureOf } from '../gesture.js';
import type { CommandName } from '../messages/help.js';
import { type Command, findRun, parseRun, type RunArgument } from './command.js';

const verb = (name: CommandName, type: 'stop' | 'restart' | 'pause' | 'resume'): Command<RunArgument> => ({
  parse: (line, ground) => parseRun(name, line, ground),
  async run(named, visit, tools) {
    const run = await findRun(named, visit, tools);
    if (!run) return;
    const event = { type, ...gestureOf(visit, tools) };
    await act(visit, tools, run, event, { applied: doneTo(run, event) });
  },
});

export const stop = verb('stop', 'stop');
export const pause = verb('pause', 'pause');
export const resume = verb('resume', 'resume');
export const restart = verb('restart', 'restart');
