/** A question is handed over to somebody else who may answer; it grants nothing, and the first answer still wins. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import type { Person } from '../../src/playground/server/people.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const LABEL = 'Who shall answer?';

async function asks(more: string) {
  world = await makeWorld({
    repos: { api: { 'README.md': '# A greeter\n' } },
    agent: 'asks-when-let.sh',
    more: ({ ana, ben, slack }) =>
      `access: { start: [everyone], answer: [${ana.id}, ${ben.id}], merge: [${ana.id}], admins: [] }\n${more.replace('ONCALL', slack.userGroup('oncall', [ben]).id)}`,
  });
  const { card, id } = await world.begins('ABC-1');
  await world.shows(card, /The agent .* works/);
  writeFileSync(join(world.home, 'workspaces', id, 'may-ask'), '');
  const asked = await world.hears(card, /Which word\?/);
  return { card, id, asked };
}

async function handsOver(by: Person, to: string | { id: string }, asked: Message) {
  await by.presses('Hand over…', { on: asked });
  const form = await by.view(/Which word\?/);
  await by.fills(form, { [LABEL]: to });
  expect((await by.submits(form)).outcome).toBe('closed');
}

test('to somebody whom the bot does not know yet: card, notice, reminder and escalation name them', async () => {
  const { card, asked } = await asks('guidance: { remindAfter: 5s, escalateAfter: 6s, escalateTo: ONCALL }');
  const { slack, ana, ben } = world;
  const before = slack.snapshot(asked);
  await handsOver(ana, 'ben', asked);
  const notice = await world.hears(card, /@ben, @ana hands over to you/);
  expect(slack.mentions(notice)).toEqual([ben.id, ana.id]);
  await world.shows(card, /waits for an answer by @ben/);
  await slack.waitFor(() => /handed over to @ben by @ana/.test(slack.visibleText(asked)), 'the request');
  expect(slack.mentions(asked)).toContain(ben.id);
  const reminder = await world.hears(card, /a reminder/);
  expect(slack.mentions(reminder)).toEqual([ben.id]);
  const escalation = await world.hears(card, /nobody has answered/i);
  expect(slack.visibleText(escalation)).toMatch(/@oncall.*@ben was asked; the requester is @ana/s);

  await world.restart();
  await ana.presses('Hi', { on: asked });
  await slack.waitFor(() => /Answered by @ana/.test(slack.visibleText(asked)), 'the first answer');
  await ben.presses('Hey', { on: before });
  await ben.ephemeral(/Too late: that was answered by @ana.*Hi/s);
  const summary = await world.hears(card, /Merge-ready/);
  expect(slack.mentions(summary)).toEqual([ana.id]);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed \(merged\)/);
}, 60_000);

test('to somebody without the right, a guest, the bot, and somebody of whom Slack tells nothing: refused in words', async () => {
  const { card, asked } = await asks('');
  const { slack, ana } = world;
  slack.person('cleo');
  slack.person('gus', { is_restricted: true });
  slack.person('dora');
  for (const other of ['cleo', 'gus', { id: slack.bot.userId }]) {
    const seen = ana.ephemerals().length;
    await handsOver(ana, other, asked);
    await slack.waitFor(() => ana.ephemerals().length > seen, `an answer about ${JSON.stringify(other)}`);
    expect(slack.visibleText(ana.ephemerals().at(-1)!)).toMatch(/That person may not answer here/);
  }
  slack.faults.always('users.info', { status: 503 });
  await handsOver(ana, 'dora', asked);
  await ana.ephemeral(/could not tell me who that person is/);
  slack.faults.clear();
  const cleo = slack.person('cleo');
  await cleo.presses('Hand over…', { on: asked });
  const form = await cleo.view(/Which word\?/);
  await cleo.fills(form, { [LABEL]: 'ana' });
  await cleo.submits(form);
  await cleo.ephemeral(/do not have the right/);
  expect(slack.visibleText(asked)).not.toMatch(/handed over/);
  await world.shows(card, /waits for an answer by @ana/);
}, 60_000);

test('handed over twice: each notice calls the one it was for, and the run is not anybody else’s', async () => {
  const { card, asked } = await asks('');
  const { slack, ana, ben } = world;
  await handsOver(ana, 'ben', asked);
  const first = await world.hears(card, /@ben, @ana hands over to you/);
  await slack.waitFor(() => /handed over to @ben/.test(slack.visibleText(asked)), 'the request');
  await handsOver(ben, 'ana', asked);
  await world.hears(card, /@ana, @ben hands over to you/);
  await ben.presses('Hey', { on: asked });
  await slack.waitFor(() => /Answered by @ben/.test(slack.visibleText(first)), 'the first notice');
  expect(slack.visibleText(first)).toMatch(/^@ben, @ana hands over to you/);
  const summary = await world.hears(card, /Merge-ready/);
  await ben.presses('Merge & close', { on: summary });
  await ben.ephemeral(/do not have the right/);
}, 60_000);
