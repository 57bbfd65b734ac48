/** Measures that take turns, round after round, so that a noisy minute of the machine falls on all of them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { How } from './goal.js';
import { Series } from './series.js';

/** Half a minute after much was written the kernel brings it to the disk, and every commit waits for that. */
const broughtToDisk = () => promisify(execFile)('sync');

/** One series for each measure, with the figures of all rounds. */
export async function inTurns(
  { rounds, tell }: Pick<How, 'rounds' | 'tell'>,
  measures: readonly (() => Promise<readonly number[]>)[],
): Promise<Series[]> {
  const taken: number[][] = measures.map(() => []);
  for (let round = 1; round <= rounds; round += 1) {
    tell(`round ${round} of ${rounds}`);
    await broughtToDisk();
    for (const [at, measure] of measures.entries()) taken[at]?.push(...(await measure()));
  }
  return taken.map((values) => new Series(values));
}
