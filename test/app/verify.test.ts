import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { verifying } from '../../src/app/verify.js';
import { Later } from '../../src/engine/ports.js';
import type { CheckPlan, RunContext } from '../../src/run/context.js';
import { mergeStage } from '../../src/stages/merge/merge.js';
import { commit, removeTemporary, temporary, write } from '../fixtures/git-repos.js';
import { AT, call, optionsFor, type Repo, RUN_ID, readyRun, withRemote } from '../stages/merge/ready-run.js';

afterEach(removeTemporary);

type Options = Parameters<typeof verifying>[0];

/** Repositories whose bases have moved since the run began, and the run with what was built of them. */
async function moved(home: string, names: readonly string[]): Promise<{ repos: Repo[]; run: RunContext }> {
  const repos = await Promise.all(names.map((name) => withRemote(home, name)));
  for (const repo of repos) {
    commit(repo.tree, { 'b.txt': 'ours' });
    repo.push({ 'c.txt': 'theirs' });
  }
  const run = readyRun(repos);
  const built = await mergeStage(optionsFor(home, repos))['merge.build']({ step: 7 }, run, call());
  if (built?.type !== 'merge_built') throw new Error('not built');
  return { repos, run: { ...run, merges: built.merges } };
}

const command = (...argv: string[]) => ({ text: argv.join(' '), argv });

/** `more` by the name of a repository. */
function verifyOver(
  home: string,
  repos: Repo[],
  more: Record<string, Partial<Options['repos'][number]>> = {},
) {
  const env = { PATH: process.env.PATH ?? '' };
  const specs = repos.map(({ name, path }) => ({ name, path, copy: [], setup: [], ...more[name] }));
  return verifying({
    home,
    repos: specs as unknown as Options['repos'],
    env: { agent: () => env, interviewer: () => ({}), repo: () => env, pool: () => env, wrap: () => [] },
    now: () => AT,
    redact: (text) => text,
    timeoutMs: 10_000,
  });
}

/** A folder that is nobody's business here, and a look whether it is as it was. */
function elsewhere(): { outside: string; expectUntouched: () => void } {
  const outside = temporary();
  write(outside, { 'a.txt': 'own', 'api/x': '1' });
  const names = readdirSync(outside, { recursive: true }).sort();
  const expectUntouched = () => {
    expect(readdirSync(outside, { recursive: true }).sort()).toEqual(names);
    expect(readFileSync(join(outside, 'a.txt'), 'utf8')).toBe('own');
  };
  return { outside, expectUntouched };
}

test('a setup that is broken off is noted meanwhile, and is no failure of the checks', async () => {
  const home = temporary();
  const { repos, run } = await moved(home, ['api']);
  const mark = join(home, 'begun');
  const script = join(home, 'setup.sh');
  writeFileSync(script, `touch ${mark}\nexec sleep 60\n`);
  const verify = verifyOver(home, repos, { api: { setup: [command('sh', script)] } });
  const stop = new AbortController();
  const outcome = verify({ step: 8 }, run, { ...call(), signal: stop.signal }).then(
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

test.each([
  ['its folder', (outside: string) => `mv ../api ../aside; ln -s ${outside} ../api`, '.merged/api'],
  [
    'the folder above it',
    (outside: string) => `mv ../../.merged ../../aside; ln -s ${outside} ../../.merged`,
    '.merged',
  ],
])('a check that put a link in place of %s had what the link leads to tidied', async (_, swap, named) => {
  const home = temporary();
  const { repos, run } = await moved(home, ['api']);
  const { outside, expectUntouched } = elsewhere();
  const argv = ['sh', '-c', swap(outside)];
  const checks: CheckPlan[] = [{ repo: 'api', command: 'swap', argv, source: 'configured' }];
  const verified = await verifyOver(home, repos)(
    { step: 8 },
    { ...run, brief: { ...run.brief!, checks } },
    call(),
  );
  expect(verified).toMatchObject({
    type: 'checks_unable',
    step: 8,
    fault: {
      code: 'checks_unable',
      detail: `${join(home, 'workspaces', RUN_ID, named)} is no folder but a link; remove it`,
    },
  });
  expectUntouched();
});

test('a setup that put a link in place of the next repository had its files copied to where the link leads', async () => {
  const home = temporary();
  const { repos, run } = await moved(home, ['api', 'web']);
  const { outside, expectUntouched } = elsewhere();
  write(repos[1]!.path, { '.env': 'S=1' });
  const swap = command('sh', '-c', `mv ../web ../aside; ln -s ${outside} ../web`);
  const verified = await verifyOver(home, repos, { api: { setup: [swap] }, web: { copy: ['.env'] } })(
    { step: 8 },
    run,
    call(),
  );
  expect(verified).toMatchObject({
    type: 'checks_unable',
    fault: {
      code: 'checks_unable',
      repo: 'web',
      detail: expect.stringContaining('.merged/web is no folder but a link'),
    },
  });
  expectUntouched();
});
