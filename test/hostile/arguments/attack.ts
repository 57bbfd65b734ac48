/** Words that are weapons, given to every place that takes a word from outside, and to the whole bot. */

import { inheritForGit } from '../../../src/shell/git.js';
import { seeded } from '../../crash/random.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import type { Attack } from '../attack.js';
import { atTheBot } from './bot.js';
import { changes } from './changes.js';
import { doorsOf } from './doors.js';
import { differences, makeGround } from './ground.js';
import { weaponsFor } from './weapons.js';

/** Of the tries, how many go to the whole bot. */
const AT_THE_BOT = 0.15;

export const attack: Attack = {
  title: 'arguments as weapons',
  order: 80,
  unit: 'arguments',
  tries: { whole: 300, small: 100 },
  async run({ tries, seed, tell }) {
    const random = seeded(seed);
    const failures: string[] = [];
    const seen = { refused: 0, taken: 0 };
    let done = 0;
    const ground = makeGround();
    inheritForGit({ PATH: ground.path, HOME: ground.root });
    try {
      const changed = await changes(ground);
      done += changed.tries;
      failures.push(...changed.failures);
      tell(`${changed.tries} names in changes and remotes`);
      const doors = Object.entries(doorsOf(ground));
      const words = weaponsFor(ground.boom, ground.out);
      const pairs = doors.flatMap(([name, door]) =>
        words.map((word) => ({ name, door, word, at: name === 'the remote of a clone' ? 0 : random.next() })),
      );
      // git starts programs for the remote, so there every word is tried; of the other doors some, as they are drawn
      pairs.sort((one, other) => one.at - other.at);
      const few = Math.min(pairs.length, Math.max(0, Math.ceil(tries * (1 - AT_THE_BOT)) - done));
      let before: Map<string, string> | undefined;
      for (const { name, door, word } of pairs.slice(0, few)) {
        // the doors make folders of their own the first time
        const said = await door(word).catch((error: Error) => ({ fault: `it throws ${error.message}` }));
        const shown = `${name}: ${JSON.stringify(word.slice(0, 80))}`;
        if (typeof said === 'string') seen[said] += 1;
        else failures.push(`${shown}: ${said.fault}`);
        done += 1;
        failures.push(...ground.sprung().map((trap) => `${shown}: ${trap} has run`));
        const after = ground.world(['home', 'sprung', 'asked', 'files']);
        if (before) failures.push(...differences(before, after).map((fault) => `${shown}: ${fault}`));
        before = after;
      }
      tell(`${done} words at the doors`);
      const rest = await atTheBot(tries - done, random);
      done += rest.tries;
      failures.push(...rest.failures);
      return {
        tries: done,
        failures,
        figures: { ...seen, 'at the bot': rest.tries, 'in changes': changed.tries },
      };
    } finally {
      inheritForGit(process.env);
      removeTemporary();
    }
  },
};
