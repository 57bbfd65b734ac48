/** Figures of the goals that are measured already, in a file: a bench that is broken off goes on where it stood. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Series } from './series.js';
import type { Done } from './table.js';

interface Kept {
  quick: boolean;
  done: Done[];
}

/** What an earlier bench has kept there; nothing where there was none. Throws where that measured less than is wanted now. */
export function keptIn(file: string, quick: boolean): Done[] {
  if (!existsSync(file)) return [];
  const kept = JSON.parse(readFileSync(file, 'utf8'), (key, value) =>
    key === 'series' || key === 'metawsm' ? new Series(value.values) : value,
  ) as Kept;
  if (kept.quick && !quick) throw new Error(`${file} holds figures of a quick bench`);
  return kept.done.filter(({ broke }) => broke === undefined);
}

export function keep(file: string, done: readonly Done[], quick: boolean): void {
  writeFileSync(file, JSON.stringify({ quick, done }));
}
