import { type EntityManager, In } from 'typeorm';
import type { Reads, TimerRow, Tx } from '../../engine/ports.js';
import type { TimerName } from '../../run/events.js';
import { Timer } from '../entities/timer.js';
import { changed, selected } from './rows.js';

/** After each move these are asked for, so they are not drawn anew each time. */
const DUE = `SELECT id, run_id AS runId, name, event, due_at AS dueAt FROM timers
  WHERE due_at <= ? ORDER BY due_at, id LIMIT ?`;
const NEXT = 'SELECT due_at AS dueAt FROM timers ORDER BY due_at LIMIT 1';
const CLEAR = 'DELETE FROM timers WHERE run_id = ? AND name = ?';
/** In the place of one with this id, and of one with this name of the run. */
const SET = 'INSERT OR REPLACE INTO timers (id, run_id, name, event, due_at) VALUES (?, ?, ?, ?, ?)';

export function timerWrites(db: EntityManager): Pick<Tx, 'setTimer' | 'clearTimer' | 'takeTimer'> {
  return {
    async clearTimer(runId, name) {
      await changed(db, CLEAR, [runId, name]);
    },
    async setTimer({ id, runId, name, event, dueAt }) {
      await changed(db, SET, [id, runId, name, JSON.stringify(event), dueAt]);
    },
    async takeTimer(id) {
      return (await db.delete(Timer, { id })).affected === 1;
    },
  };
}

export function timerReads(db: EntityManager): Pick<Reads, 'dueTimers' | 'nextTimerAt'> {
  return {
    async dueTimers(now, limit) {
      return (await selected<Timer>(db, DUE, [now, limit])).map(toTimer);
    },
    async nextTimerAt() {
      const [next] = await selected<Pick<Timer, 'dueAt'>>(db, NEXT, []);
      return next?.dueAt;
    },
  };
}

/** The open timers of these runs, the next one first. */
export async function timersOf(db: EntityManager, runIds: string[]): Promise<TimerRow[]> {
  const rows = await db.find(Timer, { where: { runId: In(runIds) }, order: { dueAt: 'ASC', id: 'ASC' } });
  return rows.map(toTimer);
}

function toTimer(row: Timer): TimerRow {
  return { ...row, name: row.name as TimerName, event: JSON.parse(row.event) as TimerRow['event'] };
}
