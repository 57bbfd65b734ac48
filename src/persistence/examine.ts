/** Is the database whole, up to date, and is anything in it that was given up? Only read, beside the bot as well. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataSource } from 'typeorm';
import { type Finding, findingsOn } from '../doctor/finding.js';
import { fileOf, openReader } from './data-source.js';
import { sqlite } from './migrations/sqlite.js';

export interface DatabaseSight {
  /** `sqlite:<path>` */
  url: string;
  /** The present. */
  now: Date;
  /** Whether a bot works on it. */
  isRunning: boolean;
  signal: AbortSignal;
}

const { well, note, fault } = findingsOn('database');
const WEEK_MS = 7 * 24 * 3_600_000;
const MINUTE_MS = 60_000;
const NAMED = 3;

export async function examineDatabase(sight: DatabaseSight): Promise<Finding[]> {
  const name = fileOf(sight.url);
  if (!existsSync(name)) return [well('doctor_database_new')];
  let source: DataSource | undefined;
  const end = () => void source?.destroy().catch(() => undefined);
  sight.signal.addEventListener('abort', end, { once: true });
  try {
    source = await openReader(sight.url);
    return await read(source, name, sight);
  } catch (error) {
    sight.signal.throwIfAborted();
    const detail = error instanceof Error ? error.message : String(error);
    return [fault('doctor_database_unreadable', { name, detail })];
  } finally {
    sight.signal.removeEventListener('abort', end);
    if (source?.isInitialized) await source.destroy();
  }
}

async function read(source: DataSource, name: string, sight: DatabaseSight): Promise<Finding[]> {
  const told: Record<string, string>[] = await source.query('PRAGMA quick_check(3)');
  const words = told.flatMap((row) => Object.values(row));
  if (words.join() !== 'ok') return [fault('doctor_database_broken', { name, detail: words.join('; ') })];
  const [{ version = '' } = {}]: { version?: string }[] = await source.query(
    'SELECT sqlite_version() AS version',
  );
  const closed = isWritable(name) ? [] : [fault('doctor_database_closed', { name })];
  const whole = well('doctor_database', { name, detail: `SQLite ${version}` });
  const tables: unknown[] = await source.query("SELECT 1 FROM sqlite_master WHERE name = 'migrations'");
  if (tables.length === 0) return [whole, note('doctor_database_old', { detail: 'it is empty' }), ...closed];
  const moved = await migrations(source);
  return [whole, ...moved, ...closed, ...(moved.length === 0 ? await leftovers(source, sight) : [])];
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function migrations(source: DataSource): Promise<Finding[]> {
  const rows: { name: string }[] = await source.query('SELECT name FROM migrations ORDER BY id');
  const done = rows.map((row) => row.name);
  const known = sqlite.map((one) => one.name);
  const newer = done.filter((one) => !known.includes(one));
  if (newer.length > 0) return [fault('doctor_database_newer', { detail: newer.join(', ') })];
  const lacking = known.filter((one) => !done.includes(one));
  return lacking.length > 0 ? [note('doctor_database_old', { detail: `without ${lacking.join(', ')}` })] : [];
}

async function leftovers(source: DataSource, { now, isRunning }: DatabaseSight): Promise<Finding[]> {
  const weekAgo = new Date(now.getTime() - WEEK_MS).toISOString();
  const dead: { at: string; error: string | null }[] = await source.query(
    "SELECT received_at AS at, error FROM inbox WHERE status = 'dead' AND received_at > ? ORDER BY received_at DESC",
    [weekAgo],
  );
  const late = new Date(now.getTime() - (isRunning ? MINUTE_MS : 0)).toISOString();
  const fresh: { at: string }[] = await source.query(
    "SELECT received_at AS at FROM inbox WHERE status = 'new' AND received_at < ? ORDER BY received_at",
    [late],
  );
  const failed: { run: string; kind: string }[] = await source.query(
    `SELECT effects.run_id AS run, effects.kind FROM effects
     JOIN journal ON journal.run_id = effects.run_id AND journal.seq = effects.seq
     WHERE effects.status = 'failed' AND journal.at > ? ORDER BY journal.at DESC`,
    [weekAgo],
  );
  const of = <T>(rows: readonly T[], show: (row: T) => string) =>
    rows.slice(0, NAMED).map(show).join('; ') +
    (rows.length > NAMED ? `; and ${rows.length - NAMED} more` : '');
  return [
    ...(dead.length === 0
      ? []
      : [
          fault('doctor_inbox_dead', {
            known: deliveries(dead.length),
            detail: of(dead, ({ at, error }) => `${at}: ${(error ?? 'no reason').slice(0, 120)}`),
          }),
        ]),
    ...(fresh.length === 0
      ? []
      : [
          note('doctor_inbox_waiting', {
            known: deliveries(fresh.length),
            detail: of(fresh, ({ at }) => at),
          }),
        ]),
    ...(failed.length === 0
      ? []
      : [note('doctor_effects_failed', { detail: of(failed, ({ run, kind }) => `${kind} of ${run}`) })]),
  ];
}

const deliveries = (amount: number): string => (amount === 1 ? 'one delivery' : `${amount} deliveries`);
