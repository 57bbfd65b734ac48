/** `tell`: a note to the working agent, found at once or taken at its next turn. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const lives = (id: string) => world.inWorkspace(id, 'lives').trim().split('\n').length;
/** What its lives were told on standard input, oldest first. */
const prompts = (id: string) => {
  const folder = join(world.home, 'runs', id);
  const steps = readdirSync(folder).flatMap((name) => /^prompt-(\d+)\.md$/.exec(name)?.[1] ?? []);
  const oldestFirst = steps.map(Number).sort((one, other) => one - other);
  return oldestFirst.map((step) => readFileSync(join(folder, `prompt-${step}.md`), 'utf8'));
};

test('an agent that looks finds the note at once, and may say once more that it is done', async () => {
  world = await makeWorld({ repos: API, agent: 'works-until-noted.sh' });
  const { slack, ana, dev } = world;
  const { card, id } = await world.begins('ABC-1');
  await world.shows(card, /The agent .* works/);
  expect(await ana.types(`/metawsm tell ${id} "Say Moin, not Hello"`, { in: dev })).toMatch(/Noted/);
  const summary = await world.hears(card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(/iteration 1/);
  expect(world.inWorkspace(id, 'api/greeting.txt')).toMatch(/Note from .*:\n\nSay Moin, not Hello\n$/);
  expect(lives(id)).toBe(2);
  expect(prompts(id)[1]).toMatch(/A person left notes while you worked/);
  expect(prompts(id).join()).not.toMatch(/Moin/);
}, 60_000);

test('an agent that ignores it gets one more turn, once, over a restart of the bot', async () => {
  world = await makeWorld({ repos: API, agent: 'greets-when-let.sh' });
  const { slack, ben, dev } = world;
  const gus = slack.person('gus', { is_restricted: true });
  const { card, id } = await world.begins('ABC-2');
  await world.shows(card, /The agent .* works/);
  await ben.says('@metawsm tell Use the table of words', { in: dev, thread: card });
  await ben.ephemeral(/Noted/);
  await world.shows(card, /1 note waits for the agent’s next turn/);
  await gus.types(`/metawsm tell ${id} stop it`, { in: dev });
  await gus.ephemeral(/do not have the right/);
  await ben.says('@metawsm tell And the other table', { in: dev, thread: card });
  await world.shows(card, /2 notes wait/);

  await world.restart();
  writeFileSync(join(world.home, 'workspaces', id, 'go'), '');
  await world.hears(card, /Merge-ready/);
  expect(lives(id)).toBe(2);
  expect(prompts(id)[1]).toMatch(/A person left notes/);
  const feedback = world.inWorkspace(id, '.metawsm/operator-feedback.md');
  expect(feedback).toMatch(/table of words\n[\s\S]*the other table\n$/);
  expect(feedback).not.toMatch(/stop it/);
  expect(slack.visibleText(card)).not.toMatch(/\*Notes:/);
}, 60_000);

test('with nobody at work there is nobody to tell', async () => {
  world = await makeWorld({ repos: API, agent: 'greets-when-let.sh' });
  const { ana, dev } = world;
  const { card, id } = await world.begins('ABC-3');
  await world.shows(card, /The agent .* works/);
  await ana.presses('Stop', { on: card });
  await world.shows(card, /Stopped by @ana/);
  await ana.says('@metawsm tell hello?', { in: dev, thread: card });
  await ana.ephemeral(/Too late: the run was stopped by @ana/);
  expect(await ana.types(`/metawsm tell ${id}`, { in: dev })).toMatch(/tell RUN/);
  await ana.presses('Restart', { on: card });
  writeFileSync(join(world.home, 'workspaces', id, 'go'), '');
  await world.hears(card, /Merge-ready/);
  expect(await ana.types(`/metawsm tell ${id} hello?`, { in: dev })).toMatch(/Nothing was changed.*iterate/s);
}, 60_000);
