/** SIGKILL at random moments of mixed journeys: `test/crash` as an attack. */
import { buildBot } from '../../crash/build.js';
import { runSeries } from '../../crash/series.js';
import type { Attack } from '../attack.js';

export const attack: Attack = {
  title: 'SIGKILL at random moments of mixed journeys',
  order: 1,
  unit: 'kills',
  tries: { whole: 1_000, small: 6 },
  async run({ tries, seed, tell }) {
    const { program, remove } = await buildBot();
    try {
      const { kills, failures, posts, distinct, adopted, runs } = await runSeries({
        seed,
        kills: tries,
        atOnce: 2,
        seconds: 900,
        lookUp: true,
        program,
        tell,
      });
      return { tries: kills.length, failures, figures: { runs, posts, twice: posts - distinct, adopted } };
    } finally {
      remove();
    }
  },
};
