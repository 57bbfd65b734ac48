/** The agent that README shows, copied from there and run for real. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World | undefined;
const folder = mkdtempSync(join(tmpdir(), 'metawsm-readme-'));
afterEach(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the ten lines of README are an agent', async () => {
  const script = /```sh\n(#!\/bin\/sh\n[\s\S]*?)```/u.exec(readFileSync('README.md', 'utf8'))?.[1];
  const agent = join(folder, 'agent.sh');
  writeFileSync(agent, script ?? '');
  chmodSync(agent, 0o755);
  world = await makeWorld({
    repos: { api: { 'greeting.txt': 'Hi\n' } },
    checks: { api: ['test -s greeting.txt'] },
    agent: [agent],
  });
  const { slack, ana, dev, repos } = world;

  const flags = '--goal "Greet" --scope greeting.txt --done "`test -s greeting.txt`" --constraints none';
  await ana.types(`/metawsm bootstrap README-1 --repos api ${flags}`, { in: dev });
  const card = await slack.message(dev, /README-1/, { from: 'bot' });
  await ana.presses('Start run', { on: await slack.message(dev, /Start run/, { thread: card }) });
  await ana.presses('Hello', {
    on: await slack.message(dev, /Which greeting\?/, { thread: card, timeoutMs: 20_000 }),
  });
  await ana.presses('Merge & close', {
    on: await slack.message(dev, /Merge & close/, { thread: card, timeoutMs: 20_000 }),
  });
  await slack.message(dev, /merged and closed/, { thread: card, timeoutMs: 20_000 });
  expect(repos.api?.show('greeting.txt')).toBe('Hello, world');
}, 60_000);
