/** A connection that keeps its statements prepared. By itself the driver prepares each anew, a trip to another thread. */
import sqlite3 from 'sqlite3';

type Way = 'run' | 'all';
type Done = (this: sqlite3.Statement, error: Error | null, rows?: unknown[]) => void;

/** Texts with as many variables as somebody asked for would otherwise pile up. */
const MOST = 100;
const KEPT = /^(?:SELECT|INSERT|UPDATE|DELETE|BEGIN|COMMIT)\b/u;

export class PreparedDatabase extends sqlite3.Database {
  /** By text, the one that was used longest ago first. */
  private readonly kept = new Map<string, sqlite3.Statement>();
  private isClosing = false;

  override run(sql: string, ...given: unknown[]): this {
    if (!this.carryOut('run', sql, given)) super.run(sql, ...(given as [unknown]));
    return this;
  }

  override all(sql: string, ...given: unknown[]): this {
    if (!this.carryOut('all', sql, given)) super.all(sql, ...(given as [unknown]));
    return this;
  }

  override close(done?: (error: Error | null) => void): void {
    this.isClosing = true;
    for (const statement of this.kept.values()) statement.finalize();
    this.kept.clear();
    super.close(done);
  }

  /** False where the statement is none that is kept. */
  private carryOut(way: Way, sql: string, given: unknown[]): boolean {
    const done = given.at(-1);
    if (typeof done !== 'function' || !KEPT.test(sql)) return false;
    const known = this.kept.get(sql);
    if (known) {
      this.kept.delete(sql);
      this.kept.set(sql, known);
      known[way](...given.slice(0, -1), this.freeing(known, done as Done));
    } else this.first(way, sql, given.slice(0, -1), done as Done);
    return true;
  }

  /** Kept is only what has worked: on a faulty text the driver drops whatever else waits for the statement. */
  private first(way: Way, sql: string, values: unknown[], done: Done): void {
    const statement = this.prepare(sql, (error) => {
      if (error) done.call(statement, error);
    });
    const keep = () => this.keep(sql, statement);
    const freed = this.freeing(statement, function (this: sqlite3.Statement, error, rows) {
      if (error) statement.finalize();
      else keep();
      done.call(this, error, rows);
    });
    statement[way](...values, freed);
  }

  /**
   * Calls `done` when a failed statement holds nothing any more: one that met a locked database counts as under way until
   * it is reset, and nothing that comes after it would be committed.
   */
  private freeing(statement: sqlite3.Statement, done: Done): Done {
    return (error, rows) => {
      if (error) statement.reset(() => done.call(statement, error, rows));
      else done.call(statement, error, rows);
    };
  }

  private keep(sql: string, statement: sqlite3.Statement): void {
    // the driver waits for it before it closes, and closes nothing while one is prepared
    if (this.isClosing || this.kept.has(sql)) return void statement.finalize();
    this.kept.set(sql, statement);
    const [oldest] = this.kept;
    if (this.kept.size <= MOST || !oldest) return;
    this.kept.delete(oldest[0]);
    oldest[1].finalize();
  }
}
