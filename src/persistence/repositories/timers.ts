import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import type { Reads, TimerRow, Tx } from '../../engine/ports.js';
import type { TimerName } from '../../run/events.js';
import { Timer } from '../entities/timer.js';

export function timerWrites(db: EntityManager): Pick<Tx, 'setTimer' | 'clearTimer' | 'takeTimer'> {
  const clearTimer = async (runId: string, name: string) => {
    await db.delete(Timer, { runId, name });
  };
  return {
    clearTimer,
    async setTimer(row) {
      await clearTimer(row.runId, row.name);
      await db.insert(Timer, { ...row, event: JSON.stringify(row.event) });
    },
    async takeTimer(id) {
      return (await db.delete(Timer, { id })).affected === 1;
    },
  };
}

export function timerReads(db: EntityManager): Pick<Reads, 'dueTimers' | 'nextTimerAt'> {
  return {
    async dueTimers(now, limit) {
      const rows = await db.find(Timer, {
        where: { dueAt: LessThanOrEqual(now) },
        order: { dueAt: 'ASC', id: 'ASC' },
        take: limit,
      });
      return rows.map(toTimer);
    },
    async nextTimerAt() {
      const [next] = await db.find(Timer, { order: { dueAt: 'ASC' }, take: 1 });
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
