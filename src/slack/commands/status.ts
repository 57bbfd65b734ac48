import { conclude, type Tools, type Visit } from '../gesture.js';
import { oneRun, overview } from '../messages/listing.js';
import * as usage from '../messages/usage.js';
import { isAllowed } from './allowed.js';
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
    if (named.name === undefined && !visit.run) return all(visit, tools);
    if (!(await maySee(visit, tools))) return;
    const run = await findRun(named, visit, tools);
    if (run) await conclude(visit, tools, oneRun(run, tools.linkOf));
  },
};

async function all(visit: Visit, tools: Tools): Promise<void> {
  const [may, waiting, active] = await Promise.all([
    maySee(visit, tools),
    tools.look.waitingFor(visit.actor, SHOWN),
    tools.look.list({ all: false, limit: SHOWN, offset: 0 }),
  ]);
  if (may) await conclude(visit, tools, overview(waiting, active, tools.linkOf));
}

/** Anyone with any right may look; false after the person was told that it is not so. */
export const maySee = (visit: Visit, tools: Tools): Promise<boolean> =>
  isAllowed(visit, tools, 'look', () => tools.look.maySee(visit.actor));
