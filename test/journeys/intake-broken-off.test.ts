/** Intakes that are killed, lapse, are cancelled, or are begun twice: each goes on, or says in words how it ended. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openStore } from '../../src/persistence/store.js';
import type { Message } from '../../src/playground/server/facts.js';
import { killable } from './killable.js';
import { makeWorld, type World } from './world.js';

let world: World;
const { begin, kill } = killable(() => world);
afterEach(async () => {
  await kill();
  await world.close();
});

const API = {
  api: { 'README.md': '# A greeter\n', 'package.json': '{"scripts":{"test":"true"}}' },
};
const words = (message: Parameters<World['slack']['visibleText']>[0]) => world.slack.visibleText(message);
const questions = (card: Message, field: string) =>
  world.slack.thread(card).filter((one) => words(one).includes(`uestion about the *${field}`));

test('killed in the middle: the same question waits, replies and forms of the time between are taken once', async () => {
  world = await makeWorld({ repos: API, asleep: true });
  const { slack, ana, ben, dev } = world;
  await begin();
  await ana.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const goal = await world.hears(card, /about the .?goal/);
  await ana.presses('Answer all in one form', { on: goal });
  const form = await ana.view(/Answer all/);
  await slack.settled();
  await kill();
  const reply = await ben.says('Greet people by name', { in: dev, thread: card });
  await begin();
  const scope = await world.hears(card, /about the .?scope/, goal, 60_000);
  await slack.waitFor(() => reply.reactions.length === 1, 'the mark of a taken answer');
  expect(words(goal)).toMatch(/Answered by @ben/);
  expect(questions(card, 'goal')).toEqual([goal]);
  await kill();
  await begin();
  await ana.fills(form, {
    Goal: 'Greet people by name and day',
    Scope: 'README.md',
    'Done criteria': '`npm test` passes',
    Constraints: 'none',
  });
  expect((await ana.submits(form)).outcome).toBe('closed');
  const brief = await world.hears(card, /^Brief for/m, scope, 60_000);
  expect(words(await ana.ephemeral(/which yours replaces/))).toMatch(
    /goal by @ben:\s+>? ?Greet people by name/,
  );
  expect(words(brief)).toMatch(/Goal\*? · from the form by @ana/);
  expect(questions(card, 'scope')).toEqual([scope]);
  await kill();
  await begin();
  await ben.presses('Cancel', { on: brief });
  await world.hears(card, /cancelled by @ben/, undefined, 60_000);
  const said = slack.thread(card).map(words);
  expect(new Set(said).size).toBe(said.length);
}, 240_000);

/** As if the time had come; the bot is down meanwhile. */
async function lapsed(): Promise<void> {
  await world.stop();
  const store = await openStore({ url: `sqlite:${join(world.home, 'metawsm.sqlite')}`, home: world.home });
  const timers = await store.unit.read.dueTimers('9999-12-31T23:59:59.999Z', 100);
  const lapse = timers.find(({ name }) => name === 'lapse');
  const days = (Date.parse(lapse?.dueAt ?? '') - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThanOrEqual(7);
  await store.unit.write((tx) => tx.setTimer({ ...lapse!, dueAt: new Date().toISOString() }));
  await store.close();
  await world.start();
}

test('lapsed, cancelled, begun twice: the words say which, by whom, and what to do', async () => {
  world = await makeWorld({ repos: API });
  const { slack, ana, ben, dev } = world;
  await ana.types('/metawsm bootstrap ABC-2 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-2/, { from: 'bot' });
  const goal = await world.hears(card, /about the .?goal/);
  const old = slack.snapshot(goal);
  await ben.types('/metawsm bootstrap abc-2 --repos api', { in: dev });
  const asked = await ben.ephemeral(/already has an active run/);
  expect(words(asked)).toMatch(/by @ana.*intake.*Nothing was started/s);
  expect(slack.buttons(asked).map(({ label }) => label)).toEqual(['Open that run', 'Start anyway', 'Cancel']);
  await ben.presses('Cancel', { on: asked });
  await ben.ephemeral(/nothing was started/);
  expect(slack.messages(dev, { from: 'bot' }).filter((one) => !one.thread_ts)).toHaveLength(1);

  await lapsed();
  const notice = await world.hears(card, /has lapsed/);
  expect(slack.mentions(notice)).toEqual([ana.id]);
  expect(words(notice)).toMatch(/within seven days.*\/metawsm bootstrap ABC-2/s);
  await world.shows(card, /closed \(lapsed\)/);
  await slack.waitFor(() => /Lapsed/.test(words(goal)), 'a question that says so');
  expect(slack.buttons(goal)).toEqual([]);
  await ana.presses('Answer all in one form', { on: old });
  await ana.ephemeral(/closed run stays closed/);

  await ana.types('/metawsm bootstrap ABC-3 --repos api', { in: dev });
  const third = await slack.message(dev, /ABC-3/, { from: 'bot' });
  const question = await world.hears(third, /about the .?goal/);
  await ben.presses('Cancel', { on: third });
  const told = await world.hears(third, /was cancelled by @ben/);
  expect(slack.mentions(told)).toContain(ana.id);
  await slack.waitFor(() => /Cancelled by @ben/.test(words(question)), 'a question that says so');
  const unheard = await ana.says('Greet people', { in: dev, thread: third });
  await slack.settled();
  expect(unheard.reactions).toEqual([]);
}, 120_000);
