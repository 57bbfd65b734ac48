import { type EntityManager, MoreThan } from 'typeorm';
import { DuplicateKey, type JournalLine, type Reads, type Tx } from '../../engine/ports.js';
import type { RunEvent } from '../../run/events.js';
import { Journal } from '../entities/journal.js';
import { changed, filled, isDuplicate } from './rows.js';

/** Every decision begins with it, so it is not drawn anew each time. */
const ADD = `INSERT INTO journal (run_id, seq, key, event, at, actor, outcome, code, state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function journalWrites(db: EntityManager): Pick<Tx, 'addJournal' | 'hasJournal' | 'trimJournal'> {
  const hasJournal = (runId: string, key: string) => db.existsBy(Journal, { runId, key });
  return {
    hasJournal,
    async trimJournal(before) {
      await db
        .createQueryBuilder()
        .delete()
        .from(Journal)
        .where(`run_id IN (SELECT id FROM runs WHERE status = 'closed' AND updated_at < :before)`, { before })
        .execute();
    },
    async addJournal(line) {
      try {
        const { runId, seq, key, event, at, actor = null, outcome, code = null, state = null } = line;
        await changed(db, ADD, [runId, seq, key, JSON.stringify(event), at, actor, outcome, code, state]);
      } catch (error) {
        // A taken `seq` is no duplicate event, so the message of the driver does not decide.
        if (isDuplicate(error) && (await hasJournal(line.runId, line.key)))
          throw new DuplicateKey(`${line.runId} already has ${line.key}.`, { cause: error });
        throw error;
      }
    },
  };
}

export function journalReads(db: EntityManager): Pick<Reads, 'journal'> {
  return {
    async journal(runId) {
      const rows = await db.find(Journal, { where: { runId }, order: { seq: 'ASC' } });
      return rows.map(toLine);
    },
  };
}

/** The newest lines after `seq`, at most `limit`, oldest first. */
export async function journalAfter(
  db: EntityManager,
  runId: string,
  seq: number,
  limit: number,
): Promise<JournalLine[]> {
  const where = { runId, seq: MoreThan(seq) };
  const rows = await db.find(Journal, { where, order: { seq: 'DESC' }, take: limit });
  return rows.reverse().map(toLine);
}

function toLine(row: Journal): JournalLine {
  return {
    ...filled(row),
    event: JSON.parse(row.event) as RunEvent,
    outcome: row.outcome as JournalLine['outcome'],
  };
}
