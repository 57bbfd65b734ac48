/** How long what was sent may still arrive, by a clock that somebody sets. */
import { beforeEach, expect, test } from '@jest/globals';
import { type EffectCall, Later } from '../../src/engine/ports.js';
import { Settling } from '../../src/slack/settling.js';

const HOUR_MS = 3_600_000;
let clock: number;
let steady: number;
let settling: Settling;

const begin = () => {
  const settle = { requestTimeoutMs: 10_000, marginMs: 5_000 };
  settling = new Settling(
    settle,
    () => clock,
    () => steady,
  );
};
beforeEach(() => {
  [clock, steady] = [Date.parse('2026-11-24T09:00:00Z'), 7_000];
  begin();
});

const passes = (ms: number) => {
  clock += ms;
  steady += ms;
};
const call = (startedAt = clock) =>
  ({ id: 'a/1/0', inDoubt: true, startedAt: new Date(startedAt).toISOString() }) as EffectCall;

function waits(of: EffectCall): number {
  try {
    settling.expectSettled(of);
    return 0;
  } catch (error) {
    if (error instanceof Later) return error.afterMs;
    throw error;
  }
}

test('a clock that was set back by an hour held a message in doubt for an hour', () => {
  const sent = call();
  settling.sent(sent.id);
  clock -= HOUR_MS;
  expect(waits(sent)).toBe(15_000);
  passes(15_000);
  expect(waits(sent)).toBe(0);
});

test('a clock that was set back held what an earlier process had begun', () => {
  const begun = call();
  passes(1_000);
  begin();
  expect(waits(begun)).toBe(14_000);
  clock -= HOUR_MS;
  passes(14_000);
  expect(waits(begun)).toBe(0);
});

test('a clock that was set back before this process began holds nothing for longer than a request may take', () => {
  const begun = call(clock + HOUR_MS);
  expect(waits(begun)).toBe(15_000);
  passes(15_000);
  expect(waits(begun)).toBe(0);
});

test('what an earlier process sent long ago is looked for at once', () => {
  const begun = call();
  passes(HOUR_MS);
  begin();
  passes(5_000);
  expect(waits(begun)).toBe(0);
});
