import { type EntityManager, LessThan, Not } from 'typeorm';
import type { InboxRow, Reads, Tx } from '../../engine/ports.js';
import { Inbox } from '../entities/inbox.js';
import { filled, isDuplicate } from './rows.js';

/** The JSON of a body that is no longer kept. */
const NOTHING = 'null';

export function inboxWrites(
  db: EntityManager,
): Pick<Tx, 'addInbox' | 'settleInbox' | 'touchInbox' | 'trimInbox'> {
  const ifNew = (key: string) => ({ key, status: 'new' });
  return {
    async addInbox(row) {
      try {
        await db.insert(Inbox, {
          ...row,
          messageKey: row.messageKey ?? null,
          body: JSON.stringify(row.body ?? null),
          error: row.error ?? null,
        });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async settleInbox(key, status, error) {
      const settled = await db.update(Inbox, ifNew(key), { status, error: error ?? null });
      return settled.affected === 1;
    },
    async trimInbox(before) {
      const settled = { status: Not('new'), receivedAt: LessThan(before), body: Not(NOTHING) };
      await db.update(Inbox, settled, { body: NOTHING });
    },
    async touchInbox(key, error) {
      await db.update(Inbox, ifNew(key), { attempts: () => 'attempts + 1', error });
    },
  };
}

export function inboxReads(db: EntityManager): Pick<Reads, 'newInbox'> {
  return {
    async newInbox(limit) {
      const rows = await db
        .createQueryBuilder(Inbox, 'inbox')
        .where({ status: 'new' })
        .orderBy('inbox.received_at')
        // Deliveries of the same millisecond, as they came.
        .addOrderBy('inbox.rowid')
        .limit(limit)
        .getMany();
      return rows.map(toInbox);
    },
  };
}

function toInbox(row: Inbox): InboxRow {
  return { ...filled(row), body: JSON.parse(row.body) as unknown, status: row.status as InboxRow['status'] };
}
