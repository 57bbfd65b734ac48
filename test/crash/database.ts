/** The bot's database through a read-only connection. */
import { existsSync } from 'node:fs';
import sqlite3 from 'sqlite3';

export type Row = Record<string, string | number | null>;
export type Ask = (sql: string) => Promise<Row[]>;

/** Opens, asks and closes; undefined where there is no database yet, or none of its tables. */
export async function reading<T>(file: string, work: (ask: Ask) => Promise<T>): Promise<T | undefined> {
  if (!existsSync(file)) return undefined;
  const database = await new Promise<sqlite3.Database>((done, fail) => {
    const handle = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (error) =>
      error ? fail(error) : done(handle),
    );
  });
  const ask: Ask = (sql) =>
    new Promise((done, fail) => {
      database.all(sql, (error: Error | null, rows: Row[]) => (error ? fail(error) : done(rows)));
    });
  try {
    database.configure('busyTimeout', 5_000);
    const [tables] = await ask(`SELECT count(*) AS many FROM sqlite_master WHERE name = 'timers'`);
    return tables?.many === 1 ? await work(ask) : undefined;
  } finally {
    await new Promise<void>((done) => database.close(() => done()));
  }
}

/** What each open run is doing: the states of its machine, outermost first. */
export async function openStates(file: string): Promise<string[]> {
  const rows = await reading(file, (ask) =>
    ask(`SELECT snapshot FROM runs WHERE status <> 'closed' ORDER BY id`),
  );
  return (rows ?? []).map(({ snapshot }) =>
    pathOf((JSON.parse(String(snapshot)) as { value: unknown }).value),
  );
}

function pathOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}.${pathOf(inner)}`)
    .join(' ');
}
