/** The whole way of a run from the App Home alone: started, answered, merged; and a colleague who may only look. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

test('from the empty home to a merge, without leaving it or opening it anew', async () => {
  world = await makeWorld({
    repos: { api: { 'README.md': '# A greeter\n' } },
    agent: 'asks-by-file.sh',
    more: ({ ana, ben }) =>
      `access: { start: [everyone], answer: [${ana.id}], merge: [${ana.id}], admins: [${ben.id}] }`,
  });
  const { slack, ana, repos } = world;
  const cleo = slack.person('cleo');
  await ana.opensHome();
  const empty = await ana.home(/Nothing is going on[\s\S]*bootstrap ABC-12 --repos api[\s\S]*All is well/);
  await ana.presses('Start a run', { on: empty });
  const form = await ana.view(/Start a run/);
  await ana.fills(form, {
    Channel: 'dev',
    Ticket: 'ABC-1',
    Repositories: ['api'],
    Goal: 'Greet people',
    Scope: 'greeting.txt',
    'Done criteria': '`test -e greeting.txt` passes',
    Constraints: 'none',
  });
  await ana.submits(form);

  await ana.presses('Start run', { on: await ana.home(/The brief is complete/, 20_000) });
  const asking = await ana.home(/Which word\?/, 20_000);
  const stale = structuredClone(asking);
  const [card] = slack.messages(world.dev, { from: 'bot' });

  await cleo.opensHome();
  const looking = await cleo.home(/Nothing waits for you[\s\S]*awaiting_guidance/);
  expect(slack.visibleText(looking)).not.toContain('Which word?');
  await cleo.selects('Stop', { on: looking });
  await cleo.view(/You do not have the right/);

  await ana.presses('Hey', { on: asking });
  const ready = await ana.home(
    /merge_ready[\s\S]*1 commit, 1 file changed in 1 repository\. 1 check passed/,
    20_000,
  );
  await ana.presses('Hi', { on: stale });
  await ana.view(/Too late: that was answered by @ana.*Hey/);
  await ana.closes(ana.openView()!);
  const merge = slack.buttons(ready).find(({ label }) => label === 'Merge & close');
  expect(merge?.confirm?.text).toMatch(/Merges api \(1 commit, merge\) into main/);
  await ana.presses('Merge & close', { on: ready });
  await ana.home(/Nothing waits for you[\s\S]*closed \(merged\)[\s\S]*No run is active/, 20_000);
  await cleo.home(/Nothing is going on/, 20_000);
  expect(repos.api!.show('greeting.txt')).toBe('Hey');
  await world.shows(card!, /closed \(merged\)/);
  await world.hears(card!, /Answered by @ana/);
}, 90_000);

test('disk and agents as they are; a killed agent is no secret', async () => {
  world = await makeWorld({ repos: { api: { 'README.md': '# A greeter\n' } }, agent: 'works-for-ever.sh' });
  const { ana } = world;
  await world.begins('ABC-1');
  await ana.opensHome();
  await ana.home(/running[\s\S]*in 1 workspace\.[\s\S]*All is well/, 20_000);
  await ana.presses('Stop', { on: await ana.home(/running/) });
  await ana.home(/stopped[\s\S]*An admin may clean up `abc-1-\w+` \(stopped/, 20_000);
}, 90_000);
