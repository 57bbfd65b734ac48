import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { verifying } from '../../src/app/verify.js';
import { Later } from '../../src/engine/ports.js';
import { mergeStage } from '../../src/stages/merge/merge.js';
import { commit, removeTemporary, temporary } from '../fixtures/git-repos.js';
import { AT, call, optionsFor, RUN_ID, readyRun, withRemote } from '../stages/merge/ready-run.js';

afterEach(removeTemporary);

test('a setup that is broken off is noted meanwhile, and is no failure of the checks', async () => {
  const home = temporary();
  const repo = await withRemote(home, 'api');
  commit(repo.tree, { 'b.txt': 'ours' });
  repo.push({ 'c.txt': 'theirs' });
  const run = readyRun([repo]);
  const built = await mergeStage(optionsFor(home, [repo]))['merge.build']({ step: 7 }, run, call());
  if (built?.type !== 'merge_built') throw new Error('not built');
  const mark = join(home, 'begun');
  const script = join(home, 'setup.sh');
  writeFileSync(script, `touch ${mark}\nexec sleep 60\n`);
  const env = { PATH: process.env.PATH ?? '' };
  const verify = verifying({
    home,
    repos: [
      {
        name: 'api',
        path: repo.path,
        copy: [],
        setup: [{ text: 'setup', argv: ['sh', script] }],
      } as unknown as Parameters<typeof verifying>[0]['repos'][number],
    ],
    env: { agent: () => env, interviewer: () => ({}), repo: () => env, pool: () => env, wrap: () => [] },
    now: () => AT,
    redact: (text) => text,
    timeoutMs: 10_000,
  });
  const stop = new AbortController();
  const verified = verify({ step: 8 }, { ...run, merges: built.merges }, { ...call(), signal: stop.signal });
  const outcome = verified.then(
    (event) => event,
    (error: unknown) => error,
  );
  for (let tries = 0; !existsSync(mark) && tries < 500; tries++) await delay(20);
  const noted = join(home, 'runs', RUN_ID, 'checks.json');
  const records = existsSync(noted) ? (JSON.parse(readFileSync(noted, 'utf8')) as unknown[]) : [];
  stop.abort();
  expect(await outcome).toBeInstanceOf(Later);
  expect(records).toHaveLength(1);
  expect(existsSync(noted)).toBe(false);
});
