/** A bot whose agents never rest. */

import type { How } from './goal.js';
import { beginRun, eventsOf } from './runs.js';
import { type Subject, startSubject } from './subject.js';

/** Counts, hashes and prints without a pause. */
const BUSY = `cd "$METAWSM_WORKSPACE" || exit 1
while :; do cat api/README.md api/README.md | sha256sum; git -C api status --short; date; done`;

/** Starts metawsm with so many runs whose agents work. */
export async function busyAgents({ root, tell }: How, agents: number): Promise<Subject> {
  const bot = await startSubject({
    name: 'metawsm',
    root,
    world: { agent: ['/bin/sh', '-c', BUSY], more: `limits: { agents: ${Math.max(1, agents)} }` },
  });
  const ids: string[] = [];
  for (let n = 0; n < agents; n += 1)
    ids.push((await beginRun(bot, { ticket: `BUSY-${n}`, channel: `busy-${n}` })).id);
  await eventsOf(bot.home, ids, 'agent_started');
  tell(`${agents} agents are busy`);
  return bot;
}
