/** How many clicks and replies an intake takes, from the command to `Start run`. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { write } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = {
  api: { 'README.md': '# A greeter\n', 'package.json': '{"scripts":{"test":"test -e greeting.txt"}}' },
};
const TICKET = `---
Title: Greet people
Ticket: T-1
Status: active
---

# Greet people

## Goal

Everybody is greeted by name.

## Scope

- README.md
`;
/** What somebody who knows the work answers with the thumb of one hand. */
const ANSWERS = { goal: 'Everybody is greeted by name', scope: 'README.md', done: '', constraints: '' };

/** Answers with the first button where there is one, else in words, until the brief is there; how often that was. */
async function answersAll(card: Message): Promise<{ gestures: number; brief: Message }> {
  const { slack, ana, dev } = world;
  let last: Message | undefined;
  for (let gestures = 0; ; gestures += 1) {
    const next = await world.hears(card, /question about the \*|^Brief for/m, last);
    const words = slack.visibleText(next);
    if (/^Brief for/m.test(words)) return { gestures, brief: next };
    const field = /question about the \*(\w+)/.exec(words)?.[1] as keyof typeof ANSWERS;
    const [first] = slack.buttons(next);
    if (first && !/…|Answer all/.test(first.label)) await ana.presses(first.label, { on: next });
    else await ana.says(ANSWERS[field], { in: dev, thread: card });
    last = next;
  }
}

test.each([
  ['with a document of the ticket', true, 3],
  ['without one', false, 5],
])(
  'a bare command, %s: at most five clicks and replies to a started run',
  async (_, hasDocument, most) => {
    world = await makeWorld({ repos: API, agent: 'greets.sh' });
    const { slack, ana, dev } = world;
    if (hasDocument) write(join(world.home, 'tickets/ttmp'), { '2026/01/02/T-1--greet/index.md': TICKET });
    await ana.types('/metawsm bootstrap T-1 --repos api', { in: dev });
    const card = await slack.message(dev, /T-1/, { from: 'bot' });
    const { gestures, brief } = await answersAll(card);
    await ana.presses('Start run', { on: brief });
    expect(gestures + 1).toBeLessThanOrEqual(most);
    expect(slack.visibleText(brief)).not.toMatch(/new command/);
    await world.hears(card, /Merge-ready/);
  },
  120_000,
);

test('one reply and one click after a bare command; with everything in flags one click alone', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh' });
  const { slack, ana, dev } = world;
  await ana.types('/metawsm bootstrap T-1 --repos api', { in: dev });
  const card = await slack.message(dev, /T-1/, { from: 'bot' });
  await world.hears(card, /about the .?goal/);
  const whole = 'Goal: Greet all by name\nScope: README.md\nDone: npm test passes\nConstraints: none';
  await ana.says(whole, { in: dev, thread: card });
  await ana.presses('Start run', { on: await world.hears(card, /^Brief for/m) });
  await world.hears(card, /Merge-ready/);

  const { card: other } = await world.begins('T-2');
  await world.hears(other, /Merge-ready/);
  const said = slack.thread(other).map((one) => slack.visibleText(one));
  expect(said.filter((words) => /question about the/.test(words))).toEqual([]);
}, 120_000);
