import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import sqlite3 from 'sqlite3';
import type { StoredRun } from '../../src/engine/ports.js';
import type { Posted } from '../../src/run/decision.js';
import { contextOf, openTrial, runOf, T0, T1, T2, type Trial } from './samples.js';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.end());

const add = (...runs: StoredRun[]) =>
  trial.store.unit.write(async (tx) => {
    for (const run of runs) await tx.addRun(run);
  });
const move = (from: StoredRun, to: Partial<StoredRun>) =>
  trial.store.unit.write((tx) => tx.moveRun(from, { ...from, ...to }));
const read = () => trial.store.unit.read;
const posted = (channel: string, ts: string): Posted => ({ channel, ts, drawn: 'd' });

/** The row as another program sees it. */
function rowOf(id: string): Promise<Record<string, unknown>> {
  return new Promise((done, fail) => {
    const file = new sqlite3.Database(trial.url.slice('sqlite:'.length), sqlite3.OPEN_READONLY);
    file.get('SELECT * FROM runs WHERE id = ?', [id], (error, row) => {
      file.close();
      if (error) fail(error);
      else done(row as Record<string, unknown>);
    });
  });
}

const CLOSED = { status: 'active', value: 'closed', historyValue: {}, children: {} };

describe('runs', () => {
  test('come back as they were stored, inside and outside of a transaction', async () => {
    const run = runOf('abc-12-aaaaaa', { version: 3, machineVersion: 2 }, { team: 'T1' });
    await add(run);
    expect(await read().run(run.id)).toEqual(run);
    expect(await trial.store.unit.write((tx) => tx.run(run.id))).toEqual(run);
    expect(await read().run('nobody')).toBeUndefined();
    expect(await trial.store.unit.write((tx) => tx.run('nobody'))).toBeUndefined();
    await expect(add(run)).rejects.toThrow('UNIQUE');
  });

  test('the columns of the table follow the snapshot', async () => {
    const run = runOf('abc-12-aaaaaa');
    await add(run);
    expect(await rowOf(run.id)).toMatchObject({
      id: run.id,
      ticket: 'ABC-12',
      ticket_key: 'abc-12',
      status: 'intake',
      outcome: null,
      channel: 'C1',
      requester: 'U1',
      card_ts: null,
      seen_ts: null,
      version: 0,
      machine_version: 1,
      created_at: T0,
      updated_at: T0,
    });
    const context = contextOf(run.id, { outcome: 'merged', messages: { card: posted('C1', '10.1') } });
    await move(run, { status: 'closed', machineVersion: 2, snapshot: { ...CLOSED, context } });
    expect(await rowOf(run.id)).toMatchObject({
      status: 'closed',
      outcome: 'merged',
      card_ts: '10.1',
      version: 1,
      machine_version: 2,
      created_at: T0,
      updated_at: T2,
    });
    expect((await read().run(run.id))?.snapshot).toEqual({ ...CLOSED, context });
  });

  test('of two moves from one version the second loses and changes nothing', async () => {
    const run = runOf('abc-12-aaaaaa');
    await add(run);
    expect(await move(run, { status: 'preparing' })).toBe(true);
    const late = contextOf(run.id, { messages: { card: posted('C1', '10.1') } });
    expect(await move(run, { status: 'closed', snapshot: { context: late } })).toBe(false);
    expect(await read().run(run.id)).toEqual({ ...run, status: 'preparing', version: 1 });
    expect(await read().byThread('C1', '10.1')).toBeUndefined();
    expect(await move({ ...run, id: 'nobody' }, {})).toBe(false);
  });

  test('are found by id or ticket, whatever the case; a ticket means the newest by creation', async () => {
    const old = runOf('abc-12-bbbbbb', { createdAt: T0 });
    const young = runOf('abc-12-aaaaaa', { createdAt: T1, ticket: 'abc-12' });
    await add(young, old, runOf('abc-1-cccccc', { ticket: 'ABC-1', createdAt: T2 }));
    await move(old, { status: 'closed' });
    expect((await read().find('aBc-12'))?.id).toBe(young.id);
    expect((await read().find('ABC-12-BBBBBB'))?.id).toBe(old.id);
    expect(await read().find('ABC')).toBeUndefined();
    expect(await read().find('abc-12-%')).toBeUndefined();
    expect(await read().find('')).toBeUndefined();
  });

  test('are listed newest first, by ticket and status, page by page', async () => {
    const a = runOf('a', { createdAt: T0 });
    const b = runOf('b', { createdAt: T1, ticket: 'XYZ-1', status: 'closed' });
    const c = runOf('c', { createdAt: T2, status: 'failed' });
    await add(b, c, a);
    await move(a, {});
    const ids = async (filter: Partial<Parameters<ReturnType<typeof read>['list']>[0]>) => {
      const { runs, total } = await read().list({ limit: 10, offset: 0, ...filter });
      return [runs.map((run) => run.id).join(''), total];
    };
    expect(await ids({})).toEqual(['cba', 3]);
    expect(await ids({ limit: 2 })).toEqual(['cb', 3]);
    expect(await ids({ limit: 2, offset: 2 })).toEqual(['a', 3]);
    expect(await ids({ limit: 2, offset: 4 })).toEqual(['', 3]);
    expect(await ids({ ticket: 'abc-12' })).toEqual(['ca', 2]);
    expect(await ids({ statuses: ['intake', 'closed'] })).toEqual(['ba', 2]);
    expect(await ids({ statuses: ['closed'], ticket: 'ABC-12' })).toEqual(['', 0]);
    expect(await ids({ statuses: [] })).toEqual(['', 0]);
    expect(await read().openRunIds()).toEqual(['a', 'c']);
  });

  test('are found by every message they ever had, also one that was posted anew', async () => {
    const run = runOf('a', {}, { messages: { card: posted('C1', '10.1') } });
    await add(run, runOf('b'));
    const messages = { card: posted('C1', '10.5'), q1: posted('C1', '10.2') };
    await move(run, { snapshot: { context: contextOf('a', { messages }) } });
    for (const ts of ['10.1', '10.2', '10.5']) expect((await read().byThread('C1', ts))?.id).toBe('a');
    expect(await read().byThread('C2', '10.1')).toBeUndefined();
    expect(await read().byThread('C1', '10.3')).toBeUndefined();
    expect((await read().byThread('C1', '10.5'))?.version).toBe(1);
  });

  test('remember the newest message seen, which never goes back', async () => {
    const run = runOf('a');
    await add(run, runOf('b'));
    const see = (ts: string) => trial.store.unit.write((tx) => tx.markSeen('a', ts));
    expect(await read().seenTs('a')).toBeUndefined();
    for (const ts of ['1700000000.000200', '1700000000.000300', '1700000000.000100']) await see(ts);
    expect(await read().seenTs('a')).toBe('1700000000.000300');
    expect(await read().seenTs('b')).toBeUndefined();
    expect(await read().seenTs('nobody')).toBeUndefined();
    // Seeing is no decision.
    expect(await move(run, {})).toBe(true);
    expect(await read().seenTs('a')).toBe('1700000000.000300');
  });

  test('a missing id is a fault and never means any row', async () => {
    await add(runOf('a'));
    const none = undefined as unknown as string;
    await expect(read().run(none)).rejects.toThrow();
    await expect(read().byThread('C1', none)).rejects.toThrow();
    await expect(trial.store.unit.write((tx) => tx.run(none))).rejects.toThrow();
    await expect(trial.store.unit.write((tx) => tx.markSeen(none, '1.1'))).rejects.toThrow();
    expect(await read().seenTs('a')).toBeUndefined();
  });
});
