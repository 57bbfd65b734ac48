/** `merge` and `close`: what the button does, or with `--dry-run` what it would do. */
import type { RunSight } from '../../engine/look.js';
import { act, doneTo, gestureOf, type Tools, type Visit } from '../gesture.js';
import { planBroken, planning, planOf } from '../messages/merge-plan.js';
import { type Command, findRun, parseRunWith, type RunArgument } from './command.js';
import { maySee } from './status.js';

interface MergeArguments extends RunArgument {
  dryRun: boolean;
}

const merging = (name: 'merge' | 'close'): Command<MergeArguments> => ({
  parse(line, ground) {
    const read = parseRunWith(name, line, ground, { 'dry-run': { kind: 'switch' } });
    return read.ok ? { ok: true, args: { ...read.args, dryRun: read.values.has('dry-run') } } : read;
  },
  async run({ dryRun, ...named }, visit, tools) {
    if (dryRun) return plan(named, visit, tools);
    const run = await findRun(named, visit, tools);
    if (!run) return;
    const event = { type: 'merge' as const, ...gestureOf(visit, tools) };
    await act(visit, tools, run, event, { applied: doneTo(run, event) });
  },
});

/** For everybody who may see the run; whether this person may merge is one of its lines. */
async function plan(named: RunArgument, visit: Visit, tools: Tools): Promise<void> {
  if (!(await maySee(visit, tools))) return;
  const run = await findRun(named, visit, tools);
  if (!run) return;
  await tools.door.settle(visit.key);
  await visit.answer.hold(planning());
  // Git may take minutes; neither the next words of this thread nor the end of the bot wait for it.
  void tell(run, visit, tools);
}

async function tell(run: RunSight, { actor, answer }: Visit, tools: Tools): Promise<void> {
  const broken = (error: unknown) =>
    tools.log.warn('a dry run of a merge was broken off', { run: run.id, err: error });
  try {
    await answer.say(planOf(run, await tools.plan(run, actor)));
  } catch (error) {
    broken(error);
    await answer.say(planBroken(run)).catch(broken);
  }
}

export const merge = merging('merge');
export const close = merging('close');
