/** What `npm run build` makes: each program starts, and the bot finds what lies beside it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

/** Below node_modules, where packages are found and git does not look. */
const FOLDER = `node_modules/.cache/metawsm-built/${process.pid}`;
const built = (name: string) => resolve(FOLDER, name);

let world: World;
beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build.mjs', FOLDER], { env: { PATH: process.env.PATH } });
  world = await makeWorld({ asleep: true });
}, 120_000);
afterAll(async () => {
  await world.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

test('the bot answers, agents get the programs that were built with it, and events are told', async () => {
  const child = spawn(process.execPath, [built('main.js')], {
    cwd: world.root,
    env: world.env,
    stdio: 'ignore',
  });
  try {
    const { ana, dev, slack } = world;
    await slack.connected(1, 60_000);
    await ana.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
    await slack.waitFor(() => slack.messages(dev).length > 0, 'the card of the run', 60_000);
    for (const name of ['metawsm-ask', 'metawsm-operator'])
      expect(readFileSync(join(world.home, 'bin', name), 'utf8')).toContain(built(`${name}.js`));
    const env = { PATH: process.env.PATH, METAWSM_HOME: world.home };
    const told = execFileSync(process.execPath, [built('events.js'), 'ABC-1'], { cwd: world.root, env });
    expect(told.toString()).toContain('created');
  } finally {
    const over = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await over).toEqual([0, null]);
  }
}, 120_000);

test('the programs of agents run by themselves', () => {
  const { status } = failed(() =>
    execFileSync(process.execPath, [built('metawsm-ask.js')], { env: {}, stdio: 'pipe' }),
  );
  expect(status).toBe(64);
});

/** As the program does it, whose flags are part of what was compiled. */
const READ = `
  require('node:v8').setFlagsFromString('--liftoff-only');
  const [script, compiled] = process.argv.slice(1).map((name) => require('node:fs').readFileSync(name));
  console.log(new (require('node:vm').Script)(script.toString(), { cachedData: compiled }).cachedDataRejected);
`;

test('V8 takes what was compiled beforehand, and the script holds no letter that doubles its memory', () => {
  const files = [built('bot.cjs'), built('bot.cjs.compiled')];
  const rejected = execFileSync(process.execPath, ['-e', READ, ...files], { env: {}, encoding: 'utf8' });
  expect(rejected.trim()).toBe('false');
  expect(/[^\0-\x7f]/.test(readFileSync(built('bot.cjs'), 'utf8'))).toBe(false);
});

function failed(work: () => unknown): { status: number } {
  try {
    work();
    return { status: 0 };
  } catch (error) {
    return error as { status: number };
  }
}
