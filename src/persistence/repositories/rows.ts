import { QueryFailedError } from 'typeorm';

/** True where a statement failed because such a row is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof QueryFailedError && /UNIQUE constraint failed/.test(error.message);
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
