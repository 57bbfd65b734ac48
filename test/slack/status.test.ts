/** `status` without a run. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeRig, type Rig } from './rig.js';

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
});
afterEach(() => rig.close());

test('of what waits it lists the newest and says how many there are; nobody else is told that it waits', async () => {
  const { ana, ben, dev } = rig;
  for (let at = 1; at <= 12; at += 1) await rig.begins(`ABC-${at}`);
  const told = await ana.types('/metawsm status', { in: dev });
  expect([...told!.matchAll(/\*?ABC-\d+/gu)].map(([name]) => name.replace('*', ''))).toEqual(
    Array.from({ length: 10 }, (_, n) => `ABC-${12 - n}`),
  );
  expect(told).toMatch(/12 runs wait for you, these are the newest; the bot’s Home tab shows all of them/);
  expect(await ben.types('/metawsm status', { in: dev })).toMatch(/Nothing waits for you[\s\S]*Active/);
});
