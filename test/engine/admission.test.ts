/** While people wait, work begins one by one; afterwards nothing of it is left behind. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Admission } from '../../src/engine/admission.js';

const several = (admission: Admission, many: number) => {
  const begun: number[] = [];
  for (let n = 1; n <= many; n += 1) void admission.enter()?.then(() => begun.push(n));
  return begun;
};

test('nobody waits: work begins at once', () => {
  expect(new Admission({ isCrowded: () => false }).enter()).toBeUndefined();
});

test('a crowd: work begins one by one in its turn, and whoever comes later stands behind', async () => {
  let isCrowded = true;
  const admission = new Admission({ isCrowded: () => isCrowded, everyMs: 60 });
  const begun = several(admission, 20);
  await pause(150);
  expect(begun.length).toBeGreaterThan(0);
  expect(begun.length).toBeLessThan(4);
  isCrowded = false;
  const last = admission.enter();
  expect(last).toBeDefined();
  await last;
  expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(admission.enter()).toBeUndefined();
});

test('opened for good, it lets all in, whoever waits', async () => {
  const admission = new Admission({ isCrowded: () => true, everyMs: 60_000 });
  const begun = several(admission, 3);
  admission.open();
  await pause(5);
  expect(begun).toEqual([1, 2, 3]);
  expect(admission.enter()).toBeUndefined();
});
