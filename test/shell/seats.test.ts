import { setImmediate as breath } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Seats } from '../../src/shell/seats.js';

/** Work that ends when it is told to. */
function held() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.set(name, () => resolve(name));
    });
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

const never = new AbortController().signal;

test('so many at once; the next in line comes when one leaves, also by a failure', async () => {
  const { begun, work, end } = held();
  const seats = new Seats(2);
  const fails = seats.take(never, async () => {
    await work('a')();
    throw new Error('no');
  });
  const [b, c, d] = ['b', 'c', 'd'].map((name) => seats.take(never, work(name)));
  await breath();
  expect(begun).toEqual(['a', 'b']);
  end('a');
  await expect(fails).rejects.toThrow('no');
  await breath();
  expect(begun).toEqual(['a', 'b', 'c']);
  end('b');
  await b;
  await breath();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  end('c');
  end('d');
  expect(await Promise.all([c, d])).toEqual(['c', 'd']);
});

test('who gives up waiting leaves the line, and takes no seat with it', async () => {
  const { begun, work, end } = held();
  const seats = new Seats(1);
  const stop = new AbortController();
  const first = seats.take(never, work('a'));
  const gone = seats.take(stop.signal, work('b'));
  const last = seats.take(never, work('c'));
  stop.abort(new Error('not wanted'));
  await expect(gone).rejects.toThrow('not wanted');
  end('a');
  await first;
  await breath();
  expect(begun).toEqual(['a', 'c']);
  end('c');
  await last;
  await expect(seats.take(stop.signal, work('d'))).rejects.toThrow('not wanted');
});
