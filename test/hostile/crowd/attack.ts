/** Two and ten people who press the same or conflicting buttons at the same moment, old cards, answers after the end. */
import { type Random, seeded } from '../../crash/random.js';
import type { Attack } from '../attack.js';
import { afterEnd } from './after-end.js';
import { beginnings } from './beginnings.js';
import { contest } from './contest.js';
import { CONTESTS } from './contests.js';
import { forms, handing, notes } from './notes.js';
import { oldCards } from './old-cards.js';
import { replies } from './replies.js';
import { type Came, makeScene, type Scene } from './scene.js';

/** What is tried beside the contests, each after so many of them. */
const BESIDE: Record<string, (scene: Scene, random: Random) => Promise<Came>> = {
  'beginnings of one ticket': beginnings,
  'ten notes at once': notes,
  'two forms of one brief': forms,
  'two who hand over': handing,
  'old cards': oldCards,
  'ten replies at once': replies,
  'after the end': afterEnd,
};
const CONTESTS_BETWEEN = 3;
/** A scene gets slow with all its runs and messages. */
const MOST_PRESSES = 400;
/** With so many every contest has had its turn. */
const ENOUGH_FOR_ALL = 600;

export const attack: Attack = {
  title: 'two and ten people at once, old cards, answers after the end',
  order: 60,
  unit: 'presses',
  tries: { whole: 450, small: 80 },
  async run({ tries, seed, tell }) {
    const random = seeded(seed);
    const failures: string[] = [];
    const met: Record<string, number> = { contests: 0 };
    let presses = 0;
    const count = (what: string, { presses: more, faults }: Came) => {
      met[what] = (met[what] ?? 0) + 1;
      presses += more;
      failures.push(...faults.map((fault) => `${fault} (seed ${seed})`));
      for (const fault of faults) tell(fault);
    };
    const order = shuffled(CONTESTS, random);
    const beside = Object.entries(BESIDE);
    while (presses < tries) {
      const scene = await makeScene();
      const until = Math.min(tries, presses + MOST_PRESSES);
      try {
        for (let turn = 0; presses < until || turn < beside.length; turn += 1) {
          const [name, play] = beside[turn % beside.length]!;
          count(name, await play(scene, random));
          for (let more = 0; more < CONTESTS_BETWEEN && presses < until; more += 1) {
            const what = order[met.contests! % order.length]!;
            count('contests', await contest(scene, what, random));
          }
        }
      } finally {
        await scene.close();
      }
      tell(`${presses} presses`);
    }
    for (const what of ['contests', ...Object.keys(BESIDE)])
      if (!met[what]) failures.push(`nobody came to ${what}`);
    const different = Math.min(met.contests!, order.length);
    if (presses >= ENOUGH_FOR_ALL && different < order.length)
      failures.push(`only ${different} of ${order.length} contests were held`);
    return { tries: presses, failures, figures: { ...met, 'different contests': different } };
  },
};

function shuffled<T>(all: readonly T[], random: Random): T[] {
  return all
    .map((one) => ({ one, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ one }) => one);
}
