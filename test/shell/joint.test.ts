import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Joint } from '../../src/shell/joint.js';

const never = () => new AbortController().signal;

/** Work that begins and ends when it is told to. */
function held() {
  const calls: { begin(): void; end(result: string): void; fail(error: Error): void; signal: AbortSignal }[] =
    [];
  const work = (begin: () => void, signal: AbortSignal) =>
    new Promise<string>((end, fail) => void calls.push({ begin, end, fail, signal }));
  return { calls, work };
}

test('who comes before it begins shares it, who comes later has one anew', async () => {
  const joint = new Joint<string>();
  const { calls, work } = held();
  const early = [joint.take('a', never(), work), joint.take('a', never(), work)];
  await pause(0);
  calls[0]!.begin();
  const late = joint.take('a', never(), work);
  const other = joint.take('b', never(), work);
  await pause(0);
  expect(calls).toHaveLength(3);
  calls.forEach(({ end }, at) => {
    end(`${at}`);
  });
  expect(await Promise.all([...early, late, other])).toEqual(['0', '0', '1', '2']);
});

test('a fault reaches all who shared it', async () => {
  const joint = new Joint<string>();
  const { calls, work } = held();
  const both = [joint.take('a', never(), work), joint.take('a', never(), work)];
  await pause(0);
  calls[0]!.fail(new Error('unreachable'));
  const ends = await Promise.allSettled(both);
  expect(ends.map((one) => (one as PromiseRejectedResult).reason.message)).toEqual([
    'unreachable',
    'unreachable',
  ]);
});

test('who leaves takes nothing from the others; the last one ends the work', async () => {
  const joint = new Joint<string>();
  const { calls, work } = held();
  const [one, two] = [new AbortController(), new AbortController()];
  const first = joint.take('a', one.signal, work);
  const second = joint.take('a', two.signal, work);
  await pause(0);
  one.abort(new Error('not wanted'));
  await expect(first).rejects.toThrow('not wanted');
  expect(calls[0]!.signal.aborted).toBe(false);
  two.abort(new Error('nor here'));
  await expect(second).rejects.toThrow('nor here');
  expect(calls[0]!.signal.aborted).toBe(true);
  // It had not begun; nobody joins what is given up.
  const third = joint.take('a', never(), work);
  await pause(0);
  calls[1]!.end('anew');
  expect(await third).toBe('anew');
  await expect(joint.take('a', one.signal, work)).rejects.toThrow('not wanted');
});
