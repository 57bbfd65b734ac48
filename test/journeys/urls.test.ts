/** Repositories by `url`: the whole way without a person's clone, and every way in which an address fails. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { type Door, gitOverHttp } from '../fixtures/git-over-http.js';
import { git, makeRemote, temporary, write } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
let door: Door | undefined;
afterEach(async () => {
  await world.close();
  await door?.close();
  door = undefined;
});

const README = { 'README.md': '# A greeter\n' };
const workspaces = () => {
  const folder = join(world.home, 'workspaces');
  return existsSync(folder) ? readdirSync(folder) : [];
};

test('two repositories by url: worktrees, checks, a base that moves, the merge by push, the ticket', async () => {
  world = await makeWorld({
    repos: { api: README, web: README },
    byUrl: true,
    agent: 'greets.sh',
    checks: { api: ['test -e README.md'] },
    more: 'tickets: { repo: web, root: ttmp }',
  });
  const { slack, ana, repos, root } = world;
  // nobody has clones of them
  for (const name of ['api', 'web']) rmSync(join(root, name, 'clone'), { recursive: true });
  const { card, id } = await world.begins('ABC-1');
  const summary = await world.hears(card, /Merge-ready/);
  repos.api!.push!({ 'later.txt': 'somebody else\n' });
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed/);
  expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
  expect(repos.api!.show('later.txt')).toBe('somebody else');
  expect(repos.web!.show('greeting.txt')).toBe('Hello, web');
  expect(git(repos.web!.remote!, 'ls-tree', '-r', '--name-only', 'main')).toMatch(/^ttmp\/.*index\.md$/m);
  expect(git(repos.api!.remote!, 'branch', '--list', 'metawsm/*')).toBe('');
  expect(existsSync(join(world.home, 'workspaces', id))).toBe(false);
  expect(slack.visibleText(card)).not.toMatch(/file:\/\//);
}, 60_000);

test('unreachable, no such branch, and a door that wants credentials: each says what to do', async () => {
  const served = makeRemote(join(temporary(), 'served'), README);
  door = await gitOverHttp(join(served.remote, '..'), 'bot:hunter22-secret');
  world = await makeWorld({
    repos: { api: README, gone: README, guarded: README },
    byUrl: true,
    urls: { guarded: `${door.url}/remote.git` },
    agent: 'greets.sh',
  });
  const { slack, ana, dev, repos, root } = world;
  renameSync(repos.gone!.remote!, `${repos.gone!.remote!}-aside`);
  await ana.types('/metawsm bootstrap ABC-2 --repos api,gone,guarded --base api=develop', { in: dev });
  const card = await slack.message(dev, /ABC-2/, { from: 'bot' });
  const words = slack.visibleText(await world.hears(card, /nothing was made/));
  expect(words).toMatch(/api has no branch develop.*Choose another one with .--base./s);
  expect(words).toMatch(/gone could not be read.*Check its address in metawsm\.yml/s);
  expect(words).toMatch(/guarded needs credentials.*git credential helper or an ssh key/s);
  expect(words).not.toMatch(/press .Restart/);
  await world.shows(card, /closed/);
  expect(workspaces()).toEqual([]);

  write(root, {
    '.gitconfig': '[credential]\n\thelper = store\n',
    '.git-credentials': `${door.url.replace('://', '://bot:hunter22-secret@')}\n`,
  });
  const { card: next } = await world.begins('ABC-3', { repos: 'guarded' });
  const summary = await world.hears(next, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(next, /closed/);
  expect(git(served.remote, 'show', 'main:greeting.txt')).toBe('Hello, guarded');
  expect(world.lines.join('\n') + JSON.stringify(slack.calls)).not.toContain('hunter22-secret');
}, 60_000);

test('an address that is lost between the brief and the start: nothing stays, and Restart goes on', async () => {
  world = await makeWorld({ repos: { api: README }, byUrl: true, agent: 'greets.sh' });
  const { slack, ana, dev, repos } = world;
  const wish = '--repos api --goal "Greet people" --scope "greeting.txt" --constraints none';
  await ana.types(`/metawsm bootstrap ABC-4 ${wish} --done "\`test -e greeting.txt\`"`, { in: dev });
  const card = await slack.message(dev, /ABC-4/, { from: 'bot' });
  const brief = await world.hears(card, /^Brief for/m);
  renameSync(repos.api!.remote!, `${repos.api!.remote!}-aside`);
  await ana.presses('Start run', { on: brief });
  const failed = await world.hears(card, /failed in repository/);
  expect(slack.visibleText(failed)).toMatch(/could not be prepared.*does not appear to be a git repository/s);
  expect(workspaces()).toEqual([]);
  renameSync(`${repos.api!.remote!}-aside`, repos.api!.remote!);
  await world.shows(card, /failed/);
  await ana.presses('Restart', { on: card });
  await world.hears(card, /Merge-ready/);
}, 60_000);
