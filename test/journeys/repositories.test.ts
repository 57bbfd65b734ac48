/** Repositories that cannot be used: nothing is made, and the person reads what to mend, all faults at once. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { git, makeRepo } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const FILES = { 'README.md': '# A greeter\n' };

test('no commits, no such base, no folder: each is named, and a better command works', async () => {
  world = await makeWorld({
    repos: { api: FILES },
    localRepos: { empty: FILES, lost: FILES },
    agent: 'greets.sh',
    asleep: true,
  });
  const { slack, ana, dev, root } = world;
  rmSync(join(root, 'lost'), { recursive: true });
  rmSync(join(root, 'empty'), { recursive: true });
  makeRepo(join(root, 'empty'));
  await world.start();

  await ana.types('/metawsm bootstrap ABC-1 --repos api,empty,lost --base api=develop', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const closed = await world.hears(card, /nothing was made/);
  const words = slack.visibleText(closed);
  expect(words).toMatch(/api has no branch develop/);
  expect(words).toMatch(/empty has no commits/);
  expect(words).toMatch(/lost was not found/);
  expect(slack.mentions(closed)).toEqual([ana.id]);
  await world.shows(card, /closed/);
  expect(
    existsSync(join(world.home, 'workspaces')) ? readdirSync(join(world.home, 'workspaces')) : [],
  ).toEqual([]);

  const { card: next } = await world.begins('ABC-1', { repos: 'api' });
  await world.hears(next, /Merge-ready/);
}, 60_000);

test('the run’s branch is there already: nothing stays behind, and Restart goes on', async () => {
  world = await makeWorld({ repos: { api: FILES, web: FILES }, agent: 'greets.sh' });
  const { slack, ana, dev, repos, root } = world;
  const wish = '--repos api,web --goal "Greet people" --scope "greeting.txt" --constraints none';
  await ana.types(`/metawsm bootstrap ABC-2 ${wish} --done "\`test -e greeting.txt\`"`, { in: dev });
  const card = await slack.message(dev, /ABC-2/, { from: 'bot' });
  const brief = await world.hears(card, /^Brief for/m);
  const [id = ''] = /abc-2-[a-z2-7]{6}/.exec(slack.visibleText(card)) ?? [];
  git(join(root, 'web/other'), 'push', '-q', 'origin', `main:refs/heads/metawsm/${id}`);

  await ana.presses('Start run', { on: brief });
  const failed = await world.hears(card, /failed in repository/);
  expect(slack.visibleText(failed)).toMatch(/web already has the branch of this run/);
  const workspaces = join(world.home, 'workspaces');
  // Not even made where the fault came first.
  expect(existsSync(workspaces) ? readdirSync(workspaces) : []).toEqual([]);
  git(join(root, 'web/other'), 'push', '-q', 'origin', `:refs/heads/metawsm/${id}`);
  await world.shows(card, /failed/);
  await ana.presses('Restart', { on: card });
  await world.hears(card, /Merge-ready/);
  expect(repos.api!.log()).toEqual(['first']);
}, 60_000);
