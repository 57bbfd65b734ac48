import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { UnitOfWork } from '../engine/ports.js';
import { fileOf, openReader, openWriter } from './data-source.js';
import { lockInstance } from './instance-lock.js';
import { fileAt } from './onlooker.js';
import { makePrivateFile, makePrivateFolder } from './private-files.js';
import { Gate } from './unit-of-work.js';

interface StoreOptions {
  /** `sqlite:<path>`. */
  url: string;
  /** The folder that belongs to this bot; made when it is missing, mode 0700. */
  home: string;
  /** The current instant, for `runs.updated_at`. */
  now?: () => string;
}

export interface Store {
  unit: UnitOfWork;
  /** Waits for what is being written, then closes the database and frees the home. */
  close(): Promise<void>;
}

/**
 * Opens the database, brought up to date, for this process alone. Throws `AlreadyRunning` within a second or so
 * where another process has the home or the database.
 */
export async function openStore({
  url,
  home,
  now = () => new Date().toISOString(),
}: StoreOptions): Promise<Store> {
  const undo: (() => Promise<void>)[] = [];
  const undoAll = async () => {
    for (const step of undo.reverse()) await step();
  };
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= undoAll();
    return closing;
  };
  try {
    makePrivateFolder(home);
    undo.push(await lockInstance(join(home, 'instance.lock')));
    // Two homes may name one database.
    undo.push(await lockInstance(`${databaseFile(url)}.lock`));
    const writer = await openWriter(url);
    undo.push(() => writer.destroy());
    await migrate(writer);
    const reader = await openReader(url);
    undo.push(() => reader.destroy());
    const unit = new Gate(writer, reader, now, stillAt(fileOf(url)));
    undo.push(() => unit.close());
    return { unit, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * SQLite goes on writing into a file that was removed or replaced, and all of it would be gone at the next start. What
 * is refused instead is told to people, and comes again.
 */
function stillAt(file: string): () => void {
  const opened = fileAt(file);
  return () => {
    if (fileAt(file) === opened) return;
    throw new Error(
      `The database file ${file} was removed or replaced while metawsm ran; nothing is written any more. ` +
        'Put the file back, or stop metawsm, restore a backup, and start it again.',
    );
  };
}

/** Makes the file where it is missing and gives its real path. */
function databaseFile(url: string): string {
  const file = fileOf(url);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  makePrivateFile(file);
  return realpathSync(file);
}

async function migrate(writer: DataSource): Promise<void> {
  await refuseNewer(writer);
  await writer.runMigrations({ transaction: 'each' });
}

/** Before anything is changed: what is refused stays as it was. */
async function refuseNewer(writer: DataSource): Promise<void> {
  const [table] = await writer.query(`SELECT name FROM sqlite_master WHERE name = 'migrations'`);
  if (!table) return;
  const known = new Set(writer.migrations.map((one) => one.name));
  const rows: { name: string }[] = await writer.query('SELECT name FROM migrations ORDER BY id');
  const newer = rows.filter((row) => !known.has(row.name));
  if (newer.length > 0)
    throw new Error(
      `A newer metawsm has changed this database (${newer.map((row) => row.name).join(', ')}). ` +
        'Start that version, or restore a copy from before.',
    );
}
