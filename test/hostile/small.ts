/** An attack with few tries, as one test: `small(attack)` in a `*.test.ts` of its folder. */
import { expect, test } from '@jest/globals';
import type { Attack } from './attack.js';

/** Drawn once: `npm test` tries the same every time, `npm run test:hostile` something new. */
const SEED = 7;

export function small(attack: Attack, timeoutMs = 120_000): void {
  const { title, unit, tries } = attack;
  test(
    `${title}: ${tries.small} ${unit} do no harm`,
    async () => {
      const news: string[] = [];
      const outcome = await attack.run({
        tries: tries.small,
        seed: SEED,
        tell: (one) => void news.push(one),
      });
      if (outcome.failures.length > 0) throw new Error([...outcome.failures, ...news.slice(-50)].join('\n'));
      expect(outcome.tries).toBeGreaterThanOrEqual(tries.small);
    },
    timeoutMs,
  );
}
