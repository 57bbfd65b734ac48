/** A person stops an agent in the midst of a command; nothing of it is left; `Restart` goes on. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.js';
import { processesOf } from '../processes.js';
import type { Stage } from '../stage.js';
import { finishes, greets, worksLong } from '../steps.js';

/** A run whose agent is in the midst of a long command. */
export async function inTheMidst({ agent, world, script }: Stage) {
  script(worksLong, (place) => [...greets(place), ...finishes(place)]);
  const run = await world.begins('ABC-1', { agent });
  const mark = join(world.home, 'workspaces', run.id, 'api', 'begun.txt');
  await world.until(() => existsSync(mark), 'the agent is in the midst of its command', 60_000);
  return run;
}

export const stop: Case = {
  name: 'stop',
  title: 'Stop, then go on',
  stage: { permissions: '{ allow: [execute] }' },
  async play(stage) {
    const { world } = stage;
    const { card } = await inTheMidst(stage);
    await world.ana.presses('Stop', { on: card });
    await world.shows(card, /Stopped by @ana/);
    await world.ana.presses('Restart', { on: card });
    await world.hears(card, /Merge-ready/, undefined, 60_000);
    return undefined;
  },
};

export const leftovers: Case = {
  name: 'leftovers',
  title: 'No process left',
  stage: { permissions: '{ allow: [execute] }' },
  async play(stage) {
    const { world } = stage;
    const { card, id } = await inTheMidst(stage);
    if (processesOf(id).length < 2) throw new Error('the processes of the run cannot be seen');
    await world.ana.presses('Stop', { on: card });
    await world.shows(card, /Stopped by @ana/);
    const left = () => processesOf(id).map(({ pid, words }) => `${pid} ${words}`);
    await world.until(() => left().length === 0, `nothing is left of\n${left().join('\n')}`, 20_000);
    return undefined;
  },
};
