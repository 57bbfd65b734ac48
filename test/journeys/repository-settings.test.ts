/** `setup`, `copy`, `env`, the defaults of a channel, and bases per repository, for clones and for addresses. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { git, write } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const FILES = {
  'setup.sh':
    '#!/bin/sh\necho "$NPM_TOKEN ${NOT_NAMED-nothing} $METAWSM_RUN_ID" > made-by-setup.txt\ncat .env\n',
  '.gitignore': 'made-by-setup.txt\n',
};
const CHECK = `sh -c 'cat .env made-by-setup.txt; test "$NPM_TOKEN" = npm-token-of-tests'`;
// The agent is not given what `env` of the repository names, but finds the copied file.
const AGENT = `cd "$METAWSM_WORKSPACE/api" || exit 1
[ -z "\${NPM_TOKEN-}" ] && [ -e .env ] && [ -s made-by-setup.txt ] && echo fine > greeting.txt
git add greeting.txt && git commit -qm "Greet"
echo '{"summary": "Done"}' > ../.metawsm/implementation-complete.json`;

test.each([
  ['a clone', false],
  ['an address', true],
])(
  '%s: copied files, setup and variables; their secrets reach nobody',
  async (_, byUrl) => {
    world = await makeWorld({
      repos: { api: FILES },
      byUrl,
      agent: ['sh', '-c', AGENT],
      repoLines: [
        'setup: [./setup.sh]',
        'copy: [.env]',
        'env: [NPM_TOKEN]',
        `checks: [${JSON.stringify(CHECK)}]`,
      ],
      env: { NPM_TOKEN: 'npm-token-of-tests', NOT_NAMED: 'kept' },
    });
    const { slack, ana, repos, home } = world;
    const place = byUrl ? join(home, 'files/api') : repos.api!.path;
    const { card, id } = await world.begins('ABC-1');
    const failed = await world.hears(card, /failed in repository/);
    expect(slack.visibleText(failed)).toContain('needs a file under `copy` that is not there');
    expect(slack.visibleText(failed)).toContain(`Put it at ${join(place, '.env')}`);
    expect(world.lines.join('\n')).toContain(`put it at ${join(place, '.env')}`);

    write(place, { '.env': 'API_SECRET=found-nowhere-else\n' });
    await world.shows(card, /failed/);
    await ana.presses('Restart', { on: card });
    const summary = await world.hears(card, /Merge-ready/);
    expect(world.inWorkspace(id, 'api/made-by-setup.txt')).toBe(`npm-token-of-tests nothing ${id}\n`);
    // a base that moved: the merged result is checked in a worktree with the same files
    repos.api!.push!({ 'later.txt': 'x' });
    await ana.presses('Merge & close', { on: summary });
    await world.shows(card, /closed/);
    expect(repos.api!.show('greeting.txt')).toBe('fine');
    expect(git(repos.api!.remote!, 'ls-tree', '--name-only', 'main')).not.toMatch(/\.env|made-by-setup/);
    const told = JSON.stringify(slack.calls) + world.lines.join('\n');
    expect(told).not.toMatch(/found-nowhere-else|npm-token-of-tests/);
  },
  60_000,
);

test('a channel’s own repositories and agent, unless the command names others', async () => {
  world = await makeWorld({
    repos: { api: { 'README.md': '# A\n' }, web: { 'README.md': '# W\n' } },
    byUrl: true,
    agent: 'greets.sh',
    agents: { other: ['sh', '-c', 'echo never'] },
    more: ({ slack }) => `channels: { ${slack.channel('dev').id}: { repos: [web], agent: other } }`,
  });
  const { slack, ana, dev } = world;
  await ana.types('/metawsm bootstrap ABC-2', { in: dev });
  const byDefault = await slack.message(dev, /ABC-2/, { from: 'bot' });
  expect(slack.visibleText(byDefault)).toMatch(/web/);
  expect(slack.visibleText(byDefault)).toMatch(/other/);
  expect(slack.visibleText(byDefault)).not.toMatch(/api/);
  const { card } = await world.begins('ABC-3', { repos: 'api', agent: 'script' });
  await world.hears(card, /Merge-ready/);
  const elsewhere = slack.channel('elsewhere', { members: [ana] });
  await ana.types('/metawsm bootstrap ABC-4', { in: elsewhere });
  await ana.ephemeral(/--repos/);
}, 60_000);

test('a base for each repository: each begins and ends on its own, and one that lacks its branch is refused', async () => {
  world = await makeWorld({ repos: { api: { a: '1' }, web: { w: '1' } }, agent: 'greets.sh' });
  const { slack, ana, dev, repos } = world;
  repos.web!.push!({ 'develop.txt': 'x' }, 'develop');
  await ana.types('/metawsm bootstrap ABC-5 --repos api,web --base develop', { in: dev });
  const refused = await slack.message(dev, /ABC-5/, { from: 'bot' });
  expect(slack.visibleText(await world.hears(refused, /nothing was made/))).toMatch(
    /api has no branch develop \(it has main\)/,
  );
  await world.shows(refused, /closed/);

  const wish = '--goal "Greet people" --scope "greeting.txt" --constraints none --done "`true`"';
  await ana.types(`/metawsm bootstrap ABC-6 --repos api,web --base web=develop ${wish}`, { in: dev });
  const card = await slack.message(dev, /ABC-6/, { from: 'bot' });
  const brief = await world.hears(card, /^Brief for/m);
  expect(slack.visibleText(brief)).toMatch(/api.*main.*web.*develop/s);
  await ana.presses('Start run', { on: brief });
  const summary = await world.hears(card, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed/);
  expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
  expect(git(repos.web!.remote!, 'show', 'develop:greeting.txt')).toBe('Hello, web');
  expect(() => repos.web!.show('greeting.txt')).toThrow();
}, 60_000);
