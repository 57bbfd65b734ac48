/** A database as the first so many migrations leave it. */
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { writerOptions } from '../../../src/persistence/data-source.js';
import { sqlite } from '../../../src/persistence/migrations/sqlite.js';
import type { Row } from './earlier.js';

/** Takes the place of what is there. Columns that the schema of that time has not are left out. */
export async function writeOld(file: string, migrations: number, rows: Row[]): Promise<void> {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  const options = { ...writerOptions(`sqlite:${file}`), migrations: sqlite.slice(0, migrations) };
  const old = await new DataSource(options as never).initialize();
  try {
    await old.runMigrations({ transaction: 'each' });
    await old.query('BEGIN');
    for (const { table, values } of rows) {
      const known = (await columnsOf(old, table)).filter((name) => values[name] !== undefined);
      const marks = known.map(() => '?').join(', ');
      const names = known.map((name) => `"${name}"`).join(', ');
      await old.query(
        `INSERT INTO "${table}" (${names}) VALUES (${marks})`,
        known.map((name) => values[name]),
      );
    }
    await old.query('COMMIT');
  } finally {
    await old.destroy();
  }
}

async function columnsOf(source: DataSource, table: string): Promise<string[]> {
  const rows: { name: string }[] = await source.query(`PRAGMA table_info("${table}")`);
  return rows.map(({ name }) => name);
}
