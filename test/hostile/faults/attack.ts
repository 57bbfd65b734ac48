/** Files of the home that are spoilt, replaced or gone, and stored states that cannot be read. */
import type { Attack } from '../attack.js';
import { befall, FILES } from './files.js';
import { spoilRuns } from './runs.js';
import { SPOILT } from './spoilt.js';

const SMALL_RUNS = 3;

export const attack: Attack = {
  title: 'spoilt databases, homes and stored states of runs',
  order: 45,
  unit: 'faults',
  tries: { whole: FILES.length + SPOILT.length, small: FILES.length + SMALL_RUNS },
  async run({ tries, tell }) {
    const failures: string[] = [];
    const files = FILES.slice(0, tries);
    for (const fault of files) failures.push(...(await befall(fault)));
    tell(`${files.length} faults of files, ${failures.length} failures`);
    const many = Math.min(SPOILT.length, tries - files.length);
    const runs = many > 0 ? await spoilRuns(many) : { tries: 0, failures: [] };
    failures.push(...runs.failures);
    return {
      tries: files.length + runs.tries,
      failures,
      figures: { 'of files': files.length, 'of stored runs': runs.tries },
    };
  },
};
