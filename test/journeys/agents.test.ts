/** Agents that do not behave: each has a way out that a person can press. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { git } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };

test('an agent that is not there, one that fails and one that ends without a word', async () => {
  world = await makeWorld({
    repos: API,
    agents: { absent: ['/nowhere/agent'], failing: 'fails.sh', silent: 'ends-without-a-word.sh' },
  });
  const { slack, ana, dev, repos } = world;

  const absent = await world.begins('ABC-1', { agent: 'absent' });
  const failing = await world.begins('ABC-2', { agent: 'failing' });
  const silent = await world.begins('ABC-3', { agent: 'silent' });

  await world.shows(absent.card, /failed/);
  const gone = await world.hears(absent.card, /could not be started/);
  expect(slack.visibleText(gone)).toMatch(/\/nowhere\/agent/);
  expect(slack.mentions(gone)).toEqual([ana.id]);
  expect(slack.buttons(absent.card).map(({ label }) => label)).toEqual([
    'Restart',
    'Request changes',
    'Discard',
  ]);

  const died = await world.hears(failing.card, /ended with an error/);
  expect(slack.visibleText(died)).toMatch(/the model is not available/);
  await world.shows(failing.card, /failed/);
  await ana.presses('Restart', { on: failing.card });
  await world.hears(failing.card, /ended with an error/, died);

  const asks = await world.hears(silent.card, /ended twice without saying/);
  await ana.says('Write the greeting and finish', { in: dev, thread: silent.card });
  const summary = await world.hears(silent.card, /Merge-ready/);
  expect(slack.visibleText(asks)).toMatch(/Answered by @ana/);
  expect(slack.visibleText(summary)).toMatch(/left uncommitted and I committed: `greeting\.txt`/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(silent.card, /closed/);
  expect(repos.api!.log()).toContain('left uncommitted by silent');
}, 60_000);

test('Stop ends what ignores SIGTERM, and Restart goes on in the same worktree', async () => {
  world = await makeWorld({ repos: API, agent: 'works-for-ever.sh' });
  const { slack, ana, ben, dev } = world;
  const { card, id } = await world.begins('ABC-4');
  const mark = join(world.home, 'workspaces', id, 'started.txt');
  await world.shows(card, /agent .* works/);
  await world.until(() => existsSync(mark), `the agent works in ${mark}`);
  const running = slack.snapshot(card);
  const pid = Number(world.inWorkspace(id, 'started.txt'));

  await ana.says('stop', { in: dev, thread: card });
  await world.shows(card, /Stopped by @ana/);
  await world.until(() => !isAlive(pid), 'the agent has ended', 15_000);
  await ben.presses('Stop', { on: running });
  await ben.ephemeral(/Too late: the run was stopped by @ana/);

  await ana.presses('Restart', { on: card });
  const summary = await world.hears(card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(/iteration 1/);
}, 60_000);

test('uncommitted work is committed, a file with secrets never is', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'leaves-things-behind.sh',
    agents: { committer: 'commits-a-secret-file.sh' },
  });
  const { slack, ana, dev, repos } = world;
  const left = await world.begins('ABC-5');
  const committed = await world.begins('ABC-6', { agent: 'committer' });

  const summary = await world.hears(left.card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(/greeting\.txt/);
  await ana.presses('Merge & close', { on: summary });

  const risky = await world.hears(committed.card, /Merge-ready/);
  expect(slack.visibleText(risky)).toMatch(/must not be merged: `\.env`/);
  await ana.presses('Merge & close', { on: risky });
  const refused = await world.hears(committed.card, /not merged/);
  expect(slack.visibleText(refused)).toMatch(/\.env/);
  await ana.types(`/metawsm iterate ${committed.id} take the file out`, { in: dev });
  const mended = await world.hears(committed.card, /Merge-ready.*iteration 2/);
  await ana.presses('Merge & close', { on: mended });
  await world.shows(committed.card, /closed/);
  expect(git(repos.api!.path, 'ls-remote', 'origin')).toContain('refs/heads/main');
  expect(repos.api!.show('greeting.txt')).toBe('Hello');
  expect(() => repos.api!.show('.env')).toThrow();
}, 60_000);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
