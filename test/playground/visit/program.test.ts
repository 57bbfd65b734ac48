/** The program as people start it: what it says, what keeps it from starting, and that it leaves nothing behind. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { groupAlive } from '../../../src/shell/process-record.js';
import { endPrograms, program, removeTemporary, temporary } from './bench.js';

afterEach(() => {
  endPrograms();
  removeTemporary();
});

const homesIn = (tmp: string) => readdirSync(tmp).filter((name) => name.startsWith('metawsm-playground-'));
const botPid = (said: string) => Number(/"pid":(\d+)/.exec(said)?.[1]);

test('it prints the address, serves the page there, and ends without leaving anything', async () => {
  const tmp = temporary();
  const startedAt = Date.now();
  const run = program(['--log'], tmp);
  const [, address = ''] = await run.says(/Open\s+(http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{20,})\n/);
  console.info(`from command to address: ${Date.now() - startedAt} ms`);
  expect(run.said()).toMatch(/Then type\s+\/metawsm bootstrap DEMO-1 --repos hello,site\n/);
  expect(run.said()).toMatch(/Ctrl-C ends it and removes the home/);
  const page = await fetch(address);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="root">')]);
  expect((await fetch(address.replace(/key=.*/, 'key=other'))).status).toBe(403);
  await run.says(/connected to Slack/);
  expect(homesIn(tmp)).toHaveLength(1);

  run.child.kill('SIGINT');
  // npm hands on the same key a second time
  run.child.kill('SIGINT');
  expect(await run.code).toBe(0);
  expect(run.said()).not.toMatch(/defect|unhandled|ended again/i);
  expect(homesIn(tmp)).toEqual([]);
}, 120_000);

test('killed, its bot ends by itself, and the next start removes its home', async () => {
  const tmp = temporary();
  const first = program(['--log'], tmp);
  const [, address = ''] = await first.says(/Open\s+(\S+)/);
  const scene = await fetch(address.replace('/?', '/_page/scene?'));
  const reader = scene.body!.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  while (!botPid(told)) told += (await reader.read()).value ?? '';
  const pid = botPid(told);
  expect(groupAlive(pid)).toBe(true);
  await first.says(/connected to Slack/);

  first.child.kill('SIGKILL');
  await first.code;
  const [left = ''] = homesIn(tmp);
  expect(left).not.toBe('');
  await until(() => !groupAlive(pid));

  const second = program([], tmp);
  await second.says(/Open\s+http/);
  expect(homesIn(tmp)).not.toContain(left);
  second.child.kill('SIGTERM');
  expect(await second.code).toBe(0);
  expect(homesIn(tmp)).toEqual([]);
}, 180_000);

test('it does not start beside real tokens, on a port or in a folder of others, or with words it does not know', async () => {
  const tmp = temporary();
  const busy = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => busy.once('listening', resolve));
  const { port } = busy.address() as AddressInfo;
  const foreign = join(tmp, 'foreign');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'thesis.txt'), 'mine');
  const token = { SLACK_BOT_TOKEN: 'xoxb-1111-2222-abcdefgh' };
  try {
    for (const [run, code, words] of [
      [program([], tmp, token), 78, /does not start beside real Slack tokens[\s\S]*SLACK_BOT_TOKEN/],
      [program(['--port', String(port)], tmp), 78, new RegExp(`Port ${port} is in use`)],
      [program(['--home', foreign], tmp), 78, /holds files that are not the playground's/],
      [program(['--home', join(foreign, 'thesis.txt', 'x')], tmp), 78, /cannot be used as a home: ENOTDIR/],
      [program(['--hom', 'x'], tmp), 64, /There is no --hom\. Did you mean --home\?[\s\S]*--config FILE/],
      [program(['--help'], tmp), 0, /metawsm in a browser/],
    ] as const) {
      expect([await run.code, run.said()]).toEqual([code, expect.stringMatching(words)]);
      expect(run.said()).not.toContain('abcdefgh');
    }
  } finally {
    busy.close();
  }
  expect(readdirSync(foreign)).toEqual(['thesis.txt']);
  expect(homesIn(tmp)).toEqual([]);
}, 120_000);

test('it ends when npm is killed, which hands on nothing', async () => {
  const tmp = temporary();
  const run = program([], tmp, { npm_lifecycle_event: 'playground' }, 'behind a parent');
  await run.says(/Open\s+http/);
  run.child.kill('SIGKILL');
  await run.says(/the home is removed/);
  await until(() => homesIn(tmp).length === 0);
}, 120_000);

test('it ends in order where nobody reads its last words', async () => {
  const tmp = temporary();
  const run = program([], tmp);
  await run.says(/Open\s+http/);
  run.child.stdout.destroy();
  run.child.stderr.destroy();
  run.child.kill('SIGHUP');
  expect(await run.code).toBe(0);
  expect(homesIn(tmp)).toEqual([]);
}, 120_000);

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 40_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('It did not come about in 40 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
