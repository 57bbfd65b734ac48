/** The lines of the inspector's stream put together by the page, and the words for them. */
import { describe, expect, test } from '@jest/globals';
import type { InspectedEffect, InspectedEvent, InspectionChange } from '../../../src/app/inspection.js';
import { type Known, NOTHING, take } from '../../../src/playground/page/inspector/known.js';
import { sender, toneOf, until } from '../../../src/playground/page/inspector/words.js';

const change = (more: Partial<InspectionChange>): InspectionChange => ({
  is: 'change',
  hasDatabase: true,
  events: [],
  effects: [],
  ...more,
});
const run = { id: 'a', ticket: 'A', status: 'intake', state: 'intake.reading', version: 1, updatedAt: '' };
const line = (seq: number) => ({ run: 'a', seq, type: 'posted' }) as InspectedEvent;
const effect = (id: string, status: InspectedEffect['status']) =>
  ({ run: 'a', id, status }) as InspectedEffect;
const all = (...changes: InspectionChange[]): Known => changes.reduce(take, NOTHING);

describe('what is known', () => {
  test('grows by events and keeps one of each effect', () => {
    const known = all(
      change({
        fresh: true,
        runs: [run],
        events: [line(1)],
        effects: [effect('a/1/0', 'pending'), effect('a/1/1', 'pending')],
      }),
      change({ events: [line(2)], effects: [effect('a/1/0', 'done')] }),
    );
    expect(known.runs).toEqual([run]);
    expect(known.events.a?.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(known.effects.a?.map(({ id, status }) => [id, status])).toEqual([
      ['a/1/0', 'done'],
      ['a/1/1', 'pending'],
    ]);
  });

  test('is forgotten on a fresh start, but for the machine', () => {
    const picture = { nodes: [], edges: [] };
    const before = take(all(change({ runs: [run], events: [line(1)] })), { is: 'machine', picture });
    const after = take(before, change({ fresh: true, hasDatabase: false }));
    expect(after).toEqual({ ...NOTHING, picture, hasDatabase: false });
  });
});

test('words', () => {
  const now = Date.parse('2026-03-01T10:00:00.000Z');
  expect(until('2026-03-01T10:29:59.000Z', now)).toBe('in 29 min');
  expect(until('2026-03-08T10:00:00.000Z', now)).toBe('in 7 d');
  expect(until('2026-03-01T09:59:00.000Z', now)).toBe('due now');
  expect(
    ['timer', 'posted', 'agent_exited', 'checks_finished'].map((type) => sender({ ...line(1), type })),
  ).toEqual(['timer', 'Slack', 'agent', 'work']);
  expect(['failed', 'closed', 'paused', 'running.working'].map(toneOf)).toEqual([
    'bad',
    'good',
    'wait',
    'plain',
  ]);
});
