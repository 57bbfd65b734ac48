/** The README claims what docs/performance.json has measured, no more and no less. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { GOALS } from './goals.js';
import { heldIn, type Report } from './held.js';

const report = JSON.parse(readFileSync('docs/performance.json', 'utf8')) as Report;

test('the README names every goal that holds, with what was measured', () => {
  const readme = readFileSync('README.md', 'utf8');
  const rows = readme.split('\n').filter((line) => /^\| P\d+ \|/u.test(line));
  expect(rows).toEqual(heldIn(report));
});

test('the figures are of a whole bench, and of the goals as they are now', () => {
  expect(report.quick).toBe(false);
  expect(report.goals.map(({ id, wants }) => [id, wants])).toEqual(GOALS.map(({ id, wants }) => [id, wants]));
  const text = readFileSync('docs/performance.md', 'utf8');
  for (const { measured } of report.goals) for (const { figure } of measured) expect(text).toContain(figure);
});
