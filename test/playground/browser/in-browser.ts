/** Tests that need a browser; where there is none they are skipped, and a loud line says so. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { browserPath } from './chromium.js';
import { openPlayground, type Playground } from './playground.js';

/** Its own program, browser, and what is built before the first start. */
const OPEN_MS = 150_000;

/** One playground for all of these tests; in none of them may a page complain of anything. */
export function describeInBrowser(
  what: string,
  tests: (it: typeof test, playground: () => Playground) => void,
): void {
  if (browserPath === undefined) {
    skip(what, tests);
    return;
  }
  describe(what, () => {
    let playground: Playground;
    beforeAll(async () => {
      playground = await openPlayground();
    }, OPEN_MS);
    afterEach(() => {
      expect(playground.visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
    });
    afterAll(() => playground?.close());
    tests(test, () => playground);
  });
}

function skip(what: string, tests: Parameters<typeof describeInBrowser>[1]): void {
  describe.skip(what, () =>
    tests(test, () => {
      throw new Error('There is no browser.');
    }),
  );
  process.stderr.write(
    `\nSKIPPED: "${what}" needs Chromium, and none was found. Install it (apt-get install chromium).\n\n`,
  );
}
