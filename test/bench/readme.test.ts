/** What README and docs/performance.md say of speed is what was measured. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { GOALS } from './goals.js';
import { heldIn, type Report } from './held.js';

const report = JSON.parse(readFileSync('docs/performance.json', 'utf8')) as Report;
const text = (path: string) => readFileSync(path, 'utf8');

test('the figures are of a whole bench of all goals, as they are now', () => {
  expect(report.quick).toBe(false);
  expect(report.goals.map(({ id, wants }) => ({ id, wants }))).toEqual(
    GOALS.map(({ id, wants }) => ({ id, wants })),
  );
});

test('README names exactly the goals that hold, with their figures', () => {
  const rows = text('README.md')
    .split('\n')
    .filter((line) => /^\| P\d+ \|/u.test(line));
  expect(rows).toEqual(heldIn(report));
});

test('docs/performance.md was written with these figures', () => {
  const figures = report.goals.flatMap(({ measured }) => measured.map(({ figure }) => figure));
  expect(figures.filter((figure) => !text('docs/performance.md').includes(figure))).toEqual([]);
});
