/** Statements that are kept: each answer is that of its own values, faults reach their caller, and few are kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import sqlite3 from 'sqlite3';
import { PreparedDatabase } from '../../src/persistence/prepared.js';

let folder: string;
let db: PreparedDatabase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'metawsm-prepared-'));
  db = await opened();
  await run('CREATE TABLE one (id INTEGER PRIMARY KEY, word TEXT UNIQUE)');
});
afterEach(async () => {
  await close(db);
  rmSync(folder, { recursive: true });
});

const opened = (): Promise<PreparedDatabase> =>
  new Promise((done, fail) => {
    const one = new PreparedDatabase(join(folder, 'one.sqlite'), (error) =>
      error ? fail(error) : done(one),
    );
  });
const close = (one: PreparedDatabase): Promise<void> =>
  new Promise((done, fail) => one.close((error) => (error ? fail(error) : done())));
const run = (sql: string, values: unknown[] = [], on = db): Promise<{ lastID: number; changes: number }> =>
  new Promise((done, fail) => {
    on.run(sql, values, function (this: { lastID: number; changes: number }, error: Error | null) {
      const { lastID, changes } = this;
      if (error) fail(error);
      else done({ lastID, changes });
    });
  });
const all = (sql: string, values: unknown[] = []): Promise<unknown[]> =>
  new Promise((done, fail) => {
    db.all(sql, values, (error: Error | null, rows: unknown[]) => (error ? fail(error) : done(rows)));
  });

const ADD = 'INSERT INTO one (word) VALUES (?)';
const FIND = 'SELECT word FROM one WHERE id = ?';

test('the same text with other values, one after another and at the same time', async () => {
  const words = Array.from({ length: 30 }, (_, n) => `word ${n}`);
  for (const word of words.slice(0, 10)) expect((await run(ADD, [word])).changes).toBe(1);
  const added = await Promise.all(words.slice(10).map((word) => run(ADD, [word])));
  expect(new Set(added.map(({ lastID }) => lastID)).size).toBe(20);
  const found = await Promise.all(words.map((_, n) => all(FIND, [n + 1])));
  expect(found).toEqual(words.map((word) => [{ word }]));
});

test('a fault reaches whoever caused it, and the next one works', async () => {
  const faulty = ['INSERT INTO none (word) VALUES (?)', 'SELECT nothing FROM one WHERE id = ?'];
  for (const sql of faulty)
    for (const told of await Promise.allSettled([run(sql, ['a']), all(sql, ['a']), run(sql, ['a'])]))
      expect(told.status).toBe('rejected');
  await run(ADD, ['a']);
  const told = await Promise.allSettled([run(ADD, ['a']), run(ADD, ['b']), run(ADD, ['a'])]);
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  expect((await run(ADD, ['c'])).changes).toBe(1);
});

test('closing waits for statements that are under way, be they new, known or faulty', async () => {
  await all(FIND, [1]);
  const other = new PreparedDatabase(join(folder, 'one.sqlite'));
  db.configure('busyTimeout', 1);
  await run('BEGIN IMMEDIATE', [], other);
  const told = Promise.allSettled([all(FIND, [1]), all('SELECT 1 AS one'), run(ADD, ['a'])]);
  await close(db);
  expect((await told).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  await close(other);
  db = await opened();
});

test('a table that changes is seen, and a transaction that is over holds nothing', async () => {
  await run('BEGIN IMMEDIATE');
  await run(ADD, ['a']);
  expect(await all('SELECT * FROM one')).toEqual([{ id: 1, word: 'a' }]);
  await run('COMMIT');
  await run('ALTER TABLE one ADD COLUMN more TEXT');
  expect(await all('SELECT * FROM one')).toEqual([{ id: 1, word: 'a', more: null }]);
  const other = new sqlite3.Database(join(folder, 'one.sqlite'));
  const exclusive = new Promise<void>((done, fail) =>
    other.exec('BEGIN EXCLUSIVE; COMMIT', (error) => (error ? fail(error) : done())),
  );
  await exclusive;
  await new Promise((done) => other.close(done));
});

test('a statement that met a locked database kept what came after it from being committed', async () => {
  await run('PRAGMA journal_mode = WAL');
  await run('PRAGMA busy_timeout = 20');
  // kept from here on
  await run('BEGIN IMMEDIATE');
  await run('COMMIT');
  await run(ADD, ['a']);
  const other = new sqlite3.Database(join(folder, 'one.sqlite'));
  const execute = (sql: string) =>
    new Promise<void>((done, fail) => other.exec(sql, (error) => (error ? fail(error) : done())));
  const words = () =>
    new Promise((done, fail) =>
      other.all('SELECT word FROM one', (error, rows) => (error ? fail(error) : done(rows))),
    );
  await execute('PRAGMA busy_timeout = 20');
  for (const sql of ['BEGIN IMMEDIATE', ADD, 'INSERT INTO one (word) SELECT ?']) {
    await execute('BEGIN IMMEDIATE');
    await expect(run(sql, sql === 'BEGIN IMMEDIATE' ? [] : ['x'])).rejects.toThrow('SQLITE_BUSY');
    await execute('ROLLBACK');
    expect((await run(ADD, [sql])).changes).toBe(1);
    expect(await words()).toContainEqual({ word: sql });
    await execute('BEGIN IMMEDIATE; ROLLBACK');
  }
  await new Promise((done) => other.close(done));
});

test('of many texts the last hundred are kept', async () => {
  for (let n = 1; n <= 300; n += 1) expect(await all(`SELECT ${n} AS n FROM one`)).toEqual([]);
  const kept = (db as unknown as { kept: Map<string, unknown> }).kept;
  expect([...kept.keys()][0]).toBe('SELECT 201 AS n FROM one');
  expect(kept.size).toBe(100);
});
