/** A run as the inspector sees it from another process, over SIGKILL and a second bot, to its end. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openInspection } from '../../src/app/inspect.js';
import { Onlooker } from '../../src/persistence/onlooker.js';
import { Viewer } from '../app/viewer.js';
import { killable } from './killable.js';
import { makeWorld, type World } from './world.js';

let world: World;
let viewer: Viewer;
const { begin, kill } = killable(() => world);
afterEach(async () => {
  viewer.leave();
  await kill();
  await world.close();
});

const isDone = ({ status }: { status: string }) => status === 'done';

test('every event, state, effect and timer of a run is seen, and a killed bot is seen to go on', async () => {
  world = await makeWorld({ repos: { api: { 'README.md': '# A greeter\n' } }, asleep: true });
  const { slack, ana, home } = world;
  viewer = new Viewer(openInspection({ home, everyMs: 20 }));
  await viewer.sees(({ hasDatabase }) => hasDatabase === false, 'that there is no database');
  await begin();
  const { card, id } = await world.begins('ABC-1');
  const asked = await world.hears(card, /Which greeting\?/);
  await viewer.sees(({ runs }) => runs[0]?.state === 'awaiting_guidance', 'that the run waits');
  await viewer.sees(({ timers }) => timers.some(({ name }) => name === 'remind:g1'), 'the reminder');

  // A message of which nobody knows whether it arrived would be looked for, which takes its time.
  await viewer.sees(({ effects }) => [...effects.values()].every(isDone), 'everything done');
  await kill();
  const atDeath = viewer.events.length;
  await begin();
  await ana.presses('Moin', { on: asked });
  const summary = await world.hears(card, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed/i);
  await viewer.sees(
    ({ runs, effects }) => runs[0]?.state === 'closed' && [...effects.values()].every(isDone),
    'the run closed and everything done',
  );

  expect(viewer.runs).toEqual([
    expect.objectContaining({ id, ticket: 'ABC-1', status: 'closed', outcome: 'merged' }),
  ]);
  expect(viewer.timers).toEqual([]);
  expect(viewer.events.length).toBeGreaterThan(atDeath);
  expect(viewer.events.map(({ seq }) => seq)).toEqual(viewer.events.map((_, at) => at + 1));
  expect(viewer.events.slice(1).map(({ from }) => from)).toEqual(
    viewer.events.slice(0, -1).map(({ to }) => to),
  );
  const states = viewer.events.flatMap(({ from, to }) => (to && to !== from ? [to] : []));
  expect(states).toEqual(
    expect.arrayContaining(['preparing.making', 'running.working', 'checking', 'merge_ready']),
  );
  expect(states.slice(-2)).toEqual(['closing.removing', 'closed']);

  // What was put together from changes is what stands there.
  await kill();
  const onlooker = await Onlooker.open(join(home, 'metawsm.sqlite'));
  const [lines, rows] = await onlooker.glance(
    async (glances) =>
      [
        await glances.journal(id, 0, 999),
        await glances.effects(id, { seq: 0, ids: [], limit: 999 }),
      ] as const,
  );
  await onlooker.close();
  expect(viewer.events.map((one) => one.type)).toEqual(lines.map((line) => line.event.type));
  expect([...viewer.effects.keys()].sort()).toEqual(rows.map((row) => row.id).sort());
  expect(slack.transcript()).not.toMatch(/defect/i);
}, 90_000);
