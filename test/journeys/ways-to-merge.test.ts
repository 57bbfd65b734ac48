/** Every way to merge, from the click to what is left behind, over real git. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { git, write } from '../fixtures/git-repos.js';
import { snapshot } from '../fixtures/snapshot.js';
import { nothingLeft, runsOf } from './leftovers.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const greets = { agent: 'greets.sh' };
const METHODS = ['merge', 'squash', 'rebase', 'fast-forward'] as const;
const way = (method: string) => ({ repoLines: [`mergeMethod: ${method}`] });

const script = (body: string) => [
  'sh',
  '-c',
  `cd "$METAWSM_WORKSPACE"\n${body}\necho '{"summary": "Done"}' > .metawsm/implementation-complete.json`,
];

/** Presses the button and waits for the end. */
async function merges(card: Message, label = 'Merge & close'): Promise<void> {
  const summary = await world.hears(card, /^(Merge-ready|Summary)/);
  await world.slack.waitFor(() => world.slack.buttons(summary).some((one) => one.label === label), label);
  await world.ana.presses(label, { on: summary });
  await world.shows(card, /closed \(merged\)/);
}

const dialogOf = (summary: Message): string => {
  const pressed = JSON.stringify(world.slack.snapshot(summary).blocks);
  return (
    /"confirm":\{[^}]*\}[^}]*"text":\{"type":"plain_text","text":"([^"]*)"/.exec(pressed)?.[1] ?? pressed
  );
};

describe.each(METHODS)('%s', (method) => {
  test('onto a remote that has not moved, and the workspace goes without a trace', async () => {
    world = await makeWorld({ repos: API, ...greets, ...way(method) });
    const { slack, repos, home } = world;
    const { card } = await world.begins('ABC-1');
    const summary = await world.hears(card, /Merge-ready/);
    await nothingLeft(home);
    expect(slack.visibleText(summary)).toMatch(/into `main` on its remote, /);
    await merges(card);
    const subjects = { merge: 2, squash: 1, rebase: 1, 'fast-forward': 1 }[method];
    expect(repos.api!.log()).toHaveLength(1 + subjects);
    expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
    expect(/Merged-by: ana/.test(repos.api!.body())).toBe(method !== 'fast-forward');
    await nothingLeft(home);
  }, 60_000);

  test('onto a base that has moved before the click', async () => {
    world = await makeWorld({
      repos: API,
      ...greets,
      ...way(method),
      checks: { api: ['test -e README.md'] },
    });
    const { ana, dev, repos, home, slack } = world;
    const { card, id } = await world.begins('ABC-2');
    const summary = await world.hears(card, /Merge-ready/);
    repos.api!.push!({ 'other.txt': 'theirs\n' });
    if (method !== 'fast-forward') await merges(card);
    else {
      await ana.presses('Merge & close', { on: summary });
      const refused = await world.hears(card, /not merged/);
      expect(slack.visibleText(refused)).toMatch(/cannot be moved forward to the change/);
      await nothingLeft(home);
      await ana.types(`/metawsm iterate ${id} merge the base, please`, { in: dev });
      const again = await world.hears(card, /Merge-ready.*iteration 2/);
      await ana.presses('Merge & close', { on: again });
      await world.shows(card, /closed \(merged\)/);
    }
    expect([repos.api!.show('greeting.txt'), repos.api!.show('other.txt')]).toEqual(['Hello, api', 'theirs']);
    await nothingLeft(home);
  }, 60_000);

  test('refused by a hook in repository 2 of 3: Retry merges the rest, and nothing twice', async () => {
    const three = { api: API.api, web: API.api, zoo: API.api };
    world = await makeWorld({ repos: three, ...greets, ...way(method) });
    const { slack, ana, root, repos, home } = world;
    const { card } = await world.begins('ABC-3');
    const summary = await world.hears(card, /Merge-ready/);
    write(join(root, 'web/remote.git'), {
      'hooks/pre-receive': '#!/bin/sh\necho "web is frozen" >&2\nexit 1\n',
    });
    await ana.presses('Merge & close', { on: summary });
    const partial = await world.hears(card, /merged in part/);
    expect(slack.visibleText(partial)).toMatch(/web is frozen/);
    const merged = repos.api!.base();
    expect([repos.web!.log().length, repos.zoo!.log().length]).toEqual([1, 1]);
    await nothingLeft(home);
    rmSync(join(root, 'web/remote.git/hooks/pre-receive'));
    await merges(card, 'Retry');
    expect(repos.api!.base()).toBe(merged);
    for (const name of ['web', 'zoo']) expect(repos[name]!.show('greeting.txt')).toBe(`Hello, ${name}`);
    await nothingLeft(home);
  }, 60_000);

  test('without a remote: the dialog names the working tree that it moves forward', async () => {
    world = await makeWorld({ localRepos: API, ...greets, ...way(method) });
    const { repos, home, slack } = world;
    const { path } = repos.api!;
    const { card } = await world.begins('ABC-4');
    const summary = await world.hears(card, /Merge-ready/);
    expect(dialogOf(summary)).toMatch(
      new RegExp(`\\(1 commit, ${method}\\) into main, checked out in .*api, which is`),
    );
    expect(slack.visibleText(summary)).toMatch(/which is moved forward/);
    await merges(card);
    expect(readFileSync(join(path, 'greeting.txt'), 'utf8')).toBe('Hello, api\n');
    expect(git(path, 'status', '--porcelain')).toBe('');
    await nothingLeft(home);
  }, 60_000);
});

test('a base that is checked out only after the checks is moved with the second click', async () => {
  world = await makeWorld({
    localRepos: API,
    ...greets,
    repoLines: ['base: main', 'mergeMethod: squash'],
  });
  const { slack, ana, repos, home } = world;
  const { path } = repos.api!;
  git(path, 'switch', '-q', '-c', 'elsewhere');
  const { card } = await world.begins('ABC-5');
  const summary = await world.hears(card, /Merge-ready/);
  expect(dialogOf(summary)).not.toMatch(/checked out/);
  git(path, 'switch', '-q', 'main');
  await ana.presses('Merge & close', { on: summary });
  expect(slack.visibleText(await world.hears(card, /not merged/))).toMatch(/checked out meanwhile/);
  expect(existsSync(join(path, 'greeting.txt'))).toBe(false);
  await slack.waitFor(() => /checked out in .*which is/.test(dialogOf(summary)), 'the dialog names it');
  await merges(card);
  expect(readFileSync(join(path, 'greeting.txt'), 'utf8')).toBe('Hello, api\n');
  await nothingLeft(home);
}, 60_000);

test('a base that moves between the build and the push is built on anew', async () => {
  world = await makeWorld({ repos: API, ...greets, ...way('squash') });
  const { root, repos, home } = world;
  const { card } = await world.begins('ABC-6');
  await world.hears(card, /Merge-ready/);
  // the server takes somebody else's push while ours is on its way, once
  const hook = `#!/bin/sh
[ -e moved ] && exit 0
touch moved
unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
tree=$(git rev-parse "main^{tree}")
export GIT_AUTHOR_NAME=Bob GIT_AUTHOR_EMAIL=b@example.com GIT_COMMITTER_NAME=Bob GIT_COMMITTER_EMAIL=b@example.com
git update-ref refs/heads/main "$(git commit-tree "$tree" -p main -m "Just now")"
`;
  write(join(root, 'api/remote.git'), { 'hooks/pre-receive': hook });
  await merges(card);
  expect(repos.api!.log()).toEqual(['Greet people', 'Just now', 'first']);
  await nothingLeft(home);
}, 60_000);

test('forbidden files, also one that was removed again; a change to what a check runs stands first', async () => {
  const AGENT =
    script(`[ -e .metawsm/operator-feedback.md ] && { git -C api rm -q .env; git -C api commit -qm Oops; } || {
  printf '{"scripts": {"test": "true"}}' > api/package.json; echo T=1 > api/.env; echo x > api/greeting.txt
  git -C api add -A -f; git -C api commit -qm Work; }`);
  world = await makeWorld({ repos: API, agent: AGENT });
  const { slack, ana, dev, home } = world;
  const { card, id } = await world.begins('ABC-7');
  const summary = await world.hears(card, /Merge-ready/);
  expect(dialogOf(summary)).toMatch(
    /^Careful, this changes what a check runs: package\.json \(api\)\. Merges/,
  );
  expect(slack.visibleText(summary)).toMatch(
    /Open risks\**\s*• .api. changes what a check runs: .package\.json.\s*• .api. holds files that must not/,
  );
  await ana.presses('Merge & close', { on: summary });
  expect(slack.visibleText(await world.hears(card, /not merged/))).toMatch(
    /gate 7.*|must not be merged: \.env/s,
  );
  await ana.types(`/metawsm iterate ${id} remove it`, { in: dev });
  const second = await world.hears(card, /Merge-ready.*iteration 2/);
  await ana.presses('Merge & close', { on: second });
  const again = await world.hears(card, /earlier commit of the branch/, second);
  expect(slack.visibleText(again)).toMatch(/\.env/);
  await nothingLeft(home);
}, 60_000);

test('an empty change in one of two repositories', async () => {
  world = await makeWorld({
    agent: script('echo x > api/greeting.txt; git -C api add -A; git -C api commit -qm Work'),
  });
  const { repos, home } = world;
  const { card } = await world.begins('ABC-8', { done: '`true`' });
  await merges(card);
  expect([repos.api!.log(), repos.web!.log()]).toEqual([
    [expect.stringMatching(/^Merge/), 'Work', 'first'],
    ['first'],
  ]);
  await nothingLeft(home);
}, 60_000);

test('a dry run says what would happen to whom, and changes nothing', async () => {
  world = await makeWorld({
    localRepos: API,
    ...greets,
    ...way('rebase'),
    more: ({ ana, ben }) =>
      `access: { start: [everyone], answer: [${ana.id}], merge: [${ana.id}, ${ben.id}], admins: [], fourEyes: true }`,
  });
  const { slack, ana, ben, dev, home, repos, root } = world;
  const { card, id } = await world.begins('ABC-9');
  const summary = await world.hears(card, /Merge-ready/);
  await nothingLeft(home);
  const stays = () => [
    ...snapshot(root, (path) => /^home$|sqlite|^home\/instance\.lock$|^slack/.test(path)),
    ...snapshot(home, (path) => /^$|sqlite|instance\.lock$/.test(path)),
  ];
  const rows = async () => JSON.stringify(await runsOf(home));
  const [before, states, buttons] = [stays(), await rows(), slack.buttons(summary).length];

  expect(await ben.types(`/metawsm merge ${id} --dry-run`, { in: dev })).toMatch(/One moment/);
  const told = slack.visibleText(await ben.ephemeral(/Dry run of/));
  expect(told).toMatch(/8 you have the right to merge/);
  expect(told).toMatch(
    /1 commit would go into .main. here, rebased onto it one by one; it is checked out in/,
  );
  expect(told).toMatch(/Then the ticket would be closed/);
  await ana.says('@metawsm close --dry-run', { in: dev, thread: card });
  const requester = slack.visibleText(await ana.ephemeral(/Dry run of/));
  expect(requester).toMatch(/8 you have the right to merge.*may not merge it here/);
  expect(requester).toMatch(/nothing would be merged/);
  expect(stays()).toEqual(before);
  expect(await rows()).toBe(states);
  expect(slack.buttons(summary)).toHaveLength(buttons);
  await nothingLeft(home);

  await ben.presses('Merge & close', { on: summary });
  await world.shows(card, /closed \(merged\)/);
  await ben.types(`/metawsm merge ${id} --dry-run`, { in: dev });
  await ben.ephemeral(/1 the run is merge-ready.*it is .closed./);
  expect(repos.api!.log()).toEqual(['Greet in api', 'first']);
}, 60_000);
