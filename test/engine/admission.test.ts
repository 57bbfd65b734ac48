/** While people wait, work begins one by one; afterwards nothing of it is left behind. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Admission } from '../../src/engine/admission.js';

/** When each of them began, in their order. */
const several = (admission: Admission, many: number) => {
  const begun: { n: number; at: number }[] = [];
  for (let n = 1; n <= many; n += 1)
    void admission.enter()?.then(() => begun.push({ n, at: performance.now() }));
  return begun;
};

test('nobody waits: work begins at once', () => {
  expect(new Admission({ isCrowded: () => false }).enter()).toBeUndefined();
});

test('a crowd: work begins one by one in its turn, and whoever comes later stands behind', async () => {
  const everyMs = 40;
  let isCrowded = true;
  const admission = new Admission({ isCrowded: () => isCrowded, everyMs });
  const began = performance.now();
  const begun = several(admission, 20);
  while (begun.length < 4) await pause(5);
  const [first, second, third, fourth] = begun.map(({ at }) => at) as [number, number, number, number];
  const gaps = [first - began, second - first, third - second, fourth - third];
  // a timer may fire a millisecond early
  expect(Math.min(...gaps)).toBeGreaterThan(everyMs - 5);
  isCrowded = false;
  const last = admission.enter();
  expect(last).toBeDefined();
  await last;
  expect(begun.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(admission.enter()).toBeUndefined();
});

test('opened for good, it lets all in, whoever waits', async () => {
  const admission = new Admission({ isCrowded: () => true, everyMs: 60_000 });
  const begun = several(admission, 3);
  admission.open();
  await pause(5);
  expect(begun.map(({ n }) => n)).toEqual([1, 2, 3]);
  expect(admission.enter()).toBeUndefined();
});
