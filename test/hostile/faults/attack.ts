/** Files of the home that are spoilt, replaced or gone, disks that take nothing, clocks that jump, and stored states that cannot be read. */
import type { Attack } from '../attack.js';
import { jumpClock } from './clocks.js';
import { TROUBLES, troubleDisks } from './disks.js';
import { befall, FILES } from './files.js';
import { spoilRuns } from './runs.js';
import { SPOILT } from './spoilt.js';

const SMALL_RUNS = 3;
const SMALL_DISKS = 2;
const [SMALL_CLOCKS, CLOCKS] = [1, 6];
/** From so many on, all of each kind are tried. */
const WHOLE = FILES.length + SPOILT.length + TROUBLES.length + CLOCKS;

export const attack: Attack = {
  title: 'spoilt databases, homes and runs, full and read-only disks, clocks that jump',
  order: 45,
  unit: 'faults',
  tries: { whole: WHOLE, small: FILES.length + SMALL_RUNS + SMALL_DISKS + SMALL_CLOCKS },
  async run({ tries, tell }) {
    const failures: string[] = [];
    const files = FILES.slice(0, tries);
    for (const fault of files) failures.push(...(await befall(fault)));
    tell(`${files.length} faults of files, ${failures.length} failures`);
    const rest = tries - files.length;
    const disks = await troubleDisks(tries >= WHOLE ? TROUBLES : sample(Math.min(SMALL_DISKS, rest)));
    if (disks === undefined) tell('Nobody may mount here: NO full or read-only disk was tried.');
    failures.push(...(disks?.failures ?? []));
    const clocks = await jumpClock(tries >= WHOLE ? CLOCKS : Math.min(SMALL_CLOCKS, rest));
    failures.push(...clocks.failures);
    const many = Math.min(SPOILT.length, rest - (disks?.tries ?? 0) - clocks.tries);
    const runs = many > 0 ? await spoilRuns(many) : { tries: 0, failures: [] };
    failures.push(...runs.failures);
    return {
      tries: files.length + (disks?.tries ?? 0) + clocks.tries + runs.tries,
      failures,
      figures: {
        'of files': files.length,
        'of disks': disks?.tries ?? 'none: not allowed to mount',
        'under a clock that jumps': clocks.tries,
        'of stored runs': runs.tries,
      },
    };
  },
};

/** Spread over all of them. */
const sample = (many: number) =>
  TROUBLES.filter((_, at) => many > 0 && at % Math.ceil(TROUBLES.length / many) === 3);
