/** Signs of life: what an agent that may hang has last done, and notes that reach it while it works. */
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { lastSign } from '../../../src/stages/agents/signs.js';
import { git } from '../../fixtures/git-repos.js';
import { call } from '../desk.js';
import { Bench, spec } from './bench.js';

const open: Bench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});
const bench = () => {
  const made = new Bench();
  open.push(made);
  return made;
};
const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

/** Writes a file that was last changed so many hours ago, and lets its folders be older. */
function aged(path: string, hours: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x');
  utimesSync(path, ago(hours), ago(hours));
  for (let at = dirname(path); at.includes('workspaces') || at.includes('repos'); at = dirname(at))
    utimesSync(at, ago(99), ago(99));
}

test('the newest of output, files, contract files and git counts', async () => {
  const { desk, runFile } = bench();
  const seen = async () => (Date.now() - (await lastSign(desk.home, desk.run, Date.now()))) / HOUR_MS;
  utimesSync(desk.contract, ago(99), ago(99));
  aged(join(desk.workspace, 'api/src/deep/file.ts'), 9);
  expect(await seen()).toBeCloseTo(9, 1);
  aged(runFile('agent.log'), 8);
  expect(await seen()).toBeCloseTo(8, 1);
  aged(join(desk.contract, 'guidance-request.json'), 7);
  expect(await seen()).toBeCloseTo(7, 1);
  aged(join(desk.home, 'repos/api.git/worktrees', desk.run.id, 'logs/HEAD'), 6);
  expect(await seen()).toBeCloseTo(6, 1);
});

test('what is enough ends the search, and what is gone is no fault', async () => {
  const { desk } = bench();
  git(desk.home, 'init', '-q', join(desk.workspace, 'api'));
  aged(join(desk.workspace, 'api/.git/index.lock'), 0);
  aged(join(desk.workspace, 'api/one.txt'), 5);
  utimesSync(desk.workspace, ago(99), ago(99));
  utimesSync(desk.contract, ago(99), ago(99));
  const found = await lastSign(desk.home, desk.run, ago(6).getTime());
  expect((Date.now() - found) / HOUR_MS).toBeCloseTo(5, 1);
  expect(await lastSign(`${desk.home}/nowhere`, desk.run, Date.now())).toBe(0);
});

test('a living agent is seen as of its start at the latest', async () => {
  const b = bench();
  const stage = b.stage(spec(['sleep', '60']));
  const begun = Date.now();
  await b.start(stage);
  const { step } = b.desk.run;
  const event = await stage['agent.look']({ step }, b.desk.run, call());
  expect(event).toMatchObject({ type: 'agent_seen', step });
  expect(Date.parse((event as { activeAt: string }).activeAt)).toBeGreaterThanOrEqual(begun - 1);
});

test('a note stands in the feedback file at once', async () => {
  const b = bench();
  const stage = b.stage(spec(['sleep', '60']));
  b.desk.walk.does('tell', { text: 'Use the table `users`' });
  await stage['feedback.write']({ notes: 1 }, b.desk.run, call());
  const text = readFileSync(join(b.desk.contract, 'operator-feedback.md'), 'utf8');
  expect(text).toMatch(/Note from U0ANA:\n\nUse the table `users`/);
});
