import { createHash } from 'node:crypto';
import { type EntityManager, In, IsNull, LessThan } from 'typeorm';
import type { Reads, StoredRun, Tx } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { Posted } from '../../run/decision.js';
import { upgraded } from '../../run/machine/upgrade.js';
import { standIn, unreadableBecause } from '../../run/stand-in.js';
import { statePath } from '../../run/state-path.js';
import { ACTIVE, OPEN, type Status } from '../../run/status.js';
import { Run } from '../entities/run.js';
import { RunMessage } from '../entities/run-message.js';
import { changed, selected } from './rows.js';

type Filter = Parameters<Reads['list']>[0];
type Found = Promise<StoredRun | undefined>;

/** Writes of `runs` and `run_messages`; `now` gives the instant of a move. */
export function runWrites(
  db: EntityManager,
  now: () => string,
): Pick<Tx, 'run' | 'addRun' | 'newestActive' | 'moveRun' | 'markSeen' | 'touch'> {
  return {
    run: (id) => byId(db, id),
    async touch() {
      // A page of the file is written although the value is what it was.
      await db.query('PRAGMA user_version = 1');
    },
    async addRun(run) {
      await db.insert(Run, {
        id: run.id,
        ticket: run.ticket,
        ticketKey: run.ticket.toLowerCase(),
        requester: run.snapshot.context.requester,
        seenTs: null,
        version: run.version,
        createdAt: run.createdAt,
        updatedAt: run.createdAt,
        ...columnsOf(run),
      });
      await addMessages(db, run.id, {}, run.snapshot.context.messages);
    },
    async newestActive(ticket) {
      const where = { ticketKey: ticket.toLowerCase(), status: In([...ACTIVE]) };
      const row = await db.findOne(Run, { where, order: NEWEST });
      return row ? toStored(row) : undefined;
    },
    async moveRun(from, to) {
      const columns = columnsOf(to);
      const { status, outcome, channel, cardTs, snapshot, machineVersion } = columns;
      const next = [status, outcome, channel, cardTs, snapshot, machineVersion, from.version + 1, now()];
      if ((await changed(db, MOVE, [...next, from.id, from.version])) !== 1) return false;
      // Whoever moved it has just drawn it.
      remember(from.id, printOf(columns));
      await addMessages(db, from.id, from.snapshot.context.messages, to.snapshot.context.messages);
      return true;
    },
    async markSeen(runId, ts) {
      // Slack's ts has a fixed width, so text sorts as time does.
      const newer = [
        { id: runId, seenTs: IsNull() },
        { id: runId, seenTs: LessThan(ts) },
      ];
      await db.update(Run, newer, { seenTs: ts });
    },
  };
}

/** Reads of `runs`. */
export function runReads(
  db: EntityManager,
): Pick<
  Reads,
  'run' | 'find' | 'byThread' | 'list' | 'activeNames' | 'openRunIds' | 'openVersions' | 'seenTs'
> {
  return {
    run: (id) => byId(db, id),
    async find(name) {
      const key = name.toLowerCase();
      return (await byId(db, key)) ?? (await newestOf(db, key));
    },
    async byThread(channel, threadTs) {
      const [message] = await selected<Pick<RunMessage, 'runId'>>(db, BY_MESSAGE, [channel, threadTs]);
      return message ? byId(db, message.runId) : undefined;
    },
    async list({ limit, offset, ...filter }) {
      const { where, values } = matching(filter);
      const rows = await selected<Run>(db, `${WHOLE}${where} ${PAGE}`, [...values, limit, offset]);
      // A page that is not full is the last one; one that is empty says so only where it is the first.
      const isLast = rows.length < limit && (rows.length > 0 || offset === 0);
      const [counted] = isLast ? [] : await selected<{ total: number }>(db, `${COUNT}${where}`, values);
      return { runs: rows.map(toStored), total: counted?.total ?? offset + rows.length };
    },
    activeNames: (limit) => selected(db, ACTIVE_NAMES, [...ACTIVE, limit]),
    async openRunIds(statuses = OPEN) {
      const rows = await db.find(Run, {
        select: { id: true },
        where: { status: In([...statuses]) },
        order: { createdAt: 'ASC', id: 'ASC' },
      });
      return rows.map((row) => row.id);
    },
    openVersions: () => selected(db, OPEN_VERSIONS, [...OPEN]),
    async seenTs(runId) {
      const row = await db.findOne(Run, { select: { id: true, seenTs: true }, where: { id: runId } });
      return row?.seenTs ?? undefined;
    },
  };
}

/** A run without what it knows; `state` is the path of the state that holds. */
export interface RunGlance {
  id: string;
  ticket: string;
  status: string;
  outcome?: string;
  state: string;
  version: number;
  updatedAt: string;
}

/** The newest runs by creation. Only the state is taken out of the snapshots, which may be long. */
export async function newestRuns(db: EntityManager, limit: number): Promise<RunGlance[]> {
  const rows = await db
    .createQueryBuilder(Run, 'run')
    .select(['run.id', 'run.ticket', 'run.status', 'run.outcome', 'run.version', 'run.updatedAt'])
    .addSelect(`json_object('value', json_extract(run.snapshot, '$.value'))`, 'state')
    .orderBy({ 'run.createdAt': 'DESC', 'run.id': 'DESC' })
    .limit(limit)
    .getRawAndEntities<{ state: string }>();
  return rows.entities.map(({ id, ticket, status, outcome, version, updatedAt }, at) => {
    const state = statePath(JSON.parse(rows.raw[at]!.state) as { value: unknown });
    return { id, ticket, status, ...(outcome ? { outcome } : {}), state, version, updatedAt };
  });
}

const anyOf = (statuses: readonly Status[]) => `status IN (${statuses.map(() => '?').join(', ')})`;

/** Gestures, moves and looks ask for these, so they are not drawn anew each time. */
const WHOLE = `SELECT id, ticket, ticket_key AS ticketKey, status, outcome, channel, requester, card_ts AS cardTs,
    seen_ts AS seenTs, snapshot, version, machine_version AS machineVersion, created_at AS createdAt,
    updated_at AS updatedAt
  FROM runs`;
const BY_ID = `${WHOLE} WHERE id = ?`;
const MOVE = `UPDATE runs SET status = ?, outcome = ?, channel = ?, card_ts = ?, snapshot = ?, machine_version = ?,
    version = ?, updated_at = ?
  WHERE id = ? AND version = ?`;
const NEWEST_FIRST = 'ORDER BY created_at DESC, id DESC';
const PAGE = `${NEWEST_FIRST} LIMIT ? OFFSET ?`;
const COUNT = 'SELECT COUNT(*) AS total FROM runs';
const BY_TICKET = `${WHOLE} WHERE ticket_key = ? ${NEWEST_FIRST} LIMIT 1`;
const ACTIVE_NAMES = `SELECT id, ticket FROM runs WHERE ${anyOf(ACTIVE)} ${NEWEST_FIRST} LIMIT ?`;
const BY_MESSAGE = 'SELECT run_id AS runId FROM run_messages WHERE channel = ? AND ts = ?';
// The open states by name: "not closed" would read all runs that ever were.
const OPEN_VERSIONS = `SELECT id, version FROM runs WHERE ${anyOf(OPEN)} ${NEWEST_FIRST}`;

const NEWEST = { createdAt: 'DESC', id: 'DESC' } as const;

/** The condition of a list with its values. */
function matching({ ticket, requester, statuses, channel, outcome }: Omit<Filter, 'limit' | 'offset'>) {
  const equal = { ticket_key: ticket?.toLowerCase(), requester, channel, outcome };
  const wanted = Object.entries(equal).filter(([, value]) => value !== undefined);
  const terms = wanted.map(([column]) => `${column} = ?`);
  if (statuses) terms.push(anyOf(statuses));
  const where = terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`;
  return { where, values: [...wanted.map(([, value]) => value), ...(statuses ?? [])] };
}

async function byId(db: EntityManager, id: string): Found {
  const [row] = await selected<Run>(db, BY_ID, [id]);
  return row ? toStored(row) : undefined;
}

async function newestOf(db: EntityManager, ticketKey: string): Found {
  const [row] = await selected<Run>(db, BY_TICKET, [ticketKey]);
  return row ? toStored(row) : undefined;
}

function toStored(row: Run): StoredRun {
  const { id, ticket, version, machineVersion, createdAt } = row;
  const { snapshot, unreadable } = snapshotOf(row);
  const status = row.status as Status;
  const run = { id, ticket, status, snapshot, version, machineVersion, createdAt };
  if (unreadable === undefined) return run;
  return { ...run, status: status === 'closed' ? status : 'failed', unreadable };
}

/** Of states that were found readable: to look again at each reading would take longer than the reading. */
const known = new Map<string, string>();
const MOST_KNOWN = 5_000;

const printOf = ({ snapshot, machineVersion }: Pick<Run, 'snapshot' | 'machineVersion'>): string =>
  createHash('sha1').update(`${machineVersion} ${snapshot}`).digest('base64');

function remember(id: string, print: string): void {
  known.delete(id);
  known.set(id, print);
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
}

/** One state that cannot be read concerns its own run and no other. */
function snapshotOf(row: Run): Pick<StoredRun, 'snapshot' | 'unreadable'> {
  let unreadable: string | undefined;
  try {
    const snapshot = upgraded(JSON.parse(row.snapshot) as StoredRun['snapshot']);
    const print = printOf(row);
    if (known.get(row.id) === print) return { snapshot };
    unreadable = unreadableBecause(row.id, snapshot, row.machineVersion);
    if (unreadable === undefined) {
      remember(row.id, print);
      return { snapshot };
    }
  } catch (error) {
    unreadable = error instanceof SyntaxError ? 'it is no JSON' : 'it is no state of a run';
  }
  const { cardTs, ...facts } = row;
  return { snapshot: standIn({ ...facts, ...(cardTs === null ? {} : { cardTs }) }, unreadable), unreadable };
}

/** What every move draws anew. */
function columnsOf({
  snapshot,
  status,
  machineVersion,
}: Pick<StoredRun, 'snapshot' | 'status' | 'machineVersion'>) {
  const { outcome, channel, messages } = snapshot.context;
  return {
    status,
    outcome: outcome ?? null,
    channel,
    cardTs: messages.card?.ts ?? null,
    snapshot: JSON.stringify(snapshot),
    machineVersion,
  };
}

/** Remembers where the run's messages are, so that a reply or a reaction finds the run. */
async function addMessages(
  db: EntityManager,
  runId: string,
  before: RunContext['messages'],
  after: RunContext['messages'],
): Promise<void> {
  const placed = (one: Posted | undefined, other: Posted) =>
    one?.channel === other.channel && one.ts === other.ts;
  const added = Object.entries(after).filter(([ref, posted]) => !placed(before[ref], posted));
  if (added.length === 0) return;
  const rows = added.map(([ref, { channel, ts }]) => ({ channel, ts, runId, ref }));
  await db.upsert(RunMessage, rows, ['channel', 'ts']);
}
