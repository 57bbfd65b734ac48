import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openWriter } from '../../src/persistence/data-source.js';
import { sqlite } from '../../src/persistence/migrations/sqlite.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'metawsm-migrations-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Runs a script of package.json on the database of the temporary home. */
function npm(script: string): Promise<{ code: number; out: string }> {
  // Empty, so that no `.env` of the checkout names another database.
  const env = { ...process.env, DATABASE_URL: '', METAWSM_HOME: home, NODE_OPTIONS: '' };
  return new Promise((done) => {
    execFile('npm', ['run', '--silent', script], { cwd: top, env }, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), out: stdout + stderr }),
    );
  });
}

describe('migrations', () => {
  test('the list holds every file of the folder, oldest first', async () => {
    const folder = join(top, 'src/persistence/migrations/sqlite');
    const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
    const named = files.map((file) => file.replace(/^(\d+)-(\w+)\.ts$/, '$2$1'));
    expect(sqlite.map((one) => one.name)).toEqual(named);
    expect(sqlite.map((one) => new one().name)).toEqual(named);
  });

  test('bring a fresh database to what the entities say; the check tells the difference', async () => {
    expect(await npm('migration:check')).toMatchObject({ code: 1 });
    expect(await npm('migration:run')).toMatchObject({ code: 0 });
    const check = await npm('migration:check');
    expect(check).toEqual({
      code: 0,
      out: expect.stringContaining('No changes in database schema were found'),
    });
  });

  test('run once, however often', async () => {
    const url = `sqlite:${join(home, 'metawsm.sqlite')}`;
    for (const expected of [sqlite.length, 0]) {
      const writer = await openWriter(url);
      expect(await writer.runMigrations({ transaction: 'each' })).toHaveLength(expected);
      await writer.destroy();
    }
  });

  test('the table and column that are promised to the outside exist', async () => {
    const writer = await openWriter(`sqlite:${join(home, 'metawsm.sqlite')}`);
    await writer.runMigrations({ transaction: 'each' });
    expect(await writer.query('SELECT status FROM runs')).toEqual([]);
    const foreign = await writer.query(`SELECT sql FROM sqlite_master WHERE sql LIKE '%CASCADE%'`);
    expect(foreign).toEqual([]);
    await writer.destroy();
  });
});
