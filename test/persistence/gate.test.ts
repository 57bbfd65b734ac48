import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { DuplicateKey, type Tx } from '../../src/engine/ports.js';
import { openWriter } from '../../src/persistence/data-source.js';
import type { Gate } from '../../src/persistence/unit-of-work.js';
import { type GateTrial, openGate } from './gate-trial.js';
import { effectOf, lineOf, runOf, T2 } from './samples.js';

let trial: GateTrial;
let writer: DataSource;
let reader: DataSource;
let gate: Gate;

beforeEach(async () => {
  trial = await openGate();
  ({ writer, reader, gate } = trial);
});

afterEach(() => trial.end());

const fails = async () => {
  throw new Error('no');
};

describe('the gate', () => {
  test('of 400 transactions at once none is lost, and the refused ones leave nothing', async () => {
    await gate.write((tx) => tx.addRun(runOf('counted')));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 400 }, (_, n) =>
        gate.write(async (tx) => {
          const run = await tx.run('counted');
          if (!run) throw new Error('gone');
          await tx.addJournal(lineOf('counted', run.version + 1, `k${n}`));
          expect(await tx.moveRun(run, run)).toBe(true);
          await tx.addEffects([effectOf('counted', run.version + 1, 0)]);
          if (n % 4 === 0) throw new Error('no');
          return n;
        }),
      ),
    );
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(300);
    const run = await gate.read.run('counted');
    expect(run?.version).toBe(300);
    const journal = await gate.read.journal('counted');
    expect(journal.map((line) => line.seq)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    // First in, first out.
    const kept = Array.from({ length: 400 }, (_, n) => n).filter((n) => n % 4 !== 0);
    expect(journal.map((line) => line.key)).toEqual(kept.map((n) => `k${n}`));
    expect(await gate.read.openEffects('counted', 'posts')).toHaveLength(300);
  });

  test('readers never see what is not committed', async () => {
    const seen: unknown[] = [];
    const look = async () => seen.push(await gate.read.run('a'), (await gate.read.openRunIds()).length);
    await gate
      .write(async (tx) => {
        await tx.addRun(runOf('a'));
        expect(await tx.run('a')).toBeDefined();
        await look();
        throw new Error('no');
      })
      .catch(() => undefined);
    await look();
    await gate.write(async (tx) => {
      await tx.addRun(runOf('a'));
      await look();
    });
    expect(seen).toEqual([undefined, 0, undefined, 0, undefined, 0]);
    expect(await gate.read.run('a')).toBeDefined();
  });

  test('a throw rolls everything back, and the next one goes on', async () => {
    const lost = gate.write(async (tx) => {
      await tx.addRun(runOf('a'));
      throw new Error('no');
    });
    const next = gate.write((tx) => tx.addRun(runOf('b')));
    await expect(lost).rejects.toThrow('no');
    await next;
    expect(await gate.read.openRunIds()).toEqual(['b']);
  });

  test('a write that fails at once holds nobody up', async () => {
    const sync = gate.write((() => {
      throw new Error('at once');
    }) as unknown as (tx: Tx) => Promise<void>);
    await expect(sync).rejects.toThrow('at once');
    await gate.write((tx) => tx.addRun(runOf('b')));
    expect(await gate.read.openRunIds()).toEqual(['b']);
  });

  test('a write within a write joins it and shares its end', async () => {
    const lost = gate.write(async (tx) => {
      await tx.addRun(runOf('a'));
      await gate.write(async (inner) => {
        expect(await inner.run('a')).toBeDefined();
        await inner.addRun(runOf('b'));
      });
      throw new Error('no');
    });
    await expect(lost).rejects.toThrow('no');
    expect(await gate.read.openRunIds()).toEqual([]);
  });

  test('a fault inside loses the whole, even where somebody catches it', async () => {
    const nested = gate.write(async (tx) => {
      await tx.addRun(runOf('a'));
      await gate.write(fails).catch(() => undefined);
    });
    await expect(nested).rejects.toThrow('no');
    const statement = gate.write(async (tx) => {
      await tx.addRun(runOf('b'));
      await tx.addRun(runOf('b')).catch(() => undefined);
      await tx.addRun(runOf('c')).catch(() => undefined);
    });
    await expect(statement).rejects.toThrow('UNIQUE');
    const duplicate = gate.write(async (tx) => {
      await tx.addRun(runOf('d'));
      await gate
        .write(async () => {
          throw new DuplicateKey();
        })
        .catch(() => undefined);
    });
    await expect(duplicate).rejects.toThrow(DuplicateKey);
    expect(await gate.read.openRunIds()).toEqual([]);
  });

  test('a transaction waits for what was begun in it and serves nobody afterwards', async () => {
    let kept: Tx | undefined;
    await gate.write(async (tx) => {
      kept = tx;
      void tx.addRun(runOf('a'));
      void gate.write((inner) => inner.addRun(runOf('b')));
    });
    expect(await gate.read.openRunIds()).toEqual(['a', 'b']);
    await expect(kept?.addRun(runOf('c'))).rejects.toThrow('over');
    expect(await gate.read.openRunIds()).toEqual(['a', 'b']);
  });

  test('work that outlives its transaction gets one of its own', async () => {
    let release = () => {};
    const gone = new Promise<void>((done) => {
      release = done;
    });
    let later: Promise<void> | undefined;
    await gate
      .write(async (tx) => {
        await tx.addRun(runOf('a'));
        later = gone.then(() => gate.write((own) => own.addRun(runOf('b'))));
        throw new Error('no');
      })
      .catch(() => undefined);
    release();
    await later;
    expect(await gate.read.openRunIds()).toEqual(['b']);
  });

  test('of several steps at once, one failing, none stays', async () => {
    const lost = gate.write(async (tx) => {
      await Promise.all([
        tx.addRun(runOf('a')),
        tx.addRun(runOf('a')),
        tx.setTimer({
          id: 't',
          runId: 'a',
          name: 'lapse',
          event: { type: 'timer', name: 'lapse' },
          dueAt: T2,
        }),
      ]);
    });
    await expect(lost).rejects.toThrow('UNIQUE');
    await gate.write((tx) => tx.addRun(runOf('b')));
    expect(await gate.read.openRunIds()).toEqual(['b']);
    expect(await gate.read.nextTimerAt()).toBeUndefined();
  });

  test('a full disk fails that write only, and what is committed later is really there', async () => {
    await writer.query('PRAGMA cache_size = 5');
    await writer.query('PRAGMA max_page_count = 60');
    const bulky = runOf('big', {}, { draft: { goal: { text: 'x'.repeat(400_000), source: 'flag' } } });
    await expect(gate.write((tx) => tx.addRun(bulky))).rejects.toThrow('SQLITE_FULL');
    await writer.query('PRAGMA max_page_count = 100000');
    await gate.write((tx) => tx.addRun(runOf('a')));
    await expect(gate.write(fails)).rejects.toThrow('no');
    await gate.write((tx) => tx.addRun(runOf('b')));
    expect(await gate.read.openRunIds()).toEqual(['a', 'b']);
  });

  test('where SQLite has rolled back by itself, the writes around it are whole', async () => {
    const lost = gate.write(async (tx) => {
      await tx.addRun(runOf('a'));
      await writer.query('ROLLBACK');
    });
    await expect(lost).rejects.toThrow('no transaction is active');
    const thrown = gate.write(async () => {
      await writer.query('ROLLBACK');
      throw new Error('no');
    });
    await expect(thrown).rejects.toThrow('no');
    await gate.write((tx) => tx.addRun(runOf('b')));
    expect(await gate.read.openRunIds()).toEqual(['b']);
  });

  test('waits for another program that writes, having read first', async () => {
    const other = await openWriter(trial.url);
    await gate.write((tx) => tx.addRun(runOf('counted')));
    await other.query('CREATE TABLE tally (n integer)');
    const theirs = (async () => {
      for (let n = 0; n < 200; n += 1) await other.query('INSERT INTO tally VALUES (?)', [n]);
    })();
    const ours = Array.from({ length: 100 }, () =>
      gate.write(async (tx) => {
        const run = await tx.run('counted');
        return run ? tx.moveRun(run, run) : false;
      }),
    );
    expect(await Promise.all(ours)).not.toContain(false);
    await theirs;
    await other.destroy();
    expect((await gate.read.run('counted'))?.version).toBe(100);
  });

  test('closed, it lets nothing in and finishes what is in', async () => {
    const last = gate.write((tx) => tx.addRun(runOf('a')));
    await gate.close();
    expect(await gate.read.openRunIds()).toEqual(['a']);
    await last;
    await expect(gate.write((tx) => tx.addRun(runOf('b')))).rejects.toThrow('closed');
  });

  test('the reader cannot write, and a commit reaches the disk first', async () => {
    await expect(reader.query('DELETE FROM runs')).rejects.toThrow('SQLITE_READONLY');
    expect(await writer.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await writer.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  });
});
