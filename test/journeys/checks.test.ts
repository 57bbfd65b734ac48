/** Checks that fail for good, hang, meddle with the tree, or are not there. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const README = { 'README.md': '# A greeter\n' };

test('checks that fail for good: the way out is a button, and feedback mends it', async () => {
  world = await makeWorld({
    repos: { api: README },
    agent: 'greets.sh',
    checks: { api: ["grep -q 'chee[r]ful' notes.txt"] },
    more: 'checks: { attempts: 0 }',
  });
  const { slack, ana } = world;
  const { card } = await world.begins('ABC-1');
  const failed = await world.hears(card, /failed for good/);
  expect(slack.mentions(failed)).toEqual([ana.id]);
  expect(slack.visibleText(failed)).toMatch(/notes\.txt.*exit code 2.*notes\.txt/s);
  await world.shows(card, /failed/);
  expect(slack.buttons(card).map(({ label }) => label)).toEqual(['Restart', 'Request changes', 'Discard']);

  await ana.presses('Restart', { on: card });
  await world.hears(card, /failed for good/, failed);
  await slack.waitFor(() => slack.buttons(card).length === 3, 'the card with its buttons');
  await ana.presses('Request changes', { on: card });
  const form = await ana.view(/Request changes/);
  await ana.fills(form, { 'What shall the agent change?': 'be cheerful' });
  await ana.submits(form);
  const summary = await world.hears(card, /Merge-ready.*iteration 2/);
  expect(slack.visibleText(failed)).toMatch(/1 of 2 checks passed/);
  expect(slack.visibleText(summary)).toMatch(/2 checks passed/);
}, 60_000);

test('a check that hangs, one that meddles, one whose program is missing', async () => {
  world = await makeWorld({
    repos: {
      api: { ...README, 'meddle.sh': '#!/bin/sh\necho x > README.md; echo y > litter.txt\n' },
      web: README,
    },
    agent: 'greets.sh',
    more: 'checks: { attempts: 0, timeout: 1s }',
  });
  const { slack, ana } = world;
  const hanging = await world.begins('ABC-2', { repos: 'api', done: '`sleep 60`' });
  const missing = await world.begins('ABC-3', { repos: 'web', done: '`no-such-program --all`' });
  const meddling = await world.begins('ABC-4', { repos: 'api', done: '`./meddle.sh`' });

  const hung = await world.hears(hanging.card, /failed for good/);
  expect(slack.visibleText(hung)).toMatch(/`sleep 60` in `api` was ended at its time limit after/);
  const absent = await world.hears(missing.card, /failed/);
  expect(slack.visibleText(absent)).toMatch(/no-such-program/);
  const summary = await world.hears(meddling.card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(
    /Undone afterwards: .*README\.md.*litter\.txt|litter\.txt.*README\.md/,
  );
  await ana.presses('Merge & close', { on: summary });
  await world.shows(meddling.card, /closed/);
  expect(world.repos.api!.show('README.md')).toBe('# A greeter');
  expect(() => world.repos.api!.show('litter.txt')).toThrow();
}, 60_000);
