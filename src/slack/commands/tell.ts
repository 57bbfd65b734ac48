import { act, doneTo, gestureOf } from '../gesture.js';
import { type Command, findRun } from './command.js';
import { parseText, type TextArgument } from './text-argument.js';

/** A note to the working agent. */
export const tell: Command<TextArgument> = {
  parse: (line, ground) => parseText('tell', line, ground),
  async run({ text, ...named }, visit, tools) {
    const run = await findRun(named, visit, tools);
    if (!run) return;
    const event = { type: 'tell' as const, ...gestureOf(visit, tools), text };
    await act(visit, tools, run, event, { applied: doneTo(run, event) });
  },
};
