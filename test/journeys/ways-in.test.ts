/** The ways into a run besides the whole command: the form, a message, and a dry run that starts nothing. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n', 'package.json': '{"scripts":{"test":"true"}}' } };
const WHOLE = { Goal: 'Greet people', Scope: 'greeting.txt', Constraints: 'none' };

test('a dry run shows brief, checks, bases and what is missing, privately, and stores nothing', async () => {
  world = await makeWorld({
    repos: { ...API, web: API.api },
    checks: { api: ['test -e greeting.txt'] },
    more: ({ ben, slack }) =>
      `access: { start: [${ben.id}, ${slack.person('cleo').id}], answer: [everyone], merge: [everyone], admins: [] }`,
  });
  const { slack, ana, ben, dev, repos, home } = world;
  await ana.types('/metawsm bootstrap ABC-1 --repos api --dry-run', { in: dev });
  await ana.ephemeral(/do not have the right/, { in: dev });

  await ben.types('/metawsm list', { in: dev });
  await ben.ephemeral(/No run is active/, { in: dev });
  const line = 'bootstrap ABC-1 --repos api,web —dry-run --goal TBD --done "`npm test` and `make love` pass"';
  expect(await ben.types(`/metawsm ${line}`, { in: dev })).toMatch(/I am reading `api`, `web`/);
  const told = slack.visibleText(await ben.ephemeral(/Dry run for ticket ABC-1/, { in: dev }));
  for (const words of [
    /Nothing was stored/,
    new RegExp(`\`api\` from \`main\` at \`${repos.api!.base().slice(0, 8)}\``),
    /`web` from `main` at/,
    /goal\*?: \*?only a placeholder.*TBD/s,
    /scope\*?: \*?missing/,
    /done criteria\*?: given/,
    /`api`: `test -e greeting.txt` \(configured\), `npm test` \(found in the repository\)/,
    /`make love` \(\*?new command\*?\)/,
    /Agent:\*? `script`/,
    /first question would be about the \*?goal/,
  ])
    expect(told).toMatch(words);

  await ben.types('/metawsm bootstrap ABC-1 --repos api,web --base web=nope --dry-run', { in: dev });
  const faulty = slack.visibleText(await ben.ephemeral(/would not begin/, { in: dev }));
  expect(faulty).toMatch(/`api` from `main`.*`web`: The repository web has no branch nope.*--base/s);

  expect(await ben.types('/metawsm list --all', { in: dev })).toMatch(/There are no runs/);
  expect(slack.messages(dev)).toEqual([]);
  expect(existsSync(join(home, 'runs')) ? readdirSync(join(home, 'runs')) : []).toEqual([]);
  expect(existsSync(join(home, 'workspaces')) ? readdirSync(join(home, 'workspaces')) : []).toEqual([]);
}, 60_000);

test('from the form to a merge', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh' });
  const { slack, ana, dev, repos } = world;
  await ana.types('/metawsm bootstrap', { in: dev });
  const form = await ana.view(/Start a run/);
  await ana.fills(form, {
    Ticket: 'ABC-2',
    Repositories: ['api'],
    ...WHOLE,
    'Done criteria': '`test -e greeting.txt` passes',
  });
  await ana.submits(form);
  const card = await slack.message(dev, /ABC-2/, { from: 'bot' });
  const brief = await world.hears(card, /^Brief for/m);
  expect(slack.visibleText(brief)).toMatch(/Goal.*from the form by @ana/);
  await ana.presses('Start run', { on: brief });
  await ana.presses('Merge & close', { on: await world.hears(card, /Merge-ready/) });
  await world.shows(card, /closed \(merged\)/);
  expect(repos.api!.show('greeting.txt')).not.toBe('');
}, 60_000);

test('from a message: the link stands once below it, although Slack lost its answer and the bot was ended', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh' });
  const { slack, ana, ben, dev } = world;
  const talk = slack.channel('talk');
  const message = await ben.says('Greet people by name', { in: talk });
  await ana.usesShortcut('start_run_from_message', { on: message });
  const form = await ana.view(/Start a run/);
  let lost = 0;
  slack.faults.always('chat.postMessage', ({ thread_ts }) => {
    if (thread_ts !== message.ts || lost > 0) return undefined;
    lost += 1;
    return { status: 500, stored: true };
  });
  await ana.fills(form, { Channel: 'dev', Ticket: 'ABC-3', Repositories: ['api'] });
  await ana.submits(form);
  const link = await slack.message(talk, /A run was started from this message/, {
    thread: message,
    from: 'bot',
  });
  await world.restart();
  const card = await slack.message(dev, /ABC-3/, { from: 'bot' });
  await world.hears(card, /about the .?scope/);
  const answers = () => slack.calls.filter(({ method }) => method === 'conversations.replies');
  await slack.waitFor(() => answers().some(({ args }) => args.ts === message.ts), 'a look into the thread');
  await slack.settled();
  expect(lost).toBe(1);
  expect(slack.messages(talk, { thread: message, from: 'bot' }).map(({ ts }) => ts)).toEqual([link.ts]);
}, 60_000);
