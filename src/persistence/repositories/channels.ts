import type { EntityManager } from 'typeorm';
import type { ChannelFacts, Reads, Tx } from '../../engine/ports.js';
import { Channel } from '../entities/channel.js';
import { selected } from './rows.js';

export function channelWrites(db: EntityManager): Pick<Tx, 'channel' | 'putChannel'> {
  return {
    channel: (id) => byId(db, id),
    async putChannel({ id, isMember, kind, shared, fetchedAt }) {
      const row = { id, isMember: Number(isMember), kind, shared: Number(shared), fetchedAt };
      await db.upsert(Channel, row, ['id']);
    },
  };
}

export function channelReads(db: EntityManager): Pick<Reads, 'channel'> {
  return { channel: (id) => byId(db, id) };
}

/** Every gesture asks for it, so it is not drawn anew each time. */
const BY_ID =
  'SELECT id, is_member AS isMember, kind, shared, fetched_at AS fetchedAt FROM channels WHERE id = ?';

async function byId(db: EntityManager, id: string): Promise<ChannelFacts | undefined> {
  const [row] = await selected<Channel>(db, BY_ID, [id]);
  if (!row) return undefined;
  return {
    ...row,
    isMember: row.isMember === 1,
    kind: row.kind as ChannelFacts['kind'],
    shared: row.shared === 1,
  };
}
