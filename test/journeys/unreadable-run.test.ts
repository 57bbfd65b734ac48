/** What is stored of one run was spoilt: that one is set aside and says so, all others go on. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { writing } from '../fixtures/persistence/writing.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const REPOS = { api: { 'README.md': '# A greeter\n' } };
const file = () => join(world.home, 'metawsm.sqlite');
/** Loses what is stored, as a bad disk or a hand would; gives the way back. */
const spoil = async (id: string, snapshot: string): Promise<() => Promise<void>> => {
  const [row] = await writing(file(), 'SELECT snapshot FROM runs WHERE id = ?', id);
  await writing(file(), 'UPDATE runs SET snapshot = ? WHERE id = ?', snapshot, id);
  return async () =>
    void (await writing(file(), 'UPDATE runs SET snapshot = ? WHERE id = ?', row!.snapshot, id));
};

test('one run whose stored state was cut off kept the bot from starting, and all other runs with it', async () => {
  const spoilt = '{"status":"active","value":{"awaiting_gui';
  world = await makeWorld({ repos: REPOS });
  const { slack, ana } = world;
  const lost = await world.begins('LOST-1');
  const asked = await world.hears(lost.card, /Which greeting\?/);
  const well = await world.begins('WELL-1');
  const other = await world.hears(well.card, /Which greeting\?/);
  await world.stop();
  const mend = await spoil(lost.id, spoilt);

  await world.start();
  await world.shows(lost.card, /cannot be read.*Whoever runs metawsm/s);
  expect(slack.buttons(lost.card)).toEqual([]);
  expect(world.lines.join('\n')).toMatch(/operating\.md.*it is left alone, all others go on/);
  await ana.presses('Moin', { on: asked });
  expect((await ana.ephemeral(/cannot be read/, { in: world.dev })).text).toMatch(/all other runs go on/);
  await ana.presses('Moin', { on: other });
  await world.hears(well.card, /Merge-ready/);
  expect(await ana.types('/metawsm list', { in: world.dev })).toMatch(/WELL-1/);
  await ana.opensHome();
  await ana.home(/cannot be read: lost-1/);

  await world.stop();
  await mend();
  await world.start();
  await world.shows(lost.card, /waits for/i);
  await ana.presses('Moin', { on: asked });
  await world.hears(lost.card, /Merge-ready/);
  expect(world.lines.filter((line) => /"level":"error"/.test(line) && !/left alone/.test(line))).toEqual([]);
}, 90_000);
