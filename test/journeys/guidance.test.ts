/** A blocked agent and the people who answer it: by button, reply, form and command, over restarts of the bot. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };

test('the file contract: a half-written request, a restart of the bot, the old card’s button', async () => {
  world = await makeWorld({ repos: API, agent: 'asks-by-file.sh' });
  const { slack, ana, ben } = world;
  const { card, id } = await world.begins('ABC-1');
  const asked = await world.hears(card, /Which word\?/);
  expect(slack.visibleText(asked)).toMatch(/tried.*Ahoy/);
  expect(slack.mentions(asked)).toEqual([ana.id]);

  await world.stop();
  await world.start();
  const old = slack.snapshot(asked);
  await ana.presses('Hey', { on: asked });
  await world.hears(card, /Merge-ready/);
  expect(world.inWorkspace(id, 'api/greeting.txt')).toBe('Hey\n');
  expect(slack.visibleText(asked)).toMatch(/Answered by @ana/);
  expect(slack.buttons(asked)).toEqual([]);

  await ben.presses('Hi', { on: old });
  await ben.ephemeral(/Too late: that was answered by @ana.*Hey/);
}, 60_000);

test('metawsm-ask waits while the bot is away, and the reply that nobody heard is caught up', async () => {
  world = await makeWorld({ repos: API });
  const { ana, dev } = world;
  const { card, id } = await world.begins('ABC-2');
  const asked = await world.hears(card, /Which greeting\?/);
  await world.stop();
  const reply = await ana.says('Servus & <hello>', { in: dev, thread: card });
  await world.start();
  const summary = await world.hears(card, /Merge-ready/);
  const writes = world.writesBetween(asked, summary).map(({ args }) => String(args.text));
  const next = /says that it is done|Running the checks|merge-ready/;
  expect(writes.filter((text) => !next.test(text)).length).toBeLessThanOrEqual(8);
  expect(world.inWorkspace(id, 'answer.txt')).toBe('Servus & <hello>\n');
  expect(reply.reactions.map(({ name }) => name)).toEqual(['white_check_mark']);

  await ana.edits(reply, 'Moin');
  await ana.ephemeral(/is with the agent already/);
}, 60_000);

test('two questions at once: talk is left alone, answers go to the oldest first', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'asks-two-at-once.sh',
    more: ({ ben, slack }) =>
      `guidance: { remindAfter: 500ms, escalateAfter: 1s, escalateTo: ${slack.userGroup('oncall', [ben]).id} }`,
  });
  const { slack, ana, ben, dev } = world;
  const { card, id } = await world.begins('ABC-3');
  const first = await world.hears(card, /First word\?/);
  const second = await world.hears(card, /Second word\?/);
  await ben.says('// what do you think?', { in: dev, thread: card });

  const reminder = await world.hears(card, /a reminder.*First word\?/s);
  expect(slack.mentions(reminder)).toEqual([ana.id]);
  const escalation = await world.hears(card, /nobody has answered.*Second word\?/is);
  expect(slack.visibleText(escalation)).toMatch(/^@oncall/);

  await ben.types(`/metawsm guide ${id} "Good"`, { in: dev });
  await ben.ephemeral(/Your answer is taken/);
  await ana.presses('Write an answer…', { on: second });
  const form = await ana.view(/Second word\?/);
  await ana.fills(form, { 'Your answer': 'morning' });
  await ana.submits(form);
  await world.hears(card, /Merge-ready/);
  expect(world.inWorkspace(id, 'api/greeting.txt')).toBe('Good morning\n');
  expect(slack.visibleText(first)).toMatch(/Answered by @ben/);
  expect(slack.visibleText(reminder)).toMatch(/Answered by @ben/);
  expect(
    slack.thread(card).filter((one) => /reminder|nobody has/i.test(slack.visibleText(one))),
  ).toHaveLength(4);
}, 60_000);

test('a request that does not fit is refused with the reason, in the thread and beside the file', async () => {
  world = await makeWorld({ repos: API, agent: 'writes-nonsense-first.sh' });
  const { slack, ana, dev } = world;
  const { card } = await world.begins('ABC-4');
  const refused = await world.hears(card, /was not accepted/);
  expect(slack.visibleText(refused)).toMatch(/guidance-request\.json.*rejected.*question/s);
  const asked = await world.hears(card, /I was refused/);
  await ana.says('@metawsm guide Hello', { in: dev, thread: card });
  await world.hears(card, /Merge-ready/);
  expect(slack.visibleText(asked)).toMatch(/Answered by @ana/);
}, 60_000);
