import 'reflect-metadata';
import { resolve } from 'node:path';
import sqlite3 from 'sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Channel } from './entities/channel.js';
import { Effect } from './entities/effect.js';
import { Group } from './entities/group.js';
import { GroupMember } from './entities/group-member.js';
import { Inbox } from './entities/inbox.js';
import { Journal } from './entities/journal.js';
import { Person } from './entities/person.js';
import { Run } from './entities/run.js';
import { RunMessage } from './entities/run-message.js';
import { Timer } from './entities/timer.js';
import { sqlite } from './migrations/sqlite.js';
import { PreparedDatabase } from './prepared.js';

const entities = [Run, RunMessage, Journal, Effect, Timer, Inbox, Person, Group, GroupMember, Channel];

const shared = {
  type: 'sqlite',
  busyTimeout: 5000,
  // TypeORM asks for long stack traces, which make every statement slower.
  driver: { verbose: () => ({ Database: PreparedDatabase, OPEN_URI: sqlite3.OPEN_URI }) },
  entities,
  // A condition on undefined would otherwise mean every row.
  invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
} as const;

/** The absolute path of `sqlite:<path>`. Throws on any other address. */
export function fileOf(url: string): string {
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : '';
  if (path === '' || path === ':memory:')
    throw new Error(`The database address must be sqlite:<path>, but is ${url.split(':', 1)[0]}:…`);
  return resolve(path);
}

/** The one connection that writes; it alone knows the migrations. */
export function writerOptions(url: string): DataSourceOptions {
  return { ...shared, database: fileOf(url), enableWAL: true, migrations: sqlite };
}

/** A second connection on which every write fails with `SQLITE_READONLY`. */
function readerOptions(url: string): DataSourceOptions {
  return { ...shared, database: fileOf(url), flags: sqlite3.OPEN_READONLY };
}

/** Opens the writer; every commit reaches the disk before it counts. */
export async function openWriter(url: string): Promise<DataSource> {
  const writer = await new DataSource(writerOptions(url)).initialize();
  await writer.query('PRAGMA synchronous = FULL');
  return writer;
}

export function openReader(url: string): Promise<DataSource> {
  return new DataSource(readerOptions(url)).initialize();
}
