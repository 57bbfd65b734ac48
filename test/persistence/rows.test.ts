import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DuplicateKey, type TimerRow, type Tx } from '../../src/engine/ports.js';
import { effectOf, lineOf, openTrial, runOf, T0, T1, T2, type Trial } from './samples.js';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.end());

const write = <T>(work: (tx: Tx) => Promise<T>) => trial.store.unit.write(work);
const read = () => trial.store.unit.read;
const none = undefined as unknown as string;

describe('the journal', () => {
  test('of runs that were closed long ago is dropped, every other one stays', async () => {
    const closed = { status: 'closed' } as const;
    await write(async (tx) => {
      for (const [id, more] of [
        ['old', closed],
        ['open', {}],
      ] as const) {
        await tx.addRun(runOf(id, more));
        await tx.addJournal({ ...lineOf(id, 1, 'k'), outcome: 'refused', code: 'not_allowed' });
      }
    });
    await write((tx) => tx.trimJournal(T0));
    expect(await read().journal('old')).toHaveLength(1);
    await write((tx) => tx.trimJournal(T1));
    expect(await read().journal('old')).toEqual([]);
    expect(await read().journal('open')).toMatchObject([{ outcome: 'refused', code: 'not_allowed' }]);
    expect(await read().run('old')).toBeDefined();
  });

  test('keeps its lines in order, with and without an actor', async () => {
    const first = { ...lineOf('a', 1, 'k1'), actor: 'U1' };
    const second = lineOf('a', 2, 'k2');
    await write(async (tx) => {
      await tx.addJournal(second);
      await tx.addJournal(first);
      await tx.addJournal(lineOf('b', 1, 'k1'));
    });
    expect(await read().journal('a')).toEqual([first, second]);
    expect(await read().journal('nobody')).toEqual([]);
  });

  test('a key that is taken throws DuplicateKey, and the transaction can go on', async () => {
    await write((tx) => tx.addJournal(lineOf('a', 1, 'k')));
    await write(async (tx) => {
      expect(await tx.hasJournal('a', 'k')).toBe(true);
      expect(await tx.hasJournal('a', 'other')).toBe(false);
      expect(await tx.hasJournal('b', 'k')).toBe(false);
      await expect(tx.addJournal(lineOf('a', 2, 'k'))).rejects.toBeInstanceOf(DuplicateKey);
      // Number and key both taken.
      await expect(tx.addJournal(lineOf('a', 1, 'k'))).rejects.toBeInstanceOf(DuplicateKey);
      await tx.addJournal(lineOf('a', 2, 'k2'));
    });
    expect((await read().journal('a')).map((line) => line.key)).toEqual(['k', 'k2']);
  });

  test('a number that is taken is another fault', async () => {
    await write((tx) => tx.addJournal(lineOf('a', 1, 'k')));
    const late = write((tx) => tx.addJournal(lineOf('a', 1, 'k2')));
    await expect(late).rejects.toThrow('UNIQUE');
    await expect(late).rejects.not.toBeInstanceOf(DuplicateKey);
  });
});

describe('effects', () => {
  test('of one lane of one run come in order, while they are open', async () => {
    const rows = [effectOf('a', 10, 0), effectOf('a', 9, 1), effectOf('a', 9, 0, { dueAt: T1, attempts: 2 })];
    const others = [
      effectOf('a', 1, 0, { lane: 'work', kind: 'checks.run', params: { step: 1 } }),
      effectOf('b', 1, 0),
      effectOf('c', 1, 0, { status: 'done', result: 'ok' }),
      effectOf('d', 1, 0, { status: 'started', startedAt: T0 }),
    ];
    await write((tx) => tx.addEffects([...rows, ...others]));
    await write((tx) => tx.addEffects([]));
    expect(await read().openEffects('a', 'posts')).toEqual([rows[2], rows[1], rows[0]]);
    expect(await read().openEffects('a', 'work')).toEqual([others[0]]);
    expect(await read().openEffects('d', 'posts')).toEqual([others[3]]);
    expect(await read().openEffects('c', 'posts')).toEqual([]);
    expect(await read().runsWithOpenEffects()).toEqual(['a', 'b', 'd']);
  });

  test('are begun, put off, begun again and settled', async () => {
    const [id, only] = ['a/1/0', async () => (await read().openEffects('a', 'posts'))[0]];
    await write((tx) => tx.addEffects([effectOf('a', 1, 0), effectOf('b', 1, 0)]));
    await write((tx) => tx.startEffect(id, T0));
    expect(await only()).toMatchObject({ status: 'started', attempts: 1, startedAt: T0 });
    await write((tx) => tx.postponeEffect(id, T1, true));
    // Nobody knows whether it happened, so a look-up has to reach back to the first try.
    expect(await only()).toMatchObject({ status: 'started', attempts: 1, dueAt: T1, startedAt: T0 });
    await write((tx) => tx.startEffect(id, T2));
    expect(await only()).toMatchObject({ status: 'started', attempts: 2, startedAt: T0 });
    await write((tx) => tx.postponeEffect(id, T2, false));
    expect(await only()).toEqual(effectOf('a', 1, 0, { attempts: 2, dueAt: T2 }));
    await write((tx) => tx.startEffect(id, T2));
    expect(await only()).toMatchObject({ status: 'started', attempts: 3, startedAt: T2 });
    await write((tx) => tx.settleEffect(id, 'done', 'ok'));
    expect(await only()).toBeUndefined();
    expect(await read().runsWithOpenEffects()).toEqual(['b']);
    expect(await read().openEffects('b', 'posts')).toEqual([effectOf('b', 1, 0)]);
  });

  test('once settled stay so, and unknown ones are a fault', async () => {
    await write((tx) => tx.addEffects([effectOf('a', 1, 0)]));
    await write((tx) => tx.settleEffect('a/1/0', 'failed', 'first'));
    await write((tx) => tx.settleEffect('a/1/0', 'done'));
    await expect(write((tx) => tx.startEffect('a/1/0', T0))).rejects.toThrow('open effect a/1/0');
    await expect(write((tx) => tx.postponeEffect('a/1/0', T0, false))).rejects.toThrow('open effect a/1/0');
    for (const id of ['x', none]) {
      await expect(write((tx) => tx.settleEffect(id, 'done'))).rejects.toThrow();
      await expect(write((tx) => tx.startEffect(id, T0))).rejects.toThrow();
    }
    expect(await read().runsWithOpenEffects()).toEqual([]);
  });

  test('one id is stored once', async () => {
    await write((tx) => tx.addEffects([effectOf('a', 1, 0)]));
    await expect(write((tx) => tx.addEffects([effectOf('a', 1, 1), effectOf('a', 1, 0)]))).rejects.toThrow(
      'UNIQUE',
    );
    expect(await read().openEffects('a', 'posts')).toHaveLength(1);
  });
});

describe('timers', () => {
  const timer = (id: string, runId: string, dueAt: string, name: TimerRow['name'] = 'lapse'): TimerRow => ({
    id,
    runId,
    name,
    event: { type: 'timer', name },
    dueAt,
  });

  test('are due from their instant on, the oldest first', async () => {
    const rows = [timer('2', 'b', T1), timer('1', 'a', T1), timer('3', 'c', T0), timer('4', 'd', T2)];
    await write(async (tx) => {
      for (const row of rows) await tx.setTimer(row);
    });
    expect((await read().dueTimers(T1, 10)).map((row) => row.id)).toEqual(['3', '1', '2']);
    expect(await read().dueTimers(T0, 10)).toEqual([rows[2]]);
    expect(await read().dueTimers(T2, 2)).toHaveLength(2);
    expect(await read().nextTimerAt()).toBe(T0);
  });

  test('of the same name replace each other within one run', async () => {
    await write(async (tx) => {
      await tx.setTimer(timer('1', 'a', T0));
      await tx.setTimer(timer('2', 'a', T2));
      await tx.setTimer(timer('3', 'a', T1, 'remind:g1'));
      await tx.setTimer(timer('4', 'b', T1));
    });
    expect((await read().dueTimers(T2, 10)).map((row) => row.id)).toEqual(['3', '4', '2']);
  });

  test('are taken or cleared once', async () => {
    await write(async (tx) => {
      await tx.setTimer(timer('1', 'a', T0));
      await tx.setTimer(timer('2', 'b', T0));
    });
    expect(await write((tx) => tx.takeTimer('1'))).toBe(true);
    expect(await write((tx) => tx.takeTimer('1'))).toBe(false);
    await write((tx) => tx.clearTimer('b', 'run_time'));
    await write((tx) => tx.clearTimer('a', 'lapse'));
    expect(await read().nextTimerAt()).toBe(T0);
    await write((tx) => tx.clearTimer('b', 'lapse'));
    expect(await write((tx) => tx.takeTimer('2'))).toBe(false);
    expect(await read().nextTimerAt()).toBeUndefined();
  });
});

test('what is stored outlives a restart', async () => {
  await write(async (tx) => {
    await tx.addRun(runOf('a'));
    await tx.addJournal(lineOf('a', 1, 'k'));
    await tx.addEffects([effectOf('a', 1, 0)]);
  });
  const again = await trial.reopen();
  expect(await again.unit.read.run('a')).toEqual(runOf('a'));
  expect(await again.unit.read.journal('a')).toHaveLength(1);
  expect(await again.unit.read.runsWithOpenEffects()).toEqual(['a']);
});
