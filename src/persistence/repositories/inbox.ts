import { type EntityManager, LessThan, Not } from 'typeorm';
import type { InboxRow, Reads, Tx } from '../../engine/ports.js';
import { Inbox } from '../entities/inbox.js';
import { changed, filled } from './rows.js';

/** Both stand before every acknowledgement, so they are not drawn anew each time. */
const ADD = `INSERT INTO inbox (key, message_key, body, status, attempts, error, received_at)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const SETTLE = `UPDATE inbox SET status = ?, error = ? WHERE key = ? AND status = 'new'`;

/** The JSON of a body that is no longer kept. */
const NOTHING = 'null';

export function inboxWrites(
  db: EntityManager,
): Pick<Tx, 'addInbox' | 'settleInbox' | 'touchInbox' | 'trimInbox'> {
  const ifNew = (key: string) => ({ key, status: 'new' });
  return {
    async addInbox(row) {
      const { key, messageKey = null, body = null, status, attempts, error = null, receivedAt } = row;
      const values = [key, messageKey, JSON.stringify(body), status, attempts, error, receivedAt];
      return (await changed(db, ADD, values)) === 1;
    },
    async settleInbox(key, status, error) {
      return (await changed(db, SETTLE, [status, error ?? null, key])) === 1;
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

export function inboxReads(db: EntityManager): Pick<Reads, 'newInbox' | 'isNewInbox'> {
  return {
    async isNewInbox(key) {
      const rows: unknown[] = await db.query(`SELECT 1 FROM inbox WHERE key = ? AND status = 'new'`, [key]);
      return rows.length > 0;
    },
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
