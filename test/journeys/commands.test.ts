/** What people type: every command, in the channel and in the thread, right and wrong. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const README = { 'README.md': '# A greeter\n' };

test('what cannot be understood is answered with the nearest word, only to that person', async () => {
  world = await makeWorld({ agent: 'greets.sh' });
  const { slack, ana, dev } = world;
  await ana.types('/metawsm status', { in: dev });
  await ana.ephemeral(/Nothing waits for you/);
  const answers: [string, RegExp][] = [
    ['help', /bootstrap TICKET.*merge RUN/s],
    ['', /bootstrap|form/],
    ['help bootstrap', /--constraints.*For example/s],
    ['help boostrap', /bootstrap/],
    ['boostrap ABC-1', /There is no command `boostrap`.*Did you mean `bootstrap`/],
    ['frobnicate', /There is no command `frobnicate`.*help/],
    ['bootstrap ABC-1 --repo api', /no flag `--repo`.*Did you mean `--repos`/],
    ['bootstrap ABC-1 --repos apu', /no repository apu.*api, web.*Did you mean `api`/],
    ['bootstrap ABC-1 --repos api --agent scripd', /no agent scripd.*Did you mean `script`/],
    ['bootstrap ABC-1', /Which repositories\?.*--repos api,web/],
    ['bootstrap ../etc --repos api', /is no ticket.*ABC-12/],
    ['bootstrap ABC-1 --repos api --goal two words', /words.*quotes/],
    ['bootstrap ABC-1 --repos api --base web=develop', /not among those of this run/],
    ['bootstrap ABC-1 --repos api --dry', /no flag `--dry`.*Did you mean `--dry-run`/],
    ['doctor now', /now/],
    ['tell ABC-1 hello', /There is no run ABC-1/],
    ['status NOPE-1', /There is no run NOPE-1.*list/],
    ['status', /Nothing waits for you/],
    ['list', /No run is active/],
    ['guide NOPE-1 hello', /There is no run NOPE-1/],
    ['guide', /guide RUN/],
    ['stop', /Which run\?/],
    ['merge NOPE-1', /There is no run/],
  ];
  for (const [line, answer] of answers)
    expect(await ana.types(`/metawsm ${line}`, { in: dev })).toMatch(answer);
  expect(slack.messages(dev)).toEqual([]);
}, 60_000);

test('a person whom Slack does not know at the moment may try again', async () => {
  world = await makeWorld({ repos: { api: README } });
  const { slack, ana, dev } = world;
  slack.faults.always('users.info', { status: 503 });
  await ana.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
  await ana.ephemeral(/Could not check your rights, try again/);
  slack.faults.clear();
  expect(slack.messages(dev)).toEqual([]);
  await ana.types('/metawsm bootstrap ABC-1 —repos api ––goal=“Greet people”', { in: dev });
  await slack.message(dev, /Greet people/, { from: 'bot' });
}, 60_000);

test('a run by commands and by words in its thread', async () => {
  world = await makeWorld({ repos: { api: README }, agents: { greeter: 'greets.sh' } });
  const { slack, ana, ben, dev, repos } = world;
  const { card, id } = await world.begins('abc-9', { done: '`true`; `test -e greeting.txt` passes' });
  await world.hears(card, /Which greeting\?/);
  await ben.says('hello', { in: slack.channel('other') });

  expect(await ana.types('/metawsm status', { in: dev })).toMatch(
    /Waits for you.*ABC-9.*awaiting_guidance/is,
  );
  await ben.types('/metawsm status ABC-9', { in: dev });
  await ben.ephemeral(/awaiting_guidance/);
  expect(await ben.types('/metawsm list', { in: dev })).toMatch(new RegExp(`1 active run.*${id}`, 's'));
  await ben.says('@metawsm status', { in: dev, thread: card });
  await ben.ephemeral(/Which greeting\?/);

  await ana.says('@metawsm stop', { in: dev, thread: card });
  await world.shows(card, /Stopped by @ana/);
  expect(await ben.types(`/metawsm guide ${id} Moin`, { in: dev })).toMatch(/Nothing waits for an answer/);
  expect(await ana.types(`/metawsm merge ${id}`, { in: dev })).toMatch(/Too late|not merge-ready|moved on/);
  const before = await world.hears(card, /Which greeting\?/);
  await ana.types(`/metawsm restart ${id}`, { in: dev });
  await world.hears(card, /Which greeting\?/, before);
  await ana.says('@metawsm Moin', { in: dev, thread: card });
  const first = await world.hears(card, /Merge-ready/);

  await ben.says('@metawsm iterate More cheerful, please', { in: dev, thread: card });
  await world.hears(card, /Merge-ready.*iteration 2/, first);
  await ana.says('nice work!', { in: dev, thread: card });
  await ana.says('@metawsm bootstrap ABC-10 --repos api', { in: dev, thread: card });
  await ana.ephemeral(/begins with the slash command/);
  await ana.says('@metawsm merge', { in: dev, thread: card });
  await world.shows(card, /closed \(merged\)/);
  expect(repos.api!.show('greeting.txt')).toBe('Moin, api');

  expect(await ana.types('/metawsm restart abc-9', { in: dev })).toMatch(
    /Too late: the run was closed by @ana/,
  );
  expect(await ana.types('/metawsm list --all', { in: dev })).toMatch(/closed \(merged\)/);
}, 60_000);
