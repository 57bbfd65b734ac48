/** A disk without a free page, and somebody else who writes for longer than the bot waits. */
import sqlite3 from 'sqlite3';
import type { Random } from '../../crash/random.js';
import type { FaultyWorld } from './world.js';

export type Fault = 'full' | 'busy';

/** Shorter than the bot's own patience of five seconds, so that hundreds of faults fit into a minute. */
const PATIENCE_MS = 30;

/** The fault holds when this resolves; what it gives ends it. */
export function begin(
  fault: Fault,
  world: FaultyWorld,
  handle: sqlite3.Database,
  random: Random,
): Promise<() => Promise<void>> {
  return fault === 'full' ? fill(world, handle) : lock(world.file, handle, random);
}

/** So that the next write has to ask for room, instead of using what an earlier one has left. */
export const truncate = (handle: sqlite3.Database): Promise<void> =>
  // Fails inside of a transaction, and while somebody reads.
  execute(handle, 'PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);

/** No page more: of the whole disk, or of the database where there is no disk of its own. */
async function fill({ disk }: FaultyWorld, handle: sqlite3.Database): Promise<() => Promise<void>> {
  if (!disk) {
    await execute(handle, 'PRAGMA max_page_count = 1');
    return () => execute(handle, 'PRAGMA max_page_count = 4294967294');
  }
  await truncate(handle);
  disk.fill();
  return async () => disk.free();
}

async function lock(file: string, handle: sqlite3.Database, random: Random): Promise<() => Promise<void>> {
  handle.configure('busyTimeout', PATIENCE_MS);
  const other = await new Promise<sqlite3.Database>((done, fail) => {
    const one = new sqlite3.Database(file, (error) => (error ? fail(error) : done(one)));
  });
  await execute(other, random.chance(0.5) ? 'BEGIN IMMEDIATE' : 'BEGIN EXCLUSIVE');
  return async () => {
    await execute(other, 'ROLLBACK');
    await new Promise<void>((done) => other.close(() => done()));
  };
}

function execute(handle: sqlite3.Database, sql: string): Promise<void> {
  return new Promise((done, fail) => {
    handle.exec(sql, (error) => (error ? fail(error) : done()));
  });
}
