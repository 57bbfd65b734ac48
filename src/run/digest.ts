import { createHash } from 'node:crypto';

/** A short fingerprint of plain data, equal for equal JSON. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
