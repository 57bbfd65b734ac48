/** Merges that are refused, in part, or late; and what each leaves behind. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { git, write } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const greets = { agent: 'greets.sh' };
const WRITES_ITS_TICKET = `cd "$METAWSM_WORKSPACE"; echo x > "api/$METAWSM_TICKET.txt"
git -C api add -A; git -C api commit -qm Done
echo '{"summary": "Done"}' > .metawsm/implementation-complete.json`;

test('changes are requested, the base conflicts, the agent merges it, and then it merges', async () => {
  world = await makeWorld({ repos: API, ...greets });
  const { slack, ana, ben, dev, repos } = world;
  const { card, id } = await world.begins('ABC-1');
  const first = await world.hears(card, /Merge-ready/);
  const old = slack.snapshot(first);
  await ana.presses('Request changes', { on: first });
  const form = await ana.view(/Request changes/);
  await ana.fills(form, { 'What shall the agent change?': 'Add notes <b> & @here' });
  expect((await ana.submits(form)).outcome).toBe('closed');

  const second = await world.hears(card, /Merge-ready.*iteration 2/);
  await ben.presses('Merge & close', { on: old });
  await ben.ephemeral(/Too late: changes were requested by @ana/);
  expect(slack.visibleText(first)).toMatch(/Changes requested by @ana/);

  repos.api!.push!({ 'greeting.txt': 'Ahoy\n' });
  await ana.presses('Merge & close', { on: second });
  const refused = await world.hears(card, /not merged/);
  expect(slack.visibleText(refused)).toMatch(/no longer merges/);
  expect(slack.mentions(refused)).toEqual([ana.id]);

  await ana.types(`/metawsm iterate ${id} merge the base, please`, { in: dev });
  const third = await world.hears(card, /Merge-ready.*iteration 3/);
  await ana.presses('Merge & close', { on: third });
  await world.shows(card, /closed/);
  expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
  expect(repos.api!.show('notes.txt')).toMatch(/Add notes <b> & @here.*merge the base, please/s);
  expect(repos.api!.body()).toMatch(new RegExp(`Merged-by: ana \\(${ana.id}\\)`, 'i'));
}, 60_000);

test('a base that moved: the checks run again on the merged result', async () => {
  world = await makeWorld({ repos: API, ...greets, checks: { api: ['test ! -e broken.txt'] } });
  const { slack, ana, ben, repos } = world;
  const { card } = await world.begins('ABC-2');
  const summary = await world.hears(card, /Merge-ready/);

  repos.api!.push!({ 'broken.txt': 'yes\n' });
  await ana.presses('Merge & close', { on: summary });
  const refused = await world.hears(card, /not merged/);
  expect(slack.visibleText(refused)).toMatch(/fail on the merged result/);
  await slack.waitFor(() => slack.buttons(summary).length === 3, 'the summary offers the merge again');

  git(join(world.root, 'api/other'), 'rm', '-q', 'broken.txt');
  repos.api!.push!({ 'other.txt': 'more\n' });
  const live = slack.snapshot(summary);
  await ana.presses('Merge & close', { on: live });
  await ben.presses('Merge & close', { on: live });
  await ben.ephemeral(/Too late: the merge was decided by @ana/);
  await world.shows(card, /closed/);
  expect(repos.api!.show('other.txt')).toBe('more');
  expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
}, 60_000);

test('a push is refused in one of two repositories: the rest merges with Retry', async () => {
  world = await makeWorld(greets);
  const { slack, ana, repos } = world;
  const before = repos.web!.base();
  const { card } = await world.begins('ABC-3');
  const summary = await world.hears(card, /Merge-ready/);
  const hook = { 'hooks/pre-receive': '#!/bin/sh\necho "web is frozen" >&2\nexit 1\n' };
  write(join(world.root, 'web/remote.git'), hook);

  await ana.presses('Merge & close', { on: summary });
  const partial = await world.hears(card, /merged in part/);
  expect(slack.visibleText(partial)).toMatch(/web is frozen/);
  expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
  expect(repos.web!.base()).toBe(before);
  const merged = repos.api!.base();

  await slack.waitFor(() => slack.buttons(summary).some(({ label }) => label === 'Retry'), 'Retry');
  rmSync(join(world.root, 'web/remote.git/hooks/pre-receive'));
  await ana.presses('Retry', { on: summary });
  await world.shows(card, /closed/);
  expect(repos.web!.show('greeting.txt')).toBe('Hello, web');
  expect(repos.api!.base()).toBe(merged);
  expect(slack.visibleText(partial)).toMatch(/`web`: \*not merged\*/);
}, 60_000);

test('without a remote: four eyes, the right to merge, a tree that is not clean', async () => {
  world = await makeWorld({
    ...greets,
    localRepos: API,
    more: ({ ana, ben }) =>
      `access: { start: [everyone], answer: [everyone], merge: [${ana.id}, ${ben.id}], admins: [], fourEyes: true }`,
  });
  const { slack, ana, ben, dev, repos } = world;
  const eve = slack.person('eve');
  const { card, id } = await world.begins('ABC-4');
  const summary = await world.hears(card, /Merge-ready/);

  await eve.presses('Merge & close', { on: summary });
  await eve.ephemeral(/do not have the right/);
  await ana.presses('Merge & close', { on: summary });
  await ana.ephemeral(/may not merge it here/);

  write(repos.api!.path, { 'README.md': '# In the middle of something\n' });
  await ben.types(`/metawsm merge ${id}`, { in: dev });
  await world.hears(card, /not clean/);
  git(repos.api!.path, 'checkout', '-q', 'README.md');
  await ben.says('@metawsm close', { in: dev, thread: card });
  await world.shows(card, /closed/);
  expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
  expect(git(repos.api!.path, 'status', '--porcelain')).toBe('');
}, 60_000);

test('two runs merge at the same moment: one is told to merge again, and then it does', async () => {
  world = await makeWorld({ repos: API, agent: ['sh', '-c', WRITES_ITS_TICKET] });
  const { slack, ana, ben, repos } = world;
  const cards = [];
  for (const ticket of ['ABC-5', 'ABC-6']) cards.push((await world.begins(ticket, { done: '`true`' })).card);
  const summaries = await Promise.all(cards.map((card) => world.hears(card, /Merge-ready/)));
  await Promise.all(summaries.map((on, at) => [ana, ben][at]!.presses('Merge & close', { on })));
  for (const [at, card] of cards.entries()) {
    const end = await world.hears(card, /merged and closed|moved while it was merged/);
    if (!/not merged/.test(slack.visibleText(end))) continue;
    await slack.waitFor(
      () => slack.buttons(summaries[at]!).length === 2,
      'the summary offers the merge again',
    );
    await ana.presses('Merge & close', { on: summaries[at]! });
    await world.hears(card, /merged and closed/);
  }
  expect(repos.api!.log().filter((line) => line.startsWith('Merge '))).toHaveLength(2);
  expect([repos.api!.show('ABC-5.txt'), repos.api!.show('ABC-6.txt')]).toEqual(['x', 'x']);
}, 60_000);
