import { type EntityManager, QueryFailedError } from 'typeorm';

/** True where a statement failed because such a row is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof QueryFailedError && /UNIQUE constraint failed/.test(error.message);
}

/** How many rows a statement has changed. Throws where a value is undefined, which the driver would take for null. */
export async function changed(db: EntityManager, sql: string, values: unknown[]): Promise<number> {
  demand(values);
  const { affected } = await db.queryRunner!.query(sql, values, true);
  return affected ?? 0;
}

/** The rows that a statement finds. Throws as `changed` does. */
export async function selected<T>(db: EntityManager, sql: string, values: unknown[]): Promise<T[]> {
  demand(values);
  return db.query<T[]>(sql, values);
}

function demand(values: unknown[]): void {
  if (values.includes(undefined)) throw new Error('A statement lacks a value.');
}

/** Throws unless exactly one row was changed: somebody named a row that is not there, which is a defect. */
export function expectOne(affected: number | null | undefined, what: string): void {
  if (affected !== 1) throw new Error(`There is no ${what}.`);
}

/** The object without its empty columns. */
export function filled<T extends object>(row: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  ) as {
    [K in keyof T]: Exclude<T[K], null>;
  };
}
