/** Work that is broken off: by a person, by the bot's own end, by a remote; and how it goes on. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { write } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const GATE =
  '#!/bin/sh\n# Waits until somebody opens the gate.\nuntil [ -e "$HOME/open" ]; do sleep 0.05; done\n';
const API = { api: { 'README.md': '# A greeter\n', 'gate.sh': GATE } };
const open = () => writeFileSync(join(world.root, 'open'), '');

test('Stop while a setup command runs, and while a check runs; Restart goes on from there', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh', repoLines: ['setup: [./gate.sh]'] });
  const { slack, ana, dev } = world;
  const { card, id } = await world.begins('ABC-1', { done: '`./gate.sh`' });
  await world.shows(card, /Preparing/);
  await ana.presses('Stop', { on: card });
  await world.shows(card, /Stopped by @ana/);
  open();
  await ana.presses('Restart', { on: card });
  await world.shows(card, /checks|Running|works/i);
  await world.hears(card, /Merge-ready/);

  rmSync(join(world.root, 'open'));
  await ana.types(`/metawsm iterate ${id} once more`, { in: dev });
  await world.shows(card, /Running the checks/);
  await ana.says('stop', { in: dev, thread: card });
  await world.shows(card, /Stopped by @ana/);
  await ana.presses('Restart', { on: card });
  await world.shows(card, /Running the checks/);
  await world.stop();
  open();
  await world.start();
  const summary = await world.hears(card, /Merge-ready.*iteration 2/);
  expect(slack.thread(card).filter((one) => /^Merge-ready/.test(slack.visibleText(one)))).toEqual([summary]);
}, 60_000);

test('the ticket’s documents are refused after the merge: Retry writes them, and nothing merges twice', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'greets.sh',
    more: 'tickets: { repo: api, root: ttmp }',
  });
  const { slack, ana, repos } = world;
  const hook = `#!/bin/sh
read old new ref
git diff --name-only "$old" "$new" | grep -q ^ttmp/ || exit 0
echo "documents are frozen" >&2
exit 1
`;
  write(join(world.root, 'api/remote.git'), { 'hooks/pre-receive': hook });
  const { card } = await world.begins('ABC-2');
  const summary = await world.hears(card, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  const failed = await world.hears(card, /could not be written/);
  expect(slack.visibleText(failed)).toMatch(/documents are frozen/);
  const merged = repos.api!.log();
  expect(slack.mentions(failed)).toEqual([ana.id]);
  await slack.waitFor(() => slack.buttons(summary).some(({ label }) => label === 'Retry'), 'Retry');
  await world.shows(card, /Merged, but not closed yet/);

  rmSync(join(world.root, 'api/remote.git/hooks/pre-receive'));
  await ana.presses('Retry', { on: summary });
  await world.shows(card, /closed \(merged\)/);
  expect(repos.api!.log()).toHaveLength(merged.length + 1);
}, 60_000);
