/**
 * Where the database is touched: each statement of the driver passes here, so that a write can be counted and met.
 * The program knows nothing of it.
 */
import type sqlite3 from 'sqlite3';
import { PreparedDatabase } from '../../../src/persistence/prepared.js';

export interface Watcher {
  /**
   * The n-th transaction that writes is about to begin, or a later statement of it; one that is a single statement has
   * the place `single`. Resolves when it may go on.
   */
  before(handle: sqlite3.Database, write: number, place: Place): Promise<void> | undefined;
  /** SQLite has refused a statement. */
  refused(code: string): void;
  /** A write is on the disk. */
  committed(): void;
}

export type Place = 'begin' | 'inside' | 'commit' | 'single';

type Callback = (this: unknown, error: (Error & { code?: string }) | null, ...rest: unknown[]) => void;
type Statement = (this: sqlite3.Database, sql: string, ...rest: unknown[]) => sqlite3.Database;

interface Watched {
  watcher: Watcher;
  writes: number;
  /** A transaction has begun. */
  isOpen: boolean;
}

const files = new Map<string, Watched>();
let isPlaced = false;

/** Counts the writes to the database `file` from 1 anew, until the returned function is called. */
export function watch(file: string, watcher: Watcher): () => void {
  place();
  files.set(file, { watcher, writes: 0, isOpen: false });
  return () => files.delete(file);
}

/** How many writes have begun. */
export const writesOf = (file: string): number => files.get(file)?.writes ?? 0;

function place(): void {
  if (isPlaced) return;
  isPlaced = true;
  const prototype = PreparedDatabase.prototype as unknown as Record<'run' | 'all', Statement>;
  for (const name of ['run', 'all'] as const) {
    const original = prototype[name];
    prototype[name] = function (sql, ...rest) {
      const watched = files.get((this as unknown as { filename: string }).filename);
      const at = watched && placeOf(sql, watched);
      if (!watched || !at) return original.call(this, sql, ...rest);
      if (at === 'begin' || at === 'single') watched.writes += 1;
      const heard = hearing(rest, watched, at);
      const wait = watched.watcher.before(this, watched.writes, at);
      if (!wait) return original.call(this, sql, ...heard);
      void wait.then(() => original.call(this, sql, ...heard));
      return this;
    };
  }
}

function placeOf(sql: string, watched: Watched): Place | undefined {
  if (sql === 'BEGIN IMMEDIATE') {
    watched.isOpen = true;
    return 'begin';
  }
  if (/^(?:COMMIT|ROLLBACK)$/.test(sql)) {
    watched.isOpen = false;
    return sql === 'COMMIT' ? 'commit' : undefined;
  }
  if (!/^(?:INSERT|UPDATE|DELETE)\b/.test(sql)) return undefined;
  return watched.isOpen ? 'inside' : 'single';
}

function hearing(rest: unknown[], watched: Watched, place: Place): unknown[] {
  return rest.map((one) => {
    if (typeof one !== 'function') return one;
    const callback: Callback = function (this: unknown, error, ...more) {
      const { watcher } = watched;
      if (error && place === 'begin') watched.isOpen = false;
      if (error?.code) watcher.refused(error.code);
      else if (place === 'commit' || place === 'single') watcher.committed();
      return (one as Callback).call(this, error, ...more);
    };
    return callback;
  });
}
