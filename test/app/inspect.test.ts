/** Looking into the bot's database from outside, on databases that this test writes. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openInspection } from '../../src/app/inspect.js';
import { openWriter } from '../../src/persistence/data-source.js';
import { Onlooker } from '../../src/persistence/onlooker.js';
import { openStore } from '../../src/persistence/store.js';
import { createRedactor } from '../../src/redact.js';
import { effectOf, lineOf, openTrial, runOf, T1, type Trial } from '../persistence/samples.js';
import { Viewer } from './viewer.js';

let trial: Trial;
const viewers: Viewer[] = [];
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(async () => {
  for (const viewer of viewers.splice(0)) viewer.leave();
  await trial.end();
});

function watch(options: Partial<Parameters<typeof openInspection>[0]> = {}): Viewer {
  const viewer = new Viewer(openInspection({ home: trial.home, everyMs: 5, ...options }));
  viewers.push(viewer);
  return viewer;
}

const addRun = (id: string) => trial.store.unit.write((tx) => tx.addRun(runOf(id, { version: 1 })));

describe('what is seen', () => {
  test('the machine first, then all there is, then what is new', async () => {
    const { unit } = trial.store;
    await unit.write(async (tx) => {
      await tx.addRun(
        runOf('a', { version: 1, snapshot: { ...runOf('a').snapshot, value: { running: 'working' } } }),
      );
      await tx.addJournal({ ...lineOf('a', 1, 'k1'), actor: 'U1', state: 'intake.reading' });
      await tx.addEffects([effectOf('a', 1, 0)]);
      await tx.setTimer({
        id: 'a/1/t0',
        runId: 'a',
        name: 'lapse',
        event: { type: 'timer', name: 'lapse' },
        dueAt: T1,
      });
    });
    const viewer = watch();
    await viewer.sees(({ runs }) => runs.length === 1, 'the run');
    expect(viewer.lines[0]).toMatchObject({ is: 'machine', picture: { nodes: expect.any(Array) } });
    expect(viewer.runs).toEqual([
      {
        id: 'a',
        ticket: 'ABC-12',
        status: 'intake',
        state: 'running.working',
        version: 1,
        updatedAt: expect.any(String),
      },
    ]);
    expect(viewer.events).toEqual([
      expect.objectContaining({
        run: 'a',
        seq: 1,
        type: 'start',
        actor: 'U1',
        to: 'intake.reading',
        outcome: 'applied',
      }),
    ]);
    expect(viewer.timers).toEqual([{ id: 'a/1/t0', run: 'a', name: 'lapse', dueAt: T1 }]);

    await unit.write((tx) => tx.startEffect('a/1/0', T1));
    await viewer.sees(({ effects }) => effects.get('a/1/0')?.status === 'started', 'the effect at work');
    await unit.write(async (tx) => {
      await tx.settleEffect('a/1/0', 'done', 'posted');
      await tx.addJournal({ ...lineOf('a', 2, 'k2'), outcome: 'ignored', state: 'intake.asking' });
      await tx.moveRun((await tx.run('a'))!, {
        snapshot: runOf('a').snapshot,
        status: 'intake',
        machineVersion: 2,
      });
      await tx.clearTimer('a', 'lapse');
    });
    await viewer.sees(({ events }) => events.length === 2, 'the second event');
    expect(viewer.events[1]).toMatchObject({
      from: 'intake.reading',
      to: 'intake.asking',
      outcome: 'ignored',
    });
    expect(viewer.effects.get('a/1/0')).toMatchObject({
      status: 'done',
      result: 'posted',
      attempts: 1,
      startedAt: T1,
    });
    expect(viewer.timers).toEqual([]);
    const last = viewer.lines.at(-1);
    expect(last).toMatchObject({ events: [{ seq: 2 }], effects: [{ id: 'a/1/0' }] });
    expect(last).not.toHaveProperty('fresh');

    const later = watch();
    await later.sees(({ events }) => events.length === 2, 'all that was');
    expect([...later.effects.values()]).toEqual([...viewer.effects.values()]);
  });

  test('texts are foreign: redacted, then cut', async () => {
    const secret = 'hunter-of-bugs-22';
    const long = `${'x'.repeat(595)}${secret}${'y'.repeat(2_000)}`;
    await trial.store.unit.write(async (tx) => {
      await tx.addRun(runOf('a', { version: 1 }));
      const event = { type: 'tell', actor: 'U1', at: T1, text: long } as const;
      await tx.addJournal({ ...lineOf('a', 1, 'k1'), event });
      await tx.addEffects([effectOf('a', 1, 0, { status: 'failed', result: `no ${secret}` })]);
    });
    const viewer = watch({ redact: createRedactor({ env: { MY_TOKEN: secret } }) });
    await viewer.sees(({ events }) => events.length === 1, 'the event');
    const { text } = viewer.events[0]!.event as { text: string };
    expect(text).toMatch(/^x{595}\[reda… 2005 more characters$/);
    expect(viewer.effects.get('a/1/0')?.result).toBe('no [redacted]');
    expect(JSON.stringify(viewer.lines)).not.toContain('hunter');
  });
});

describe('a database', () => {
  test('may come later, go, and be another one', async () => {
    const other = await openTrial();
    const viewer = watch({ home: join(other.home, 'sub') });
    await viewer.sees(({ hasDatabase }) => hasDatabase === false, 'that there is none');
    const url = `sqlite:${join(other.home, 'sub', 'metawsm.sqlite')}`;
    const store = await openStore({ url, home: join(other.home, 'sub') });
    await store.unit.write((tx) => tx.addRun(runOf('first', { version: 1 })));
    await viewer.sees(({ runs }) => runs[0]?.id === 'first', 'the first run');
    await store.close();
    await rename(join(other.home, 'sub'), join(other.home, 'gone'));
    await viewer.sees(({ hasDatabase }) => hasDatabase === false, 'that it went');
    expect(viewer.runs).toEqual([]);
    const next = await openStore({ url, home: join(other.home, 'sub') });
    await next.unit.write((tx) => tx.addRun(runOf('second', { version: 1 })));
    await viewer.sees(({ runs }) => runs[0]?.id === 'second', 'the run of the new one');
    expect(viewer.runs).toHaveLength(1);
    await next.close();
    await other.end();
  });

  test('that is not migrated yet is waited for', async () => {
    await trial.store.close();
    await rm(trial.home, { recursive: true });
    const old = await openTrial();
    await old.store.close();
    const writer = await openWriter(old.url);
    await writer.undoLastMigration();
    await writer.destroy();
    const viewer = watch({ home: old.home });
    const store = await old.reopen();
    await store.unit.write(async (tx) => {
      await tx.addRun(runOf('a', { version: 1 }));
      await tx.addJournal(lineOf('a', 1, 'k'));
    });
    await viewer.sees(({ events }) => events.length === 1, 'the line after the migration');
    await old.end();
  });

  test('neither waits for an onlooker nor does the onlooker wait for it', async () => {
    const { unit } = trial.store;
    await addRun('a');
    const onlooker = await Onlooker.open(join(trial.home, 'metawsm.sqlite'));
    expect(await onlooker.moved()).toBe(true);
    expect(await onlooker.moved()).toBe(false);
    // In the middle of a write that is not committed, and a write in the middle of a look.
    await unit.write(async (tx) => {
      await tx.addRun(runOf('b', { version: 1 }));
      expect(await onlooker.glance(({ runs }) => runs(9))).toHaveLength(1);
    });
    const [before, after] = await onlooker.glance(async ({ runs }) => {
      const seen = await runs(9);
      await addRun('c');
      return [seen.length, (await runs(9)).length];
    });
    expect([before, after]).toEqual([2, 2]);
    expect(await onlooker.moved()).toBe(true);
    expect(await onlooker.glance(({ runs }) => runs(9))).toHaveLength(3);
    await onlooker.close();
  });

  const openHere = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === join(trial.home, 'metawsm.sqlite');
      } catch {
        return false;
      }
    }).length;

  (existsSync('/proc/self/fd') ? test : test.skip)('is not even open while nobody looks', async () => {
    await addRun('a');
    // SQLite keeps files open for as long as another connection of the process has locks on them.
    await trial.store.close();
    const inspection = openInspection({ home: trial.home, everyMs: 5 });
    expect(openHere()).toBe(0);
    const viewer = new Viewer(inspection);
    await viewer.sees(({ runs }) => runs.length === 1, 'the run');
    expect(openHere()).toBe(1);
    viewer.leave();
    const end = Date.now() + 5_000;
    while (openHere() > 0 && Date.now() < end) await new Promise((resolve) => setImmediate(resolve));
    expect(openHere()).toBe(0);
    const again = new Viewer(inspection);
    await again.sees(({ runs }) => runs.length === 1, 'the run again');
    again.leave();
  });
});
