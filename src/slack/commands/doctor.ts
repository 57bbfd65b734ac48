import { conclude, judged, type Tools, type Visit } from '../gesture.js';
import { doctorBroken, doctorReport, lookingAround } from '../messages/doctor.js';
import { refused } from '../messages/private.js';
import * as usage from '../messages/usage.js';
import { type Command, flagsOf, problem } from './command.js';

/** Tries the whole set-up. It names repositories, people and faults, so it is for those who may merge. */
export const doctor: Command<object> = {
  parse(line) {
    const read = flagsOf('doctor', line, {});
    if (!read.ok) return read;
    const { rest } = read.args;
    return rest.length > 0 ? problem(usage.strayWords('doctor', rest)) : { ok: true, args: {} };
  },
  async run(_, visit, tools) {
    if (!(await mayAsk(visit, tools))) return;
    await conclude(visit, tools, lookingAround());
    // Nobody's next message waits for it.
    void report(visit, tools);
  },
};

async function mayAsk(visit: Visit, tools: Tools): Promise<boolean> {
  const outcome = await judged(visit, tools, async () => {
    const may = await tools.look.holds(visit.actor, 'merge');
    return { kind: may === undefined ? 'facts_missing' : may ? 'may' : 'may_not' } as
      | { kind: 'facts_missing' }
      | { kind: 'may' | 'may_not' };
  });
  if (outcome?.kind === 'may_not') await conclude(visit, tools, refused('not_allowed'));
  return outcome?.kind === 'may';
}

async function report({ actor, answer }: Visit, { doctor: look, log }: Tools): Promise<void> {
  try {
    await answer.say(doctorReport(await look(actor)));
  } catch (error) {
    log.warn('the doctor was broken off', { reason: String(error) });
    await answer.say(doctorBroken());
  }
}
