/** Tests that need a browser; where there is none they are skipped, and a loud line says so. */
import { describe, test } from '@jest/globals';
import { browserPath } from './chromium.js';

export function describeInBrowser(what: string, tests: (it: typeof test) => void): void {
  const run = browserPath === undefined ? describe.skip : describe;
  run(what, () => tests(test));
  if (browserPath !== undefined) return;
  process.stderr.write(
    `\nSKIPPED: "${what}" needs Chromium, and none was found. Install it (apt-get install chromium).\n\n`,
  );
}
