/** Places over a real database: who goes, who waits, and what survives the end of an engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Places } from '../../src/engine/places.js';
import type { StoredRun } from '../../src/engine/ports.js';
import { by, type Engine, now, Workshop, World } from './workshop.js';

let shop: Workshop;
let engine: Engine;
beforeEach(() => {
  shop = new Workshop();
  shop.agents = 1;
});
afterEach(async () => {
  await engine.stop();
  await shop.close();
});

const works = (run: StoredRun) => run.status === 'running' && run.snapshot.context.agent.alive;
const waitsAt = (place: number) => (run: StoredRun) => run.snapshot.context.queue?.place === place;
const placeOf = async (id: string) => (await (await shop.unit()).read.run(id))?.snapshot.context.queue?.place;

async function started(name: string): Promise<string> {
  const id = await shop.begin(engine, name);
  await engine.until(id, (run) => 'brief' in run.snapshot.context.messages);
  await engine.door.gesture(id, by('start'), `start ${name}`);
  return id;
}

const asks = (id: string) =>
  engine.door.deliver(
    id,
    {
      type: 'guidance_requested',
      at: now(),
      request: { question: '?', options: [], agent: 'script', via: { kind: 'file', path: '/w' } },
    },
    'asks',
  );

test('in order, over the end of the engine; each is let go once', async () => {
  engine = await shop.start(new World().handlers());
  const first = await started('one');
  await engine.until(first, works);
  const second = await started('two');
  await engine.until(second, waitsAt(1));
  const third = await started('three');
  await engine.until(third, waitsAt(2));

  await engine.stop();
  engine = await shop.start(new World().handlers());
  expect([await placeOf(second), await placeOf(third)]).toEqual([1, 2]);
  await asks(first);
  await engine.until(second, works);
  await engine.until(third, waitsAt(1));
  await engine.door.gesture(second, by('stop'), 'stop');
  await engine.until(third, works);

  const { read } = await shop.unit();
  for (const id of [first, second, third]) {
    const granted = (await read.journal(id)).filter((line) => line.event.type === 'place_granted');
    expect(granted.map((line) => line.outcome)).toEqual(['applied']);
  }
  expect(engine.broken).toEqual([]);
}, 30_000);

test('a place that was lost in the middle is given by the next engine', async () => {
  shop.agents = 0;
  engine = await shop.start(new World().handlers());
  const id = await started('one');
  await engine.until(id, waitsAt(1));
  await engine.stop();
  shop.agents = 1;
  engine = await shop.start(new World().handlers());
  await engine.until(id, works);
}, 30_000);

test('before the disk is measured a new workspace waits without a word, then it is told, then it goes', async () => {
  shop.agents = 4;
  shop.disk = 'unmeasured';
  engine = await shop.start(new World().handlers());
  const id = await started('one');
  await engine.until(id, (run) => run.snapshot.context.queue !== undefined);
  engine.places.poke();
  expect(await placeOf(id)).toBeUndefined();
  shop.disk = { usedBytes: 10, limitBytes: 10, cleanable: [] };
  engine.places.poke();
  await engine.until(id, waitsAt(1));
  shop.disk = { usedBytes: 9, limitBytes: 10, cleanable: [] };
  engine.places.poke();
  await engine.until(id, works);
}, 30_000);

test('a database that fails is asked again', async () => {
  shop.agents = 0;
  engine = await shop.start(new World().handlers());
  const id = await started('one');
  await engine.until(id, waitsAt(1));
  const faults: unknown[] = [];
  let failures = 2;
  const places = new Places({
    unit: await shop.unit(),
    door: {
      deliver: async (...delivery) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the disk is full');
        return engine.door.deliver(...delivery);
      },
    },
    agents: 1,
    disk: () => undefined,
    now,
    onBroken: (error) => faults.push(error),
    retryMs: 5,
  });
  await places.begin();
  await engine.until(id, works);
  await places.stop();
  expect(faults).toHaveLength(2);
}, 30_000);
