import { type EntityManager, In, MoreThan } from 'typeorm';
import type { EffectRow, EffectStatus, Reads, Tx } from '../../engine/ports.js';
import type { EffectKind, EffectParams, Lane } from '../../run/effects.js';
import { Effect } from '../entities/effect.js';
import { Journal } from '../entities/journal.js';
import { changed, expectOne, filled, selected } from './rows.js';

const OPEN: EffectStatus[] = ['pending', 'started'];
/** These are asked for around each post, so they are not drawn anew each time. */
const IS_OPEN = `status IN ('${OPEN.join("', '")}')`;
const IF_OPEN = `WHERE id = ? AND ${IS_OPEN}`;
// A look-up has to reach back to the first try.
const START = `UPDATE effects SET status = 'started', attempts = attempts + 1,
  started_at = COALESCE(started_at, ?) ${IF_OPEN}`;
const COLUMNS = 'id, run_id, seq, k, kind, lane, params, status, attempts, due_at, started_at, result';
const PLACES = `(${COLUMNS.replace(/\w+/g, '?')})`;
const OPEN_OF_LANE = `SELECT id, run_id AS runId, seq, k, kind, lane, params, status, attempts, due_at AS dueAt,
    started_at AS startedAt, result
  FROM effects WHERE ${IS_OPEN} AND run_id = ? AND lane = ? ORDER BY seq, k`;
const SETTLE = `UPDATE effects SET status = ?, result = ? ${IF_OPEN}`;
/** Lanes to Slack. */
const SPOKEN: Lane[] = ['posts', 'edits', 'files'];

export function effectWrites(
  db: EntityManager,
): Pick<Tx, 'addEffects' | 'startEffect' | 'settleEffect' | 'postponeEffect'> {
  const ifOpen = (id: string) => ({ id, status: In(OPEN) });
  return {
    async addEffects(rows) {
      if (rows.length === 0) return;
      const groups = rows.map(() => PLACES).join(', ');
      await changed(db, `INSERT INTO effects (${COLUMNS}) VALUES ${groups}`, rows.flatMap(valuesOf));
    },
    async startEffect(id, at) {
      expectOne(await changed(db, START, [at, id]), `open effect ${id}`);
    },
    async settleEffect(id, status, result) {
      const settled = await changed(db, SETTLE, [status, result ?? null, id]);
      // The first outcome stays.
      if (settled !== 1) expectOne(await db.countBy(Effect, { id }), `effect ${id}`);
    },
    async postponeEffect(id, dueAt, inDoubt) {
      const change = inDoubt ? { dueAt } : { dueAt, status: 'pending', startedAt: null };
      const postponed = await db.update(Effect, ifOpen(id), change);
      expectOne(postponed.affected, `open effect ${id}`);
    },
  };
}

export function effectReads(
  db: EntityManager,
): Pick<Reads, 'runsWithOpenEffects' | 'openEffects' | 'unsent'> {
  return {
    async runsWithOpenEffects() {
      const rows = await db
        .createQueryBuilder(Effect, 'effect')
        .select('DISTINCT effect.run_id', 'id')
        .where({ status: In(OPEN) })
        .orderBy('effect.run_id')
        .getRawMany<{ id: string }>();
      return rows.map((row) => row.id);
    },
    async openEffects(runId, lane) {
      return (await selected<Effect>(db, OPEN_OF_LANE, [runId, lane])).map(toEffect);
    },
    async unsent() {
      const row = await db
        .createQueryBuilder(Effect, 'effect')
        .leftJoin(Journal, 'line', 'line.run_id = effect.run_id AND line.seq = effect.seq')
        .select('COUNT(*)', 'count')
        .addSelect('MIN(line.at)', 'since')
        .where({ status: In(OPEN), lane: In(SPOKEN) })
        .getRawOne<{ count: number; since: string | null }>();
      return { count: Number(row?.count ?? 0), ...(row?.since ? { since: row.since } : {}) };
    },
  };
}

/** The newest effects of a run that came after line `seq`, at most `limit`, and those of `ids`, oldest first. */
export async function effectsAfter(
  db: EntityManager,
  runId: string,
  { seq, ids, limit }: { seq: number; ids: string[]; limit: number },
): Promise<EffectRow[]> {
  const where = [
    { runId, seq: MoreThan(seq) },
    { runId, id: In(ids) },
  ];
  const rows = await db.find(Effect, { where, order: { seq: 'DESC', k: 'DESC' }, take: limit });
  return rows.reverse().map(toEffect);
}

function valuesOf(row: EffectRow): unknown[] {
  const { id, runId, seq, k, kind, lane, params, status, attempts } = row;
  const { dueAt = null, startedAt = null, result = null } = row;
  return [id, runId, seq, k, kind, lane, JSON.stringify(params), status, attempts, dueAt, startedAt, result];
}

function toEffect(row: Effect): EffectRow {
  return {
    ...filled(row),
    kind: row.kind as EffectKind,
    lane: row.lane as Lane,
    params: JSON.parse(row.params) as EffectParams[EffectKind],
    status: row.status as EffectStatus,
  };
}
