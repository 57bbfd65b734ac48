/** The program itself: what it says when it cannot start, how it waits for Slack, and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
const children: { kill(signal: 'SIGKILL'): void }[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await world.close();
});

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href;

/** `npm start` as a child: what it says, and how it ends. */
function program(env: Record<string, string | undefined>) {
  const child = spawn(process.execPath, ['--import', TSX, resolve('src/main.ts')], {
    cwd: world.root,
    env: { ...env, TSX_TSCONFIG_PATH: resolve('tsconfig.json') },
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (words) => (said += words));
  const code = new Promise<number | null>((done) => child.on('close', done));
  return { child, code, said: () => said };
}

const API = { api: { 'README.md': '# A greeter\n' } };

test('faults of the configuration and missing tokens are told all at once, and nothing is done', async () => {
  world = await makeWorld({ repos: API, asleep: true });
  const { SLACK_BOT_TOKEN: _, SLACK_APP_TOKEN: __, ...without } = world.env;
  writeFileSync(
    join(world.root, 'bad.yml'),
    'repos:\n  - nam: api\n    path: ./nowhere\nagents: []\ncheks: {}\n',
  );
  const faulty = program({ ...without, METAWSM_CONFIG: 'bad.yml', METAWSM_HOME: 'untouched' });
  const refused = program({ ...world.env, SLACK_BOT_TOKEN: `${world.slack.botToken}0` });

  expect(await faulty.code).toBe(78);
  for (const fault of [
    /SLACK_BOT_TOKEN\s+is missing/,
    /SLACK_APP_TOKEN\s+is missing/,
    /bad\.yml:2:5 repos\[0\]\.nam\s.*did you mean `name`/s,
    /cheks.*did you mean `checks`/s,
    /access\s+is missing/,
    /agents\s+is empty/,
  ])
    expect(faulty.said()).toMatch(fault);
  expect(await refused.code).toBe(78);
  expect(refused.said()).toMatch(/refused SLACK_BOT_TOKEN \(invalid_auth\)/);
  expect(existsSync(join(world.root, 'untouched'))).toBe(false);

  world.env.SLACK_APP_TOKEN = `${world.slack.appToken}0`;
  await expect(world.start()).rejects.toThrow(/refused SLACK_APP_TOKEN/);
}, 60_000);

test('a port that is taken and a home of somebody else are told in words, and nobody starts it again', async () => {
  world = await makeWorld({ repos: API, asleep: true });
  const other = createServer().listen(0);
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { SLACK_APP_TOKEN: _, ...env } = world.env;
  const taken = program({ ...env, SLACK_SIGNING_SECRET: world.slack.signingSecret, PORT: `${port}` });
  writeFileSync(join(world.root, 'file'), '');
  const misplaced = program({ ...world.env, METAWSM_HOME: join(world.root, 'file', 'home') });
  try {
    expect(await taken.code).toBe(78);
    expect(taken.said()).toMatch(
      new RegExp(`^PORT: ${port} is in use by another program\\. End that one`, 'm'),
    );
    expect(await misplaced.code).toBe(78);
    expect(misplaced.said()).toMatch(/file.* is a file where a folder is needed/);
    expect(taken.said() + misplaced.said()).not.toMatch(/^\s+at /m);
  } finally {
    other.close();
  }
}, 60_000);

test('it waits for Slack, refuses a second one on its home, drains on SIGTERM and takes up its run again', async () => {
  world = await makeWorld({ repos: API, asleep: true });
  const { slack, ana } = world;
  slack.faults.next('auth.test', { status: 503 }, 2);
  const first = program(world.env);
  await slack.connected(1, 20_000);
  const { card } = await world.begins('ABC-1');
  const asked = await world.hears(card, /Which greeting\?/);

  const second = program(world.env);
  expect(await second.code).toBe(75);
  expect(second.said()).toMatch(/Another metawsm is running/);

  first.child.kill('SIGTERM');
  expect(await first.code).toBe(0);
  expect(first.said()).not.toMatch(/defect|unhandled/i);
  await world.start();
  await ana.presses('Moin', { on: asked });
  await world.hears(card, /Merge-ready/);
}, 60_000);
