import { conclude, type Tools, type Visit } from '../gesture.js';
import { doctorBroken, doctorReport, lookingAround } from '../messages/doctor.js';
import * as usage from '../messages/usage.js';
import { isAllowed } from './allowed.js';
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
    if (!(await isAllowed(visit, tools, 'doctor', () => tools.look.holds(visit.actor, 'merge')))) return;
    await conclude(visit, tools, lookingAround());
    // Nobody's next message waits for it.
    void report(visit, tools);
  },
};

async function report({ actor, answer }: Visit, { doctor: look, log }: Tools): Promise<void> {
  try {
    await answer.say(doctorReport(await look(actor)));
  } catch (error) {
    log.warn('the doctor was broken off', { reason: String(error) });
    await answer.say(doctorBroken());
  }
}
