import { conclude, judged, type Tools, turnAway, type Visit } from '../gesture.js';
import { oneRun, overview } from '../messages/listing.js';
import { refused } from '../messages/private.js';
import * as usage from '../messages/usage.js';
import { type Command, findRun, flagsOf, problem, type RunArgument } from './command.js';

const SHOWN = 10;

/** Where a run is; without one, what waits for the person and what is active. */
export const status: Command<RunArgument> = {
  parse(line, ground) {
    const read = flagsOf('status', line, {});
    if (!read.ok) return read;
    const [name, ...stray] = read.args.rest;
    if (stray.length > 0) return problem(usage.strayWords('status', ground.run ? read.args.rest : stray));
    return { ok: true, args: name === undefined ? {} : { name } };
  },
  async run(named, visit, tools) {
    if (!(await maySee(visit, tools))) return;
    if (named.name === undefined && !visit.run) return all(visit, tools);
    const run = await findRun(named, visit, tools);
    if (run) await conclude(visit, tools, oneRun(run, tools.linkOf));
  },
};

async function all(visit: Visit, tools: Tools): Promise<void> {
  const [waiting, active] = await Promise.all([
    tools.look.waitingFor(visit.actor),
    tools.look.list({ all: false, limit: SHOWN, offset: 0 }),
  ]);
  await conclude(visit, tools, overview(waiting, active, tools.linkOf));
}

/** Anyone with any right may look; false after the person was told that it is not so. */
export async function maySee(visit: Visit, tools: Tools): Promise<boolean> {
  const outcome = await judged(visit, tools, async () => {
    const may = await tools.look.maySee(visit.actor);
    return { kind: may === undefined ? 'facts_missing' : may ? 'may' : 'may_not' } as
      | { kind: 'facts_missing' }
      | { kind: 'may' | 'may_not' };
  });
  if (outcome?.kind === 'may_not') {
    turnAway(visit, tools, { code: 'not_allowed', gesture: 'look' });
    await conclude(visit, tools, refused('not_allowed'));
  }
  return outcome?.kind === 'may';
}
