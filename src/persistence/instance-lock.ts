import { existsSync, truncateSync } from 'node:fs';
import sqlite3 from 'sqlite3';
import { explain } from '../errors.js';
import { makePrivateFile } from './private-files.js';

/** Another process holds the lock. */
export class AlreadyRunning extends Error {
  constructor(readonly file: string) {
    const { what, todo } = explain('already_running', { detail: file });
    super(`${what} ${todo}`);
    this.name = 'AlreadyRunning';
  }
}

/** A successor may come while the kernel still clears a killed process away. */
const PATIENCE_MS = 500;

// The driver closes a handle that nobody refers to any more, and the lock would be gone.
const held = new Set<sqlite3.Database>();

/**
 * Holds `file` for this process until the returned function is called or the process ends, however it ends.
 * Throws `AlreadyRunning` within a second where somebody else holds it.
 */
export async function lockInstance(file: string): Promise<() => Promise<void>> {
  makePrivateFile(file);
  const handle = (await locked(file)) ?? (await emptied(file));
  held.add(handle);
  return async () => {
    if (held.delete(handle)) await close(handle);
  };
}

/** Whether another process holds the lock. Takes none, and makes no file. */
export async function isHeld(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const handle = await open(file, sqlite3.OPEN_READONLY);
  try {
    await execute(handle, 'SELECT 1 FROM sqlite_master');
    return false;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'SQLITE_BUSY') return true;
    if (code === 'SQLITE_NOTADB') return false;
    throw error;
  } finally {
    await close(handle);
  }
}

/** Undefined where the file holds something else; only who has the lock can find that out. */
async function locked(file: string): Promise<sqlite3.Database | undefined> {
  const handle = await open(file);
  handle.configure('busyTimeout', PATIENCE_MS);
  try {
    await execute(handle, 'BEGIN EXCLUSIVE');
    return handle;
  } catch (error) {
    await close(handle);
    const { code } = error as { code?: string };
    if (code === 'SQLITE_NOTADB') return undefined;
    throw code === 'SQLITE_BUSY' ? new AlreadyRunning(file) : error;
  }
}

/** Nothing in it matters, and nobody holds it. */
async function emptied(file: string): Promise<sqlite3.Database> {
  truncateSync(file);
  const handle = await locked(file);
  if (!handle) throw new Error(`${file} is no lock file, and stays none.`);
  return handle;
}

function open(file: string, mode = sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE): Promise<sqlite3.Database> {
  return new Promise((done, fail) => {
    const handle = new sqlite3.Database(file, mode, (error) => (error ? fail(error) : done(handle)));
  });
}

function execute(handle: sqlite3.Database, sql: string): Promise<void> {
  return new Promise((done, fail) => {
    handle.exec(sql, (error) => (error ? fail(error) : done()));
  });
}

function close(handle: sqlite3.Database): Promise<void> {
  return new Promise((done, fail) => {
    handle.close((error) => (error ? fail(error) : done()));
  });
}
