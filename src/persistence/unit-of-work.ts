import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import type { Reads, Single, Tx, UnitOfWork } from '../engine/ports.js';
import { type Connection, GroupCommit } from './group-commit.js';
import { OpenTransaction } from './open-transaction.js';
import { channelReads, channelWrites } from './repositories/channels.js';
import { effectReads, effectWrites } from './repositories/effects.js';
import { inboxReads, inboxWrites } from './repositories/inbox.js';
import { journalReads, journalWrites } from './repositories/journal.js';
import { peopleReads, peopleWrites } from './repositories/people.js';
import { runReads, runWrites } from './repositories/runs.js';
import { timerReads, timerWrites } from './repositories/timers.js';
import { rollBack } from './roll-back.js';
import { singleBy } from './single.js';

/**
 * The gate: one transaction at a time, first in first out. On SQLite TypeORM has one connection, in which
 * transactions at the same time would mix.
 */
export class Gate implements UnitOfWork {
  readonly read: Reads;
  readonly single = singleBy((work) => this.byItself(work));
  private readonly inside = new AsyncLocalStorage<OpenTransaction>();
  private tail: Promise<unknown> = Promise.resolve();
  private closed = false;
  private known: Connection | undefined;
  /** The last in the queue, as long as it has not begun and nothing else came after it. */
  private group: GroupCommit | undefined;

  constructor(
    private readonly writer: DataSource,
    reader: DataSource,
    private readonly now: () => string,
    /** Throws where what would be written could not be found again. */
    private readonly check: () => void = () => undefined,
  ) {
    this.read = readsOf(reader.manager);
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.joined(work) ?? this.inTurn(() => this.transact(work));
  }

  private byItself<T>(work: (one: Single) => Promise<T>): Promise<T> {
    const joined = this.joined(work);
    if (joined) return joined;
    if (this.group && !this.closed) return this.group.add(work);
    const group = new GroupCommit();
    const written = group.add(work);
    this.inTurn(async () => {
      if (this.group === group) this.group = undefined;
      this.check();
      await group.commit(this.connection());
    }).catch((error: unknown) => group.fail(error));
    this.group = group;
    return written;
  }

  /** Where a transaction is open around the caller, `work` is part of it. */
  private joined<T>(work: (tx: Tx) => Promise<T>): Promise<T> | undefined {
    const current = this.inside.getStore();
    return current && !current.over ? current.join(work) : undefined;
  }

  /** As soon as what came before is over: what a person does next must find what it answers to. */
  private inTurn<T>(go: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new Error('The database is closed.'));
    this.group = undefined;
    const mine = this.tail.then(go, go);
    this.tail = mine.catch(() => undefined);
    return mine;
  }

  /** Lets nothing in any more and waits for what is in. */
  async close(): Promise<void> {
    this.closed = true;
    await this.tail;
  }

  /** TypeORM has one on SQLite; what it can write is made once. */
  private connection() {
    if (!this.known) {
      const { manager } = this.writer.createQueryRunner();
      this.known = { manager, writes: writesOf(manager, this.now) };
    }
    return this.known;
  }

  // TypeORM's own transactions count their depth wrong once SQLite has rolled back by itself (a full disk): from
  // then on nothing is committed. IMMEDIATE, because a transaction that reads first cannot wait for a writer.
  private async transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    this.check();
    const { manager, writes } = this.connection();
    await manager.query('BEGIN IMMEDIATE');
    const open = new OpenTransaction(writes);
    try {
      const result = await this.inside.run(open, () => open.join(work));
      await open.end();
      await manager.query('COMMIT');
      return result;
    } catch (error) {
      // Its fault is this error or follows from it.
      await open.end().catch(() => undefined);
      await rollBack(manager, error);
      throw error;
    }
  }
}

function writesOf(db: EntityManager, now: () => string): Tx {
  return {
    ...runWrites(db, now),
    ...journalWrites(db),
    ...effectWrites(db),
    ...timerWrites(db),
    ...inboxWrites(db),
    ...peopleWrites(db),
    ...channelWrites(db),
  };
}

function readsOf(db: EntityManager): Reads {
  return {
    ...runReads(db),
    ...journalReads(db),
    ...effectReads(db),
    ...timerReads(db),
    ...inboxReads(db),
    ...peopleReads(db),
    ...channelReads(db),
  };
}
