/** A person lets a run rest and go on: at every place of its way, by button, command and word, over the bot's restarts. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const GATE =
  '#!/bin/sh\n# Waits until somebody opens the gate.\nuntil [ -e "$HOME/open" ]; do sleep 0.05; done\n';
const API = { api: { 'README.md': '# A greeter\n', 'gate.sh': GATE } };
const put = (id: string, file: string) => writeFileSync(join(world.home, 'workspaces', id, file), '');
const labels = (card: Parameters<World['slack']['buttons']>[0]) =>
  world.slack.buttons(card).map(({ label }) => label);
const lives = (id: string) => {
  const file = join(world.home, 'workspaces', id, 'lives');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};

test('a working agent goes on until it asks; the answer is kept over restarts and delivered at Resume', async () => {
  world = await makeWorld({ repos: API, agent: 'asks-when-let.sh' });
  const { slack, ana, ben, dev } = world;
  const { card, id } = await world.begins('ABC-1');
  await world.shows(card, /The agent .* works/);
  const before = slack.snapshot(card);
  await ana.presses('Pause', { on: card });
  await world.shows(card, /Pausing:.*nothing new starts/);
  expect(labels(card)).toEqual(['Stop', 'Resume', 'View log']);
  await ben.presses('Pause', { on: before });
  await ben.ephemeral(/Too late: the run was paused by @ana/);

  await world.restart();
  put(id, 'may-ask');
  const asked = await world.hears(card, /Which word\?/);
  await world.shows(card, /^ABC-1 · paused[\s\S]*Paused by @ana.*answer by @ana; it is taken and kept/);
  await ben.says('Hey', { in: dev, thread: card });
  await slack.waitFor(() => /Answered by @ben/.test(slack.visibleText(asked)), 'the answer taken');
  await world.restart();
  await world.shows(card, /Nothing starts until `Resume` is pressed/);
  expect(world.inWorkspace(id, 'api/greeting.txt')).toBe('');

  await ana.says('@metawsm resume', { in: dev, thread: card });
  await world.hears(card, /Merge-ready/);
  expect(world.inWorkspace(id, 'api/greeting.txt')).toBe('Hey\n');
  expect(
    slack.thread(card).filter((one) => /The agent .* asked for/.test(slack.visibleText(one))),
  ).toHaveLength(1);
  await ana.types(`/metawsm resume ${id}`, { in: dev });
  await ana.ephemeral(/Nothing was changed|Too late/);
}, 60_000);

test('an answer that was kept survives Stop, and the agent gets it when it is resumed', async () => {
  world = await makeWorld({ repos: API, agent: 'asks-when-let.sh' });
  const { slack, ana, dev } = world;
  const { card, id } = await world.begins('ABC-2');
  await world.shows(card, /The agent .* works/);
  put(id, 'may-ask');
  const asked = await world.hears(card, /Which word\?/);
  await world.shows(card, /waits for an answer/);
  await ana.says('@metawsm pause', { in: dev, thread: card });
  await world.shows(card, /Paused by @ana/);
  await ana.presses('Hi', { on: asked });
  await slack.waitFor(() => /Answered by @ana/.test(slack.visibleText(asked)), 'the answer taken');
  await ana.presses('Stop', { on: card });
  await world.shows(card, /Stopped by @ana/);
  await ana.types(`/metawsm resume ${id}`, { in: dev });
  await ana.ephemeral(/The run goes on/);
  await world.hears(card, /Merge-ready/);
  expect(world.inWorkspace(id, 'api/greeting.txt')).toBe('Hi\n');
}, 60_000);

test('while the workspace is prepared and while the checks run, with a restart of the bot in the middle of each', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh', repoLines: ['setup: [./gate.sh]'] });
  const { slack, ana, dev } = world;
  const { card, id } = await world.begins('ABC-3', { done: '`./gate.sh`' });
  await world.shows(card, /Preparing the workspace/);
  expect(await ana.types(`/metawsm pause ${id}`, { in: dev })).toMatch(/The run pauses as soon as/);
  await world.shows(card, /Preparing the workspace.*Pausing/s);
  await world.restart();
  writeFileSync(join(world.root, 'open'), '');
  await world.shows(card, /Paused by @ana/);
  expect(existsSync(join(world.home, 'runs', id, 'agent.json'))).toBe(false);
  rmSync(join(world.root, 'open'));

  await ana.presses('Resume', { on: card });
  await world.shows(card, /Running the checks/);
  await ana.says('@metawsm pause', { in: dev, thread: card });
  await world.shows(card, /Running the checks.*Pausing/s);
  await world.restart();
  await world.shows(card, /Running the checks.*Pausing/s);
  writeFileSync(join(world.root, 'open'), '');
  const summary = await world.hears(card, /Merge-ready/);
  await world.shows(card, /merge_ready/);
  expect(slack.visibleText(card)).not.toMatch(/Paus/);
  expect(slack.thread(card).filter((one) => /^Merge-ready/.test(slack.visibleText(one)))).toEqual([summary]);
}, 60_000);

test('an agent that says it is done rests before its checks; a question that is open rests with its run', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'greets-when-let.sh',
    agents: { asker: 'asks-when-let.sh' },
    more: 'guidance: { remindAfter: 2s, escalateAfter: 1h }',
  });
  const { slack, ana } = world;
  const done = await world.begins('ABC-4');
  const asks = await world.begins('ABC-5', { agent: 'asker' });
  await world.shows(done.card, /The agent .* works/);
  await ana.presses('Pause', { on: done.card });
  await world.shows(done.card, /Pausing/);
  put(done.id, 'go');
  await world.shows(done.card, /Paused by @ana/);
  expect(world.slack.visibleText(done.card)).not.toMatch(/\*Checks:/);

  await world.shows(asks.card, /The agent .* works/);
  put(asks.id, 'may-ask');
  const asked = await world.hears(asks.card, /Which word\?/);
  await world.shows(asks.card, /waits for an answer/);
  await ana.presses('Pause', { on: asks.card });
  await world.shows(asks.card, /Paused by @ana/);
  await world.restart();
  await ana.presses('Resume', { on: done.card });
  await world.hears(done.card, /Merge-ready/);
  expect(lives(done.id)).toHaveLength(1);

  await ana.presses('Resume', { on: asks.card });
  await world.shows(asks.card, /waits for an answer by @ana: press/);
  const reminder = await world.hears(asks.card, /a reminder/, asked);
  expect(slack.mentions(reminder)).toEqual([ana.id]);
  await ana.presses('Hi', { on: asked });
  await world.hears(asks.card, /Merge-ready/);
}, 60_000);

test.each([
  ['the same command with METAWSM_RESUME=1', [], /^\d+ 1\s*$/],
  [
    '`resumeCommand`',
    [`resumeCommand: ["${resolve('test/fixtures/agents/greets-when-let.sh')}", "--resume"]`],
    /^\d+ 0 --resume$/,
  ],
])(
  'resumed from stopped with %s',
  async (_, agentLines, life) => {
    world = await makeWorld({ repos: API, agent: 'greets-when-let.sh', agentLines });
    const { ana, dev } = world;
    const { card, id } = await world.begins('ABC-6');
    await world.until(() => lives(id).length === 1, 'the agent works');
    await world.shows(card, /The agent .* works/);
    await ana.presses('Stop', { on: card });
    await world.shows(card, /Stopped by @ana/);
    await world.restart();
    await ana.types(`/metawsm resume ${id}`, { in: dev });
    await world.until(() => lives(id).length === 2, 'the agent works again');
    expect(lives(id)[1]).toMatch(life);
    await world.shows(card, /The agent .* works/);
    put(id, 'go');
    await world.hears(card, /Merge-ready/);
    await ana.says('@metawsm tell too late', { in: dev, thread: card });
    await ana.ephemeral(/Nothing was changed|Too late/);
  },
  60_000,
);
