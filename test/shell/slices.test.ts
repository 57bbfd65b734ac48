import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { givePrecedence } from '../../src/shell/precedence.js';
import { Slices } from '../../src/shell/slices.js';

afterEach(() => givePrecedence(() => false));

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

test('a slice begins when nobody with precedence waits, and before long whoever does', async () => {
  const slices = new Slices();
  let asked = 0;
  givePrecedence(() => {
    asked += 1;
    return asked < 4;
  });
  await slices.next();
  expect(asked).toBe(4);
  givePrecedence(() => true);
  const begun = performance.now();
  await slices.next();
  expect(performance.now() - begun).toBeGreaterThan(19);
});
