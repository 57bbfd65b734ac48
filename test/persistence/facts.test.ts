import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { InboxRow, Tx } from '../../src/engine/ports.js';
import { openReader } from '../../src/persistence/data-source.js';
import type { Person } from '../../src/run/policy.js';
import { openTrial, T0, T1, type Trial } from './samples.js';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.end());

const write = <T>(work: (tx: Tx) => Promise<T>) => trial.store.unit.write(work);
const read = () => trial.store.unit.read;
const none = undefined as unknown as string;

describe('the inbox', () => {
  const row = (key: string, more: Partial<InboxRow> = {}): InboxRow => ({
    key,
    body: { type: 'event_callback', text: 'ünï &amp; "quotes"', list: [null, 1] },
    receivedAt: T0,
    status: 'new',
    attempts: 0,
    ...more,
  });

  test('takes a key once and a message once', async () => {
    await write(async (tx) => {
      expect(await tx.addInbox(row('e1', { messageKey: 'C1:1.1' }))).toBe(true);
      expect(await tx.addInbox(row('e1', { messageKey: 'C1:1.2' }))).toBe(false);
      expect(await tx.addInbox(row('e2', { messageKey: 'C1:1.1' }))).toBe(false);
      expect(await tx.addInbox(row('e3'))).toBe(true);
      expect(await tx.addInbox(row('e4'))).toBe(true);
    });
    expect(await read().newInbox(10)).toEqual([row('e1', { messageKey: 'C1:1.1' }), row('e3'), row('e4')]);
  });

  test('gives the new ones as they came', async () => {
    await write(async (tx) => {
      for (const key of ['late', 'z', 'a', 'm'])
        await tx.addInbox(row(key, { receivedAt: key === 'late' ? T1 : T0 }));
      await tx.addInbox(row('done', { status: 'done' }));
    });
    expect((await read().newInbox(10)).map((one) => one.key)).toEqual(['z', 'a', 'm', 'late']);
    expect((await read().newInbox(2)).map((one) => one.key)).toEqual(['z', 'a']);
  });

  test('drops old bodies, never keys, and nothing that is still new', async () => {
    await write(async (tx) => {
      await tx.addInbox(row('open'));
      await tx.addInbox(row('old'));
      await tx.addInbox(row('young', { receivedAt: T1 }));
      for (const key of ['old', 'young']) await tx.settleInbox(key, 'done');
      await tx.trimInbox(T1);
    });
    const reader = await openReader(trial.url);
    const rows: { key: string; body: string }[] = await reader.query('SELECT key, body FROM inbox');
    await reader.destroy();
    const bodies = new Map(rows.map((one) => [one.key, one.body]));
    expect(bodies.get('old')).toBe('null');
    expect(bodies.get('young')).not.toBe('null');
    expect(bodies.get('open')).not.toBe('null');
    expect(await write((tx) => tx.addInbox(row('old')))).toBe(false);
  });

  test('counts tries, and what is settled is known but not new', async () => {
    await write((tx) => tx.addInbox(row('e1', { body: undefined })));
    await write((tx) => tx.touchInbox('e1', 'no rights yet'));
    await write((tx) => tx.touchInbox('e1', 'still none'));
    expect(await read().newInbox(10)).toEqual([row('e1', { body: null, attempts: 2, error: 'still none' })]);
    expect(await write((tx) => tx.settleInbox('e1', 'dead', 'gave up'))).toBe(true);
    expect(await write((tx) => tx.settleInbox('e1', 'done'))).toBe(false);
    expect(await write((tx) => tx.settleInbox('x', 'done'))).toBe(false);
    await write((tx) => tx.touchInbox('e1', 'too late'));
    expect(await read().newInbox(10)).toEqual([]);
    expect(await write((tx) => tx.addInbox(row('e1')))).toBe(false);
    await expect(write((tx) => tx.settleInbox(none, 'done'))).rejects.toThrow();
  });
});

describe('people, groups and channels', () => {
  const person: Person = {
    id: 'U1',
    name: 'ana',
    isFullMember: true,
    isBot: false,
    groups: [],
    fetchedAt: T0,
  };

  test('a person has the groups that list them, and no others', async () => {
    await write(async (tx) => {
      await tx.putPerson({ ...person, groups: ['S9'] });
      await tx.putGroup('S1', ['U1', 'U2', 'U1'], T0);
      await tx.putGroup('S2', ['U1'], T0);
      expect(await tx.person('U1')).toEqual({ ...person, groups: ['S1', 'S2'] });
    });
    await write((tx) => tx.putGroup('S1', ['U2'], T1));
    // Facts that were read before the change bring nothing back.
    await write((tx) => tx.putPerson({ ...person, name: 'anna', isBot: true, groups: ['S1', 'S2'] }));
    expect(await read().person('U1')).toEqual({ ...person, name: 'anna', isBot: true, groups: ['S2'] });
    expect(await read().person('U2')).toBeUndefined();
    expect(await read().knownPeople()).toEqual(['U1']);
    expect(await read().groupFetchedAt('S1')).toBe(T1);
    expect(await read().groupFetchedAt('S9')).toBeUndefined();
    await expect(write((tx) => tx.putGroup(none, [], T1))).rejects.toThrow();
    expect((await read().person('U1'))?.groups).toEqual(['S2']);
  });

  test('a group may be large or empty', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => `U${n}`);
    await write((tx) => tx.putGroup('S1', many, T0));
    await write((tx) => tx.putPerson({ ...person, id: 'U2499' }));
    expect((await read().person('U2499'))?.groups).toEqual(['S1']);
    await write((tx) => tx.putGroup('S1', [], T1));
    expect((await read().person('U2499'))?.groups).toEqual([]);
  });

  test('channels are replaced', async () => {
    const facts = { id: 'C1', isMember: true, kind: 'channel', shared: false, fetchedAt: T0 } as const;
    const other = { ...facts, isMember: false, kind: 'group', shared: true, fetchedAt: T1 } as const;
    await write((tx) => tx.putChannel(facts));
    expect(await read().channel('C1')).toEqual(facts);
    await write((tx) => tx.putChannel(other));
    expect(await write((tx) => tx.channel('C1'))).toEqual(other);
    expect(await read().channel('C2')).toBeUndefined();
  });
});
