/** What has to hold of the database whatever write failed. */
import type { Delivery } from '../../../src/playground/server/deliveries.js';
import { type Body, receiptOf } from '../../../src/slack/receipt.js';
import { type Ask, reading } from '../../crash/database.js';

/** No rows at all, or something is half there. */
const HALVES: Record<string, string> = {
  'a run whose version is not that of its journal':
    'SELECT id FROM runs WHERE version <> (SELECT max(seq) FROM journal WHERE run_id = id)',
  'a journal with a gap':
    'SELECT run_id AS id FROM journal GROUP BY run_id HAVING count(*) <> max(seq) OR min(seq) <> 1',
  'a journal without its run': 'SELECT run_id AS id FROM journal WHERE run_id NOT IN (SELECT id FROM runs)',
  'an effect without its line':
    'SELECT id FROM effects e WHERE NOT EXISTS (SELECT 1 FROM journal WHERE run_id = e.run_id AND seq = e.seq)',
  'a message without its run': 'SELECT ts AS id FROM run_messages WHERE run_id NOT IN (SELECT id FROM runs)',
  'a delivery that was given up': `SELECT "key" AS id FROM inbox WHERE status = 'dead'`,
};

/** Each fault in words, of one moment. */
export async function judgeDatabase(file: string): Promise<string[]> {
  const faults = await reading(file, async (ask) => {
    await ask('BEGIN');
    return [...(await integrity(ask)), ...(await halves(ask))];
  });
  return faults ?? ['there is no database'];
}

/** What Slack was told had arrived, and yet nobody knows of it. */
export async function judgeAcks(file: string, acked: readonly Delivery[]): Promise<string[]> {
  return (await reading(file, (ask) => unheard(ask, acked))) ?? ['there is no database'];
}

async function integrity(ask: Ask): Promise<string[]> {
  const rows = await ask('PRAGMA integrity_check');
  const words = rows.map((row) => String(row.integrity_check));
  return words.join() === 'ok' ? [] : [`integrity_check says: ${words.join('; ').slice(0, 300)}`];
}

async function halves(ask: Ask): Promise<string[]> {
  const faults: string[] = [];
  for (const [what, sql] of Object.entries(HALVES))
    for (const { id } of await ask(sql)) faults.push(`${what}: ${id}`);
  return faults;
}

async function unheard(ask: Ask, acked: readonly Delivery[]): Promise<string[]> {
  const rows = await ask('SELECT "key", message_key FROM inbox');
  const known = new Set(rows.flatMap((row) => [row.key, row.message_key]));
  return acked.flatMap(({ body }) => {
    const receipt = receiptOf(body as Body);
    if (receipt.kind !== 'store' || known.has(receipt.key) || known.has(receipt.messageKey ?? '')) return [];
    return [`acknowledged without a commit: ${receipt.key}`];
  });
}
