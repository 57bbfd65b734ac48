/**
 * What the bot is at, line by line in a file that survives it, and its death at a place that was drawn: in the midst
 * of a transaction, right after a program was started. Only the bot of the harness has this; it has to be loaded first.
 */
import childProcess, { type ChildProcess } from 'node:child_process';
import { openSync, writeSync } from 'node:fs';
import { PreparedDatabase } from '../../src/persistence/prepared.js';

/** Where the bot can be made to die. `merge` and `worktree`: in the midst of git's work there. */
export type Place = 'transaction' | 'merge' | 'worktree' | 'agent' | 'program';

/** What git does in the bot's own repository of a base while it merges; the rest is reading. */
const MERGING = new Set(['merge-tree', 'commit-tree', 'merge-base', 'update-ref', 'push']);

type Callback = (this: unknown, ...results: unknown[]) => void;

const { CRASH_MARKS, CRASH_AT } = process.env;

if (CRASH_MARKS !== undefined) {
  const file = openSync(CRASH_MARKS, 'a');
  const [place, nth, afterMs] = (CRASH_AT ?? '').split(' ');
  let left = Number(nth);
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  const note = (line: string): void => void writeSync(file, `${line}\n`);
  /** Counts what happens at the place that was drawn. */
  const comes = (met: Place): void => {
    if (met !== place || --left !== 0) return;
    if (Number(afterMs) === 0) die();
    setTimeout(die, Number(afterMs));
  };
  watchStatements(note, comes);
  watchPrograms(note, comes);
}

function watchStatements(note: (line: string) => void, comes: (place: Place) => void): void {
  let inside = false;
  const database = PreparedDatabase.prototype as unknown as Record<
    'run' | 'all',
    (...args: unknown[]) => unknown
  >;
  for (const method of ['run', 'all'] as const) {
    const before = database[method];
    database[method] = function (sql: unknown, ...rest: unknown[]) {
      // What is written outside of a transaction is one by itself.
      const single = !inside && /^(INSERT|UPDATE|DELETE)/.test(String(sql));
      const ends = single || /^(COMMIT|ROLLBACK)/.test(String(sql));
      if (single || /^BEGIN IMMEDIATE/.test(String(sql))) {
        inside = true;
        note('+ transaction');
      }
      if (ends) {
        const callback = rest.at(-1) as Callback;
        rest[rest.length - 1] = function (this: unknown, ...results: unknown[]) {
          inside = false;
          note('- transaction');
          callback.apply(this, results);
        };
      }
      const returned = before.call(this, sql, ...rest);
      if (inside) comes('transaction');
      return returned;
    };
  }
}

function watchPrograms(note: (line: string) => void, comes: (place: Place) => void): void {
  const before = childProcess.spawn as (...args: unknown[]) => ChildProcess;
  const watched = (...args: unknown[]): ChildProcess => {
    const child = before(...args);
    const place = placeOf(args);
    note(`+ ${place}`);
    child.once('exit', () => note(`- ${place}`));
    comes(place);
    return child;
  };
  Object.assign(childProcess, { spawn: watched });
}

function placeOf([file, args, options]: unknown[]): Place {
  const words = args as string[];
  const { GIT_DIR = '', GIT_WORK_TREE } = (options as { env?: Record<string, string> }).env ?? {};
  // The constant wrapper in which agents begin has this name.
  if (words[2] === 'metawsm' && words[1]?.includes('metawsm_exit')) return 'agent';
  if (String(file) !== 'git') return 'program';
  if (/\/merge\/[^/]+\.git$/.test(GIT_DIR))
    return words.some((word) => MERGING.has(word)) ? 'merge' : 'program';
  return GIT_WORK_TREE === undefined ? 'program' : 'worktree';
}
