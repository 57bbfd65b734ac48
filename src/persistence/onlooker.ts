/** The database of a bot that runs elsewhere: read only, without its lock and without migrating it. */
import { statSync } from 'node:fs';
import type { DataSource, EntityManager } from 'typeorm';
import type { EffectRow, JournalLine, TimerRow } from '../engine/ports.js';
import { openReader } from './data-source.js';
import { effectsAfter } from './repositories/effects.js';
import { journalAfter } from './repositories/journal.js';
import { newestRuns, type RunGlance } from './repositories/runs.js';
import { timersOf } from './repositories/timers.js';

/** What an onlooker may ask; each answer belongs to the same moment. */
export interface Glances {
  runs(limit: number): Promise<RunGlance[]>;
  journal(runId: string, afterSeq: number, limit: number): Promise<JournalLine[]>;
  effects(runId: string, which: { seq: number; ids: string[]; limit: number }): Promise<EffectRow[]>;
  timers(runIds: string[]): Promise<TimerRow[]>;
}

/** Which file stands at this path; undefined where there is none, or the bot has not begun it. Does not open it. */
export function fileAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && found.size > 0 ? `${found.dev}:${found.ino}` : undefined;
}

export class Onlooker {
  private seen: number | undefined;

  private constructor(private readonly source: DataSource) {}

  /** Throws where the file is no database that can be read now. */
  static async open(path: string): Promise<Onlooker> {
    return new Onlooker(await openReader(`sqlite:${path}`));
  }

  /** True on the first call, then when anybody has committed since the call before. */
  async moved(): Promise<boolean> {
    const [row]: { data_version: number }[] = await this.source.query('PRAGMA data_version');
    const before = this.seen;
    this.seen = row?.data_version;
    return this.seen !== before;
  }

  /** Reads in one transaction; it holds up no writer. Throws where the tables are not there yet. */
  async glance<T>(look: (glances: Glances) => Promise<T>): Promise<T> {
    const { manager } = this.source.createQueryRunner();
    await manager.query('BEGIN');
    try {
      return await look(glancesOf(manager));
    } finally {
      await manager.query('COMMIT');
    }
  }

  close(): Promise<void> {
    return this.source.destroy();
  }
}

const glancesOf = (db: EntityManager): Glances => ({
  runs: (limit) => newestRuns(db, limit),
  journal: (runId, seq, limit) => journalAfter(db, runId, seq, limit),
  effects: (runId, which) => effectsAfter(db, runId, which),
  timers: (runIds) => timersOf(db, runIds),
});
