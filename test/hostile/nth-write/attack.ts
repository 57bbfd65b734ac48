/** The disk is full, or the database busy, exactly at the n-th write of a series of runs, for every n. */
import { seeded } from '../../crash/random.js';
import type { Attack, How } from '../attack.js';
import type { Fault } from './faults.js';
import { play } from './round.js';
import { makeFaultyWorld } from './world.js';

const KINDS: readonly Fault[] = ['full', 'busy'];
/** Writes of one run from its command to its end, at least. */
const WRITES_OF_A_RUN = 45;
const WHOLE = 200;
/** Fewer tries are spread over so many writes. */
const SMALL = 80;
/** A database stays small, so that it can be checked whole after each fault. */
const ROUNDS_OF_A_WORLD = 4;
const MOST_ROUNDS = 60;

export const attack: Attack = {
  title: 'disk full or database busy at the n-th write',
  order: 25,
  unit: 'writes',
  // Each n for both kinds.
  tries: { whole: 2 * WHOLE, small: 12 },
  async run(how) {
    const done = await Promise.all(KINDS.map((fault) => series(fault, how)));
    const sum = (of: (one: (typeof done)[number]) => number) => done.reduce((all, one) => all + of(one), 0);
    const [full, busy] = done.map(({ met }) => met);
    return {
      tries: sum(({ met }) => met),
      failures: done.flatMap(({ failures }) => failures),
      figures: {
        'disk full': full ?? 0,
        'database busy': busy ?? 0,
        disk: done[0]!.disk,
        refused: sum((one) => one.refused),
        writes: sum((one) => one.writes),
        acknowledged: sum((one) => one.acked),
      },
    };
  },
};

/** Rounds until each write of the series has met the fault as it began. */
async function series(fault: Fault, { tries, seed, tell }: How) {
  const random = seeded(seed + KINDS.indexOf(fault));
  const wanted = Math.max(1, Math.floor(tries / KINDS.length));
  const most = wanted >= SMALL ? wanted : SMALL;
  const open = new Set(Array.from({ length: wanted }, (_, at) => 1 + Math.floor((at * most) / wanted)));
  const sums = { met: 0, failures: [] as string[], refused: 0, writes: 0, acked: 0, disk: '' };
  for (let round = 0; open.size > 0 && round < MOST_ROUNDS; ) {
    const world = await makeFaultyWorld();
    sums.disk = world.disk
      ? 'a mounted one'
      : 'NONE: nobody may mount here, so the database was limited instead';
    try {
      for (let at = 0; at < ROUNDS_OF_A_WORLD && open.size > 0; at += 1) {
        const runs = Math.ceil(Math.max(...open) / WRITES_OF_A_RUN);
        const tickets = Array.from({ length: runs }, (_, run) => `${fault}-${round}.${run}`);
        const one = await play(world, { fault, random, open, tickets });
        sums.failures.push(...one.failures);
        for (const key of ['refused', 'writes', 'acked'] as const) sums[key] += one[key];
        round += 1;
        tell(
          `${fault}: round ${round}, ${one.writes} writes, ${open.size} still to meet, ${sums.failures.length} failures`,
        );
      }
    } finally {
      await world.close();
    }
  }
  sums.met = wanted - open.size;
  return sums;
}
