import { expect, test } from '@jest/globals';
import type { DiskUse, Queued } from '../../src/run/onward.js';
import { type Contender, differs, placed } from '../../src/run/places.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 9, minute)).toISOString();
const works = (id: string): Contender => ({ id, status: 'running', step: 1 });
const waits = (id: string, minute: number, next: Queued['next'] = 'workspace'): Contender => ({
  id,
  status: 'preparing',
  step: 1,
  queue: { since: at(minute), next },
});
const disk = (usedBytes: number): DiskUse => ({ usedBytes, limitBytes: 100, cleanable: [] });
const told = (contenders: Contender[], limits: Parameters<typeof placed>[1]) =>
  placed(contenders, limits).map((one) => `${one.id} ${one.granted ? 'goes' : one.place}`);

test('whoever has waited longest goes first, the others are told their place', () => {
  const all = [works('a'), waits('d', 3), waits('b', 1), waits('c', 2)];
  expect(told(all, { agents: 2 })).toEqual(['b goes', 'c 1', 'd 2']);
  expect(told(all, { agents: 1 })).toEqual(['b 1', 'c 2', 'd 3']);
  expect(told(all, { agents: 9 })).toEqual(['b goes', 'c goes', 'd goes']);
});

test('runs beyond a limit that was lowered keep working, and nobody comes after them', () => {
  expect(told([works('a'), works('b'), works('c'), waits('d', 1)], { agents: 2 })).toEqual(['d 1']);
});

test('a full disk holds back new workspaces only', () => {
  const all = [waits('b', 1), waits('c', 2, 'agent'), waits('d', 3, 'checks')];
  expect(told(all, { agents: 4, disk: disk(100) })).toEqual(['b 1', 'c goes', 'd goes']);
  expect(told(all, { agents: 4, disk: disk(99) })).toEqual(['b goes', 'c goes', 'd goes']);
  expect(placed(all, { agents: 4, disk: disk(120) })[0]).toMatchObject({ disk: { usedBytes: 120 } });
});

test('before the first measurement new workspaces are neither let go nor told anything', () => {
  const all = [waits('b', 1), waits('c', 2, 'agent'), waits('d', 3, 'checks')];
  expect(told(all, { agents: 1, disk: 'unmeasured' })).toEqual(['c goes', 'd 2']);
});

test('a card is drawn anew for another place or other names, not for other bytes', () => {
  const now = { id: 'b', step: 1, granted: false, place: 1, places: 4, disk: disk(100) } as const;
  const shown = { since: at(1), next: 'workspace', place: 1, places: 4, disk: disk(101) } as const;
  expect(differs(shown, now)).toBe(false);
  expect(differs({ ...shown, place: 2 }, now)).toBe(true);
  expect(differs({ since: at(1), next: 'workspace' }, now)).toBe(true);
  const cleanable = [{ run: 'abc-1-aaaaaa', status: 'failed', bytes: 7 }] as const;
  expect(differs({ ...shown, disk: { ...disk(100), cleanable: [...cleanable] } }, now)).toBe(true);
});
