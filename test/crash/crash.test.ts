/** The crash harness in small; `npm run test:crash` is the whole. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Built, buildBot } from './build.js';
import { table } from './report.js';
import { runSeries } from './series.js';

let built: Built;
beforeAll(async () => {
  built = await buildBot();
}, 60_000);
afterAll(() => built?.remove());

test('journeys whose bot is killed six times lose nothing and do nothing twice', async () => {
  const seed = 11;
  const { program } = built;
  const report = await runSeries({ seed, kills: 6, atOnce: 2, seconds: 60, lookUp: true, program });
  const picture = `${table(report, seed)}\n${report.failures.join('\n')}\n${report.transcript}`;
  if (report.failures.length > 0) throw new Error(picture);
  expect(report.kills).toHaveLength(6);
  expect(report.runs).toBeGreaterThanOrEqual(1);
  expect(report.posts).toBe(report.distinct);
}, 300_000);
