/** Agents that end badly, or not at all: each has its card and its way out, and leaves nothing behind. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { nothingLeft } from './leftovers.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const WORKS = /The agent .* works/;
const file = (id: string, name: string) => join(world.home, 'workspaces', id, name);
const numbers = (id: string, name: string) =>
  existsSync(file(id, name))
    ? readFileSync(file(id, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => Number(line.split(' ')[0]))
    : [];
const labels = (card: Message) => world.slack.buttons(card).map(({ label }) => label);
/** A zombie has no command line. */
const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';

async function discards(...runs: { card: Message; id: string }[]): Promise<void> {
  for (const { card } of runs) await world.ana.presses('Discard', { on: card });
  for (const { card } of runs) await world.shows(card, /closed \(discarded\)/, 30_000);
  await nothingLeft(world.home);
}

test('silent: reported once with Stop and Restart, not ended; Restart begins anew in the same worktree', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'greets-when-let.sh',
    more: 'limits: { silence: 1s }\nguidance: { remindAfter: 24h }',
  });
  const { slack, ana } = world;
  const { card, id } = await world.begins('ABC-1');
  const silent = await world.hears(card, /has given no sign of life since/);
  expect(slack.mentions(silent)).toEqual([ana.id]);
  await world.shows(card, /given no sign of life since.*`Stop` ends it, `Restart` starts it anew/);
  expect(labels(card)).toEqual(['Stop', 'Pause', 'Restart', 'View log']);
  const [first = 0] = numbers(id, 'lives');
  expect(isAlive(first)).toBe(true);

  await world.restart();
  writeFileSync(file(id, 'api/sign.txt'), '');
  await world.shows(card, WORKS);
  await world.shows(card, /given no sign of life/);
  await ana.presses('Restart', { on: card });
  await world.until(() => numbers(id, 'lives').length === 2, 'a second life', 20_000);
  expect(isAlive(first)).toBe(false);
  writeFileSync(file(id, 'go'), '');
  const summary = await world.hears(card, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed \(merged\)/);
  await nothingLeft(world.home);
}, 60_000);

test('its time is up: it is ended with its children, and Restart gives it as much again', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'works-for-ever.sh',
    agents: { stubborn: 'ignores-sigterm.sh' },
    more: 'limits: { runTime: 2s }',
  });
  const { slack, ana } = world;
  const one = await world.begins('ABC-2');
  const two = await world.begins('ABC-3', { agent: 'stubborn' });
  const told = await world.hears(one.card, /`limits\.runTime` allows and was ended/);
  expect(slack.mentions(told)).toEqual([ana.id]);
  await world.hears(two.card, /`limits\.runTime`/);
  await world.shows(one.card, /^ABC-2 · failed/);
  await world.until(() => numbers(two.id, 'pids').every((pid) => !isAlive(pid)), 'all ended', 20_000);
  expect(numbers(two.id, 'pids')).toHaveLength(2);
  await ana.presses('Restart', { on: one.card });
  await world.hears(one.card, /Merge-ready/);
  await discards(two);
}, 90_000);

test('an earlier life that will not end holds up the start beyond `startTime`; Restart works once it is gone', async () => {
  world = await makeWorld({ repos: API, agent: 'works-for-ever.sh', more: 'limits: { startTime: 2s }' });
  const { ana } = world;
  const { card, id } = await world.begins('ABC-4');
  await world.until(() => existsSync(file(id, 'started.txt')), 'it works', 20_000);
  const [pid = 0] = numbers(id, 'started.txt');
  await world.shows(card, WORKS);
  await ana.presses('Stop', { on: card });
  await world.shows(card, /Stopped by @ana/);
  await ana.presses('Restart', { on: card });
  await world.hears(card, /did not start within `limits\.startTime`/);
  await world.shows(card, /^ABC-4 · failed/);
  await world.until(() => !isAlive(pid), 'the earlier life has ended', 20_000);
  await ana.presses('Restart', { on: card });
  await world.hears(card, /Merge-ready/);
}, 60_000);

test('killed from outside: with its exit code it has failed, without one it goes on, three times in a row it has failed', async () => {
  world = await makeWorld({ repos: API, agent: 'greets-when-let.sh' });
  const { ana } = world;
  const { card, id } = await world.begins('ABC-5');
  const alive = async (count: number) => {
    await world.until(() => numbers(id, 'lives').length === count, `life ${count}`, 20_000);
    await world.shows(card, WORKS);
    return numbers(id, 'lives').at(-1) ?? 0;
  };
  process.kill(await alive(1), 'SIGKILL');
  const died = await world.hears(card, /ended with an error/);
  await world.shows(card, /failed/);
  await ana.presses('Restart', { on: card });
  for (const life of [2, 3, 4]) process.kill(-groupOf(await alive(life)), 'SIGKILL');
  await world.hears(card, /gone and left no exit code/, died);
  await world.shows(card, /failed/);
  await ana.presses('Restart', { on: card });
  await alive(5);
  writeFileSync(file(id, 'go'), '');
  await world.hears(card, /Merge-ready/);
}, 90_000);

test('what it leaves: children, a worktree that it removed, an error and nothing else', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'leaves-a-child.sh',
    agents: { remover: 'removes-its-worktree.sh', failing: 'fails.sh' },
  });
  const { slack, ana, dev } = world;
  const child = await world.begins('ABC-6');
  const removed = await world.begins('ABC-7', { agent: 'remover' });
  const failing = await world.begins('ABC-8', { agent: 'failing' });

  await world.hears(child.card, /ended twice without saying/);
  expect(numbers(child.id, 'pids')).toHaveLength(2);
  expect(numbers(child.id, 'pids').filter(isAlive)).toEqual([]);
  await ana.says('stop', { in: dev, thread: child.card });
  await world.shows(child.card, /Stopped by @ana/);

  const gone = await world.hears(removed.card, /failed/);
  expect(slack.visibleText(gone)).toMatch(/workspace|worktree/);
  await world.shows(removed.card, /failed/);
  await ana.presses('Restart', { on: removed.card });
  await world.hears(removed.card, /The workspace of this run is gone/, gone);
  // Its button: that of the failure before is one from before the restart.
  await world.shows(removed.card, /The workspace of this run is gone/);
  await slack.waitFor(() => labels(removed.card).includes('Discard'), 'a way out');
  await world.shows(failing.card, /failed/);
  await discards(child, removed, failing);
}, 90_000);

/** The process group of a living process. */
function groupOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  if (!Number.isInteger(group) || group <= 1) throw new Error(`process ${pid} has no group`);
  return group;
}
