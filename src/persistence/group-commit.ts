import type { EntityManager } from 'typeorm';
import type { Single, Tx } from '../engine/ports.js';
import { rollBack } from './roll-back.js';

type Work<T> = (one: Single) => Promise<T>;

interface Member {
  work: Work<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export interface Connection {
  manager: EntityManager;
  writes: Tx;
}

/**
 * Single statements that wait at the same time are committed together, in their order: one flush of the disk serves
 * all of them. Each is told of its own result, and only once it is on the disk.
 */
export class GroupCommit {
  private readonly members: Member[] = [];

  /** Settles by `commit` or `fail`. */
  add<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.members.push({ work, resolve: resolve as Member['resolve'], reject });
    });
  }

  /** None of them is written. */
  fail(error: unknown): void {
    for (const { reject } of this.members) reject(error);
  }

  /** Writes them; no transaction may be open. Rejects where a transaction could not be begun or undone: they `fail`. */
  async commit(connection: Connection): Promise<void> {
    // One statement is a transaction by itself.
    if (this.members.length > 1 && (await this.together(connection))) return;
    for (const { work, resolve, reject } of this.members) await work(connection.writes).then(resolve, reject);
  }

  /** False where one of them failed: nothing is written then. */
  private async together({ manager, writes }: Connection): Promise<boolean> {
    await manager.query('BEGIN IMMEDIATE');
    const results: unknown[] = [];
    try {
      for (const { work } of this.members) results.push(await work(writes));
      await manager.query('COMMIT');
    } catch (error) {
      await rollBack(manager, error);
      return false;
    }
    this.members.forEach(({ resolve }, n) => {
      resolve(results[n]);
    });
    return true;
  }
}
