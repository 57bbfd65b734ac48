import { act, conclude, doneTo, gestureOf, lateFor } from '../gesture.js';
import { meantOf } from '../meant.js';
import { nothingOpen, withTyped } from '../messages/private.js';
import { insteadOfText } from '../messages/request.js';
import { type Command, findRun } from './command.js';
import { openIn } from './open.js';
import { parseText, type TextArgument } from './text-argument.js';

/** Answers the oldest open question or guidance request. */
export const guide: Command<TextArgument> = {
  parse: (line, ground) => parseText('guide', line, ground),
  async run({ text, ...named }, visit, tools) {
    const run = await findRun(named, visit, tools);
    if (!run) return;
    const open = openIn(run);
    const at = visit.receivedAt ?? tools.now();
    const written = { by: visit.actor, at, ts: visit.message?.ts, isAnswer: true as const };
    const meant = await meantOf(run, written, tools);
    if (meant.for === 'decided')
      return conclude(visit, tools, withTyped(lateFor(run, { type: 'answer', target: meant.id }), text));
    if (!open) return conclude(visit, tools, nothingOpen(run.id));
    if (open.kind === 'needs_button') return conclude(visit, tools, insteadOfText(open.request));
    const target = open.id;
    // By name: somebody else may answer it first, and these words are not meant for the next one.
    const event = { type: 'answer' as const, ...gestureOf(visit, tools), text, target };
    await act(visit, tools, run, event, { applied: doneTo(run, event) });
  },
};
