/** An agent asks with its tool; the bot is killed while it waits, and a new one brings exactly the one answer. */
import { afterEach, expect, test } from '@jest/globals';
import { killable } from './killable.js';
import { makeWorld, type World } from './world.js';

let world: World;
const { begin, kill } = killable(() => world);
afterEach(async () => {
  await kill();
  await world.close();
});

test('ask_operator outlives the bot, and report_status brings the checks', async () => {
  world = await makeWorld({
    repos: { api: { 'README.md': '# A greeter\n' } },
    agent: 'asks-through-the-tool.mjs',
    asleep: true,
  });
  const { slack, ana } = world;
  await begin();
  const { card, id } = await world.begins('ABC-1', { done: '`test -e answer.txt`' });
  const asked = await world.hears(card, /Which database\?/, undefined, 120_000);
  expect(slack.buttons(asked).map(({ label }) => label)).toEqual(
    expect.arrayContaining(['Postgres', 'SQLite', 'Write an answer…']),
  );
  await slack.settled();
  await kill();
  await begin();
  await ana.presses('SQLite', { on: asked });
  await world.hears(card, /Merge-ready/, undefined, 120_000);
  expect(world.inWorkspace(id, 'api/answer.txt')).toBe(`Operator ${ana.id} answered: SQLite\n`);
  await world.hears(card, /^The agent .* asked for/);
  const questions = slack.thread(card).filter((one) => slack.visibleText(one).includes('Which database?'));
  expect(questions.filter((one) => /^The agent .* asked for/.test(slack.visibleText(one)))).toHaveLength(1);
}, 300_000);
