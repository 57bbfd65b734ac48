import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Slices } from '../../src/shell/slices.js';

test('of many who work at the same time, one has its slice in each round, in the order in which they asked', async () => {
  const slices = new Slices();
  const seen: string[] = [];
  let isOver = false;
  const rounds = (async () => {
    while (!isOver) {
      seen.push('|');
      await setImmediate();
    }
  })();
  await Promise.all(['a', 'b', 'c'].map((name) => slices.next().then(() => void seen.push(name))));
  isOver = true;
  await rounds;
  expect(seen.join('')).toMatch(/^\|+a\|+b\|+c\|*$/);
});
