/** Slack's agent session along a whole run, and Slack's own Stop on a real agent. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };

const is = (card: Message, status: string) =>
  world.slack.waitFor(
    () => world.slack.session(card)?.status === status,
    `a session that is ${status}`,
    20_000,
  );

test('it says what the state says, from the card to the closed run', async () => {
  world = await makeWorld({ checks: { api: ['test -f mended.txt'] } });
  const { slack, ana } = world;
  const { card } = await world.begins('ABC-1', { done: '`test -f mended.txt` passes' });
  await is(card, 'processing');
  const question = await world.hears(card, /Which greeting\?/);
  await is(card, 'suspended');
  await ana.presses('Moin', { on: question });
  await is(card, 'processing');
  const summary = await world.hears(card, /Merge & close/);
  await is(card, 'suspended');
  await ana.presses('Merge & close', { on: summary });
  await is(card, 'closed');
  const said = slack
    .callsOf('agents.sessions.setStatus')
    .map((call) => String(call.args.status))
    .filter((status, at, all) => status !== all[at - 1]);
  expect(said).toEqual([
    'suspended',
    'processing',
    'suspended',
    'processing',
    'suspended',
    'processing',
    'closed',
  ]);
  expect(slack.visibleText(card)).toMatch(
    /\[complete\] Brief.*\[complete\] Workspace.*\[complete\] Agent’s work.*\[error\] Checks.*\[complete\] Checks, attempt 2.*\[complete\] Merge/s,
  );
}, 60_000);

test('Slack’s Stop ends the agent', async () => {
  world = await makeWorld({ repos: API, agent: 'works-for-ever.sh' });
  const { ben, dev } = world;
  const { card, id } = await world.begins('ABC-2');
  await is(card, 'processing');
  const mark = join(world.home, 'workspaces', id, 'started.txt');
  await world.until(() => existsSync(mark), 'the agent works');
  const pid = Number(world.inWorkspace(id, 'started.txt'));
  world.slack.channel('dev', { members: [ben] });
  ben.stopsSession(card);
  await world.shows(card, /Stopped by @ben/);
  await ben.ephemeral(/The run is stopped/, { in: dev });
  await world.until(() => !isAlive(pid), 'the agent has ended', 15_000);
  await is(card, 'active');
}, 60_000);

test('a Slack without agent sessions lacks nothing else', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh', asleep: true });
  const { slack, ana } = world;
  slack.faults.always('agents.sessions.setStatus', { error: 'feature_disabled' });
  await world.start();
  const { card } = await world.begins('ABC-3');
  const summary = await world.hears(card, /Merge & close/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /Merged and closed/);
  expect(slack.callsOf('agents.sessions.setStatus')).toHaveLength(1);
  expect(slack.session(card)).toBeUndefined();
}, 60_000);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
