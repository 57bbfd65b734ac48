/** What is stored of some runs is spoilt: those say so and rest, the others go on, and a backup brings them back. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writing } from '../../fixtures/persistence/writing.js';
import { makeWorld, type World } from '../../journeys/world.js';
import { SPOILT } from './spoilt.js';

/** The steps as docs/operating.md has them. */
function restoreRun(home: string, backup: string, run: string): void {
  const text = readFileSync('docs/operating.md', 'utf8');
  const steps = /## A run that cannot be read[\s\S]*?```sh\n([\s\S]*?)```/.exec(text)?.[1];
  if (!steps) throw new Error('docs/operating.md no longer says how a run is brought back');
  const mine = steps.replace('RUN=abc-12-k3f9q2', `RUN=${run}`);
  execFileSync('sh', ['-eu', '-c', mine], {
    env: { PATH: process.env.PATH ?? '', METAWSM_HOME: home, BACKUP: backup },
  });
}

export async function spoilRuns(many: number): Promise<{ tries: number; failures: string[] }> {
  const failures: string[] = [];
  const chosen = SPOILT.slice(0, many);
  const world = await makeWorld({ repos: { api: { 'README.md': '# A greeter\n' } } });
  try {
    const lost = [];
    for (const [at, spoilt] of chosen.entries())
      lost.push({ spoilt, ...(await bootstraps(world, `LOST-${at}`)) });
    const well = await bootstraps(world, 'WELL-1');
    await world.stop();
    const file = join(world.home, 'metawsm.sqlite');
    const backup = join(world.root, 'backup');
    execFileSync('mkdir', [backup]);
    await writing(file, `VACUUM INTO '${join(backup, 'metawsm.sqlite')}'`);
    for (const { id, spoilt } of lost) {
      const [row] = await writing(file, 'SELECT snapshot FROM runs WHERE id = ?', id);
      const { snapshot, machine_version = 2 } = spoilt.row(String(row?.snapshot));
      await writing(
        file,
        'UPDATE runs SET snapshot = ?, machine_version = ? WHERE id = ?',
        snapshot,
        machine_version,
        id,
      );
    }
    await world.start();
    const judged = async (what: string, work: () => Promise<unknown>) => {
      await work().catch((error: unknown) => failures.push(`${what}: ${String(error).split('\n')[0]}`));
    };
    for (const { card, spoilt } of lost)
      await judged(`a run whose state is ${spoilt.what} says so on its card`, () =>
        world.shows(card, /cannot be read/),
      );
    for (const { id, spoilt } of lost)
      await judged(`who stops a run whose state is ${spoilt.what} is told`, async () => {
        const said = await world.ana.types(`/metawsm stop ${id}`, { in: world.dev });
        if (!/cannot be read/.test(said)) throw new Error(said);
        if (!world.lines.some((line) => line.includes(id) && line.includes('left alone')))
          throw new Error('not logged');
      });
    await judged('all other runs go on', async () => {
      await world.ana.presses('Cancel', { on: well.card });
      await world.shows(well.card, /closed/i);
    });
    await world.stop();
    for (const { id } of lost) restoreRun(world.home, backup, id);
    await world.start();
    for (const { card, spoilt } of lost)
      await judged(`a run whose state was ${spoilt.what} is brought back by docs/operating.md`, async () => {
        await world.shows(card, /^(?![\s\S]*cannot be read)/);
        await world.ana.presses('Cancel', { on: card });
        await world.shows(card, /closed/i);
      });
  } finally {
    await world.close().catch((error: unknown) => failures.push(String(error)));
  }
  return { tries: chosen.length, failures };
}

/** A run whose brief waits for its start. */
async function bootstraps(world: World, ticket: string) {
  const { ana, dev, slack } = world;
  const wish =
    '--goal "Greet people" --scope greeting.txt --constraints none --done "`test -e greeting.txt` passes"';
  await ana.types(`/metawsm bootstrap ${ticket} --repos api ${wish}`, { in: dev });
  const card = await slack.message(dev, (one) => !one.thread_ts && slack.visibleText(one).includes(ticket), {
    from: 'bot',
  });
  await world.hears(card, /^Brief for/m);
  const [id = ''] = new RegExp(`${ticket}-[a-z2-7]{6}`, 'i').exec(slack.visibleText(card)) ?? [];
  return { card, id };
}
