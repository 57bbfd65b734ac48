/** Runs wait for places and for disk, in order, and their cards say so. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { nothingLeft } from './leftovers.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const put = (id: string, file: string) => writeFileSync(join(world.home, 'workspaces', id, file), '');
const isMade = (id: string) => existsSync(join(world.home, 'workspaces', id));
const place = (n: number) => new RegExp(`Queued at place ${n}: at most 1 run works at the same time`);
const WORKS = /The agent .* works/;

test('one place, three runs: in order, over a restart; who waits for a person frees the place', async () => {
  world = await makeWorld({ repos: API, agent: 'asks-when-let.sh', more: 'limits: { agents: 1 }' });
  const { slack, ana, dev } = world;
  const first = await world.begins('ABC-1');
  await world.shows(first.card, WORKS);
  const second = await world.begins('ABC-2');
  await world.shows(second.card, place(1));
  const third = await world.begins('ABC-3');
  await world.shows(third.card, place(2));
  expect(await ana.types('/metawsm status', { in: dev })).toMatch(/ABC-3/);
  await world.restart();
  await world.shows(second.card, place(1));
  await world.shows(third.card, place(2));
  expect([isMade(second.id), isMade(third.id)]).toEqual([false, false]);

  put(first.id, 'may-ask');
  const asked = await world.hears(first.card, /Which word\?/);
  await world.shows(second.card, WORKS);
  await world.shows(third.card, place(1));
  await ana.presses('Hi', { on: asked });
  await world.hears(first.card, /Merge-ready/);
  await world.shows(third.card, place(1));
  put(second.id, 'may-ask');
  await world.hears(second.card, /Which word\?/);
  await world.shows(third.card, WORKS);
  expect(slack.visibleText(third.card)).not.toMatch(/Queued/);
}, 60_000);

test('a queued run is stopped, paused, discarded; the others move up', async () => {
  world = await makeWorld({ repos: API, agent: 'greets-when-let.sh', more: 'limits: { agents: 1 }' });
  const { ana, dev } = world;
  const working = await world.begins('ABC-4');
  await world.shows(working.card, WORKS);
  const stopped = await world.begins('ABC-5');
  const paused = await world.begins('ABC-6');
  const last = await world.begins('ABC-7');
  await world.shows(last.card, place(3));
  await ana.presses('Stop', { on: stopped.card });
  await world.shows(stopped.card, /Stopped by @ana/);
  await world.shows(last.card, place(2));
  await ana.types(`/metawsm pause ${paused.id}`, { in: dev });
  await world.shows(paused.card, /Paused by @ana/);
  await world.shows(last.card, place(1));
  await ana.presses('Discard', { on: stopped.card });
  await world.shows(stopped.card, /closed \(discarded\)/);
  await nothingLeft(world.home);

  await world.restart();
  await ana.presses('Resume', { on: paused.card });
  await world.shows(paused.card, place(2));
  put(working.id, 'go');
  await world.hears(working.card, /Merge-ready/);
  await world.shows(last.card, WORKS);
  await world.shows(paused.card, place(1));
  await ana.presses('Pause', { on: last.card });
  put(last.id, 'go');
  await world.shows(last.card, /Paused by @ana/);
  await world.shows(paused.card, WORKS);
}, 60_000);

test('no disk left: new runs wait, also over a restart, those with a workspace pass by, a cleanup lets them go', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'greets-when-let.sh',
    more: ({ ana }) =>
      `limits: { disk: 1KB }\naccess: { start: [everyone], answer: [everyone], merge: [everyone], admins: [${ana.id}] }`,
  });
  const { slack, ana, dev } = world;
  const first = await world.begins('ABC-8');
  await world.shows(first.card, WORKS);
  await world.until(() => isMade(first.id), 'a workspace');
  await ana.presses('Stop', { on: first.card });
  await world.shows(first.card, /Stopped by @ana/);
  const second = await world.begins('ABC-9');
  const cleanable = new RegExp(
    `Queued at place 1: the workspaces take [\\d.]+ kB of 1\\.0 kB.*An admin may clean up ${first.id} \\(stopped, `,
    'i',
  );
  await slack.waitFor(
    () => cleanable.test(slack.visibleText(second.card).replaceAll('`', '')),
    'what may be cleaned',
    20_000,
  );
  await world.restart();
  await ana.presses('Restart', { on: first.card });
  await world.shows(first.card, WORKS);
  await world.shows(second.card, /Queued at place 1.*It begins when other runs are closed/);
  expect(isMade(second.id)).toBe(false);

  await ana.presses('Stop', { on: first.card });
  await world.shows(first.card, /Stopped by @ana/);
  await ana.types(`/metawsm cleanup ${first.id} --discard ${first.id}`, { in: dev });
  await world.shows(first.card, /closed \(discarded\)/);
  await world.shows(second.card, WORKS);
}, 60_000);
