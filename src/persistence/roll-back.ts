import type { EntityManager } from 'typeorm';

/** Ends a transaction that failed by `cause`. Throws where it stays open. */
export async function rollBack(manager: EntityManager, cause: unknown): Promise<void> {
  try {
    await manager.query('ROLLBACK');
  } catch (error) {
    // A full disk lets SQLite roll back by itself.
    if (!/no transaction is active/.test(String(error)))
      throw new Error('The database could not roll back.', { cause: new AggregateError([cause, error]) });
  }
}
