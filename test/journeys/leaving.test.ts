/** A run is left without a merge: discarded by who may merge, or cleaned up by an admin. Nothing stays behind. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { write } from '../fixtures/git-repos.js';
import { nothingLeft } from './leftovers.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const RIGHTS = ({ ana, ben }: Pick<World, 'ana' | 'ben'>) =>
  `access: { start: [everyone], answer: [${ben.id}], merge: [${ana.id}], admins: [${ana.id}] }`;
const workspace = (id: string, ...names: string[]) => join(world.home, 'workspaces', id, ...names);

test('Discard from failed, stopped and the summary asks first, and leaves nothing', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'fails.sh',
    agents: { stubborn: 'ignores-sigterm.sh', greeter: 'greets.sh' },
    more: RIGHTS,
  });
  const { slack, ana, ben } = world;
  const failed = await world.begins('ABC-1');
  const stopped = await world.begins('ABC-2', { agent: 'stubborn' });
  const ready = await world.begins('ABC-3', { agent: 'greeter' });

  await world.shows(failed.card, /failed/);
  const button = slack.buttons(failed.card).find(({ label }) => label === 'Discard');
  expect(JSON.stringify(button?.confirm)).toMatch(/Discard: ABC-1\?.*cannot be undone/s);
  await ana.presses('Discard', { on: failed.card, confirm: false });
  await ben.presses('Discard', { on: failed.card });
  await ben.ephemeral(/do not have the right/);
  const old = slack.snapshot(failed.card);
  await ana.presses('Discard', { on: failed.card });
  await world.shows(failed.card, /closed \(discarded\)[\s\S]*Closed by @ana/);
  expect(slack.buttons(failed.card)).toEqual([]);
  await ana.presses('Restart', { on: old });
  await ana.ephemeral(/Too late: the run was closed by @ana/);

  const pids = workspace(stopped.id, 'pids');
  await world.until(() => existsSync(pids) && readFileSync(pids, 'utf8').split('\n').length > 2, 'both work');
  await ana.presses('Stop', { on: stopped.card });
  await world.shows(stopped.card, /Stopped by @ana/);
  await ana.presses('Discard', { on: stopped.card });
  await world.stop();
  await world.start();
  await world.shows(stopped.card, /closed \(discarded\)/, 30_000);

  const summary = await world.hears(ready.card, /Merge-ready/);
  await ana.presses('Discard', { on: summary });
  await world.hears(ready.card, /is closed; nothing was merged/);
  await world.shows(ready.card, /Discarded\. Nothing was merged/);
  await slack.waitFor(() => slack.buttons(summary).length === 0, 'a summary without buttons');
  expect(slack.visibleText(summary)).toMatch(/iscarded by @ana/);
  await nothingLeft(world.home);
  expect(world.repos.api!.log()).toHaveLength(1);
}, 90_000);

test('cleanup refuses work that is nowhere else and names it; the run id repeated lets it go', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'greets.sh',
    agents: { worker: 'greets-when-let.sh' },
    more: RIGHTS,
  });
  const { slack, ana, ben, dev } = world;
  const ready = await world.begins('ABC-4');
  const stopped = await world.begins('ABC-5', { agent: 'worker' });
  const summary = await world.hears(ready.card, /Merge-ready/);
  await ben.types(`/metawsm cleanup ${ready.id}`, { in: dev });
  await ben.ephemeral(/do not have the right/);
  expect(await ana.types(`/metawsm cleanup ${ready.id}`, { in: dev })).toMatch(/Cleaning up/);
  const unmerged = await world.hears(ready.card, /was not cleaned up in repository `api`/);
  expect(slack.visibleText(unmerged)).toMatch(/not merged: [0-9a-f]{8} Greet in api/);
  await world.shows(ready.card, /merge_ready/);
  await slack.waitFor(() => slack.buttons(summary).length === 4, 'the summary with its buttons');

  await world.shows(stopped.card, /The agent .* works/);
  await ana.types(`/metawsm cleanup ${stopped.id}`, { in: dev });
  await ana.ephemeral(/Nothing was changed|Too late/);
  write(workspace(stopped.id, 'api'), { 'draft.txt': 'not committed\n' });
  await ana.presses('Stop', { on: stopped.card });
  await world.shows(stopped.card, /Stopped by @ana/);
  await ana.says('@metawsm cleanup', { in: dev, thread: stopped.card });
  const dirty = await world.hears(stopped.card, /was not cleaned up/);
  expect(slack.visibleText(dirty)).toMatch(/not committed: draft\.txt/);
  await world.shows(stopped.card, /Stopped by @ana/);

  const wrong = await ana.types(`/metawsm cleanup ${stopped.id} --discard ${ready.id}`, { in: dev });
  expect(wrong).toMatch(new RegExp(stopped.id));
  expect(existsSync(workspace(stopped.id, 'api', 'draft.txt'))).toBe(true);
  await ana.types(`/metawsm cleanup ${stopped.id} --discard ${stopped.id}`, { in: dev });
  await world.shows(stopped.card, /closed \(discarded\)/);
  await nothingLeft(world.home);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(ready.card, /closed \(merged\)/);
  await nothingLeft(world.home);
}, 90_000);

test('discarded after a merge that was refused: what was built for it goes as well', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh', checks: { api: ['test ! -e broken.txt'] } });
  const { ana, repos } = world;
  const { card } = await world.begins('ABC-7');
  const summary = await world.hears(card, /Merge-ready/);
  repos.api!.push!({ 'broken.txt': 'yes\n' });
  await ana.presses('Merge & close', { on: summary });
  await world.hears(card, /was not merged/);
  await world.slack.waitFor(() => world.slack.buttons(summary).length === 4, 'the summary with its buttons');
  await ana.presses('Discard', { on: summary });
  await world.shows(card, /closed \(discarded\)/);
  await nothingLeft(world.home);
  expect(repos.api!.log()).toHaveLength(2);
}, 60_000);

test('--keep-workspace ends the processes only; the closed run is cleaned up later', async () => {
  world = await makeWorld({ repos: API, agent: 'greets-when-let.sh', more: RIGHTS });
  const { ana, dev } = world;
  const { card, id } = await world.begins('ABC-6');
  await world.shows(card, /The agent .* works/);
  write(workspace(id, 'api'), { 'draft.txt': 'not committed\n' });
  await ana.presses('Stop', { on: card });
  await world.shows(card, /Stopped by @ana/);
  await ana.types(`/metawsm cleanup ${id} --keep-workspace`, { in: dev });
  await world.shows(card, /Closed without a merge\. The workspace is kept/);
  await nothingLeft(world.home);
  expect(existsSync(workspace(id, 'api', 'draft.txt'))).toBe(true);

  await world.restart();
  await ana.types(`/metawsm cleanup ${id}`, { in: dev });
  await world.hears(card, /was not cleaned up.*draft\.txt/s);
  expect(existsSync(workspace(id, 'api', 'draft.txt'))).toBe(true);
  await ana.types(`/metawsm cleanup ${id} --discard ${id}`, { in: dev });
  await world.shows(card, /Discarded\. Nothing was merged/);
  await nothingLeft(world.home);
  await ana.types(`/metawsm cleanup ${id}`, { in: dev });
  await ana.ephemeral(/Too late: the run was closed by @ana/);
}, 60_000);
