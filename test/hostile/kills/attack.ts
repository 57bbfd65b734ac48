/** SIGKILL at random moments of mixed journeys: `test/crash` as an attack. */
import { buildBot } from '../../crash/build.js';
import { runWorlds } from '../../crash/worlds.js';
import type { Attack } from '../attack.js';
import { figuresOf, missedIn } from './figures.js';

/** From so many kills on, one that never fell where it hurts means that the attack is blind. */
const WHOLE = 500;

export const attack: Attack = {
  title: 'SIGKILL at random moments of mixed journeys',
  order: 1,
  unit: 'kills',
  tries: { whole: 1_000, small: 8 },
  async run({ tries, seed, tell }) {
    const { program, remove } = await buildBot();
    try {
      const lanes = tries < WHOLE ? 1 : 3;
      const reports = await runWorlds({
        seed,
        kills: tries,
        each: 100,
        atOnce: 3,
        lanes,
        seconds: 5_400,
        program,
        tell,
      });
      const figures = figuresOf(reports);
      const failures = reports.flatMap((report) =>
        report.failures.map(
          (words) =>
            `${words} (npm run test:crash -- --seed ${report.seed} --kills ${report.kills.length} --at-once 3)`,
        ),
      );
      const kills = reports.reduce((sum, report) => sum + report.kills.length, 0);
      return { tries: kills, failures: [...failures, ...(tries < WHOLE ? [] : missedIn(figures))], figures };
    } finally {
      remove();
    }
  },
};
