import { act, conclude, doneTo, gestureOf } from '../gesture.js';
import * as usage from '../messages/usage.js';
import { type Command, findRun, flagsOf, problem, type RunArgument } from './command.js';

interface CleanupArguments extends RunArgument {
  keep: boolean;
  /** The run id that was repeated. */
  discard?: string;
}

/** Ends what is left of a run and removes its workspace. */
export const cleanup: Command<CleanupArguments> = {
  parse(line, ground) {
    const read = flagsOf('cleanup', line, {
      'keep-workspace': { kind: 'switch' },
      discard: { kind: 'text' },
    });
    if (!read.ok) return read;
    const [name, ...stray] = read.args.rest;
    if (stray.length > 0) return problem(usage.strayWords('cleanup', stray));
    if (name === undefined && !ground.run) return problem(usage.noRun('cleanup'));
    const keep = read.args.values.has('keep-workspace');
    const discard = read.args.values.get('discard')?.[0];
    if (keep && discard !== undefined) return problem(usage.keepOrDiscard());
    return {
      ok: true,
      args: { keep, ...(name === undefined ? {} : { name }), ...(discard === undefined ? {} : { discard }) },
    };
  },
  async run({ keep, discard, ...named }, visit, tools) {
    const run = await findRun(named, visit, tools);
    if (!run) return;
    if (discard !== undefined && discard.toLowerCase() !== run.id)
      return conclude(visit, tools, usage.discardNames(discard, run.id));
    const event = {
      type: 'cleanup' as const,
      ...gestureOf(visit, tools),
      keep,
      discard: discard !== undefined,
    };
    await act(visit, tools, run, event, { applied: doneTo(run, event) });
  },
};
