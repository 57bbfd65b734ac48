import { act, doneTo, gestureOf } from '../gesture.js';
import { type Command, findRun } from './command.js';
import { parseText, type TextArgument } from './text-argument.js';

/** Feedback that starts another iteration. */
export const iterate: Command<TextArgument> = {
  parse: (line, ground) => parseText('iterate', line, ground),
  async run({ text, ...named }, visit, tools) {
    const run = await findRun(named, visit, tools);
    if (!run) return;
    const event = { type: 'request_changes' as const, ...gestureOf(visit, tools), text };
    await act(visit, tools, run, event, { applied: doneTo(run, event) });
  },
};
