/** Who may do what, judged from stored facts that are fetched when somebody is new. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { makeRig, type Rig } from './rig.js';

let rig: Rig;
let card: Message;
beforeAll(async () => {
  rig = await makeRig({
    access: { start: ['everyone'], answer: [], merge: [], admins: [] },
  });
});
afterAll(() => rig.close());

test('an answer by somebody without the right', async () => {
  const { ana, ben, dev, slack } = rig;
  card = await rig.begins('RGT-1', '');
  await slack.message(dev, /question about the/, { thread: card });
  await ben.says('I know it', { in: dev, thread: card });
  await ben.ephemeral(/Your reply was not taken as an answer/, { in: dev });
  const question = await slack.message(dev, /question about the/, { thread: card });
  await ben.presses('Answer all in one form', { on: question });
  const view = await ben.view(/Answer all/);
  await ben.fills(view, { Goal: 'mine' });
  // What is required and empty never leaves Slack's form.
  expect((await ben.submits(view)).outcome).toBe('errors');
  expect((await rig.run()).run.draft.goal).toBeUndefined();
  await ana.says('@metawsm merge', { in: dev, thread: card });
  await ana.ephemeral(/do not have the right/, { in: dev });
});

test.each([
  ['a guest', { is_restricted: true }],
  ['a single-channel guest', { is_ultra_restricted: true }],
  ['a person of another organisation', { is_stranger: true, team_id: 'T0OTHER' }],
  ['a person of another team', { team_id: 'T0OTHER' }],
  ['somebody who left', { deleted: true }],
])('%s is not everyone', async (name, facts) => {
  const { slack, dev } = rig;
  const somebody = slack.person(name.replaceAll(' ', '-'), facts);
  await somebody.types('/metawsm bootstrap GST-1 --repos api', { in: dev });
  await somebody.ephemeral(/do not have the right/, { in: dev });
  expect(await somebody.types('/metawsm status', { in: dev })).toMatch(/do not have the right/);
  expect(await rig.bot.look.find('GST-1')).toBeUndefined();
});

test('whoever is new gets one answer, and a word before it only where Slack is slow', async () => {
  const { slack, dev } = rig;
  const [quick, slow] = [slack.person('quick'), slack.person('slow')];
  expect(await quick.types('/metawsm bootstrap QCK-1 --repos api', { in: dev })).toMatch(/Starting intake/);
  slack.faults.next('users.info', { delayMs: 1_200 });
  const first = await slow.types('/metawsm bootstrap SLW-1 --repos api', { in: dev });
  expect(first).toMatch(/One moment/);
  await slow.ephemeral(/Starting intake/, { in: dev });
});

test('an answer of Slack that was on its way when somebody became a guest gave the rights back', async () => {
  const { slack, bot } = rig;
  const dora = slack.person('dora');
  await bot.actors.ensure(dora.id);
  const isFull = async () => (await bot.unit.read.person(dora.id))?.isFullMember;
  const asked = () => slack.callsOf('users.info').length;
  const before = asked();
  slack.faults.next('users.info', { answerAfterMs: 500 });
  const onItsWay = bot.actors.userChanged({ id: dora.id, team_id: slack.teamId });
  await slack.waitFor(() => asked() > before, 'the question who it is');
  slack.person('dora', { is_restricted: true });
  while (await isFull()) await new Promise((resolve) => setTimeout(resolve, 10));
  await onItsWay;
  await slack.waitFor(() => asked() > before + 1, 'the same question once more');
  await bot.actors.ensure(dora.id);
  expect(await isFull()).toBe(false);
});

test('a failed look-up refuses, and the next try asks again', async () => {
  const { slack, dev } = rig;
  const cid = slack.person('cid');
  slack.faults.next('users.info', { error: 'internal_error' });
  await cid.types('/metawsm bootstrap CID-1 --repos api', { in: dev });
  await cid.ephemeral(/Could not check your rights, try again/, { in: dev });
  expect(await rig.bot.look.find('CID-1')).toBeUndefined();
  await cid.types('/metawsm bootstrap CID-1 --repos api', { in: dev });
  await cid.ephemeral(/Starting intake/, { in: dev });
  expect(slack.callsOf('users.info').filter((call) => call.args.user === cid.id)).toHaveLength(2);
});

describe('channels', () => {
  test('where the bot is no member nothing starts; after the invitation it does', async () => {
    const { slack, ana } = rig;
    const away = slack.channel('away', { botIsMember: false });
    await ana.types('/metawsm bootstrap AWY-1 --repos api', { in: away });
    await ana.ephemeral(/not a member.*\/invite @metawsm/, { in: away });
    expect(await rig.bot.look.find('AWY-1')).toBeUndefined();
    away.members.add(slack.bot.userId);
    await ana.types('/metawsm bootstrap AWY-1 --repos api', { in: away });
    await ana.ephemeral(/Starting intake for ticket AWY-1/, { in: away });
  });

  test('a private channel without the bot, and the bot’s own direct channel', async () => {
    const { slack, ana } = rig;
    const secret = slack.channel('secret', { private: true, botIsMember: false, members: [ana] });
    await ana.types('/metawsm bootstrap SCR-1 --repos api', { in: secret });
    await ana.ephemeral(/not a member/, { in: secret });
    await ana.types('/metawsm bootstrap DIR-1 --repos api', { in: ana.dm() });
    await ana.ephemeral(/Starting intake for ticket DIR-1/, { in: ana.dm() });
    await slack.message(ana.dm(), /DIR-1/, { from: 'bot' });
  });

  test('group messages, and direct messages of other people', async () => {
    const { slack, ana } = rig;
    const group = slack.channel('mpdm-ana--ben-1', { group: true, members: [ana] });
    await ana.types('/metawsm bootstrap GRM-1 --repos api', { in: group });
    await ana.ephemeral(/do not work in group messages/, { in: group });
    const without = slack.channel('mpdm-ana--cid-1', { group: true, members: [ana], botIsMember: false });
    await ana.types('/metawsm bootstrap GRM-1 --repos api', { in: without });
    await ana.ephemeral(/do not work in group messages/, { in: without });
    expect(await rig.bot.look.find('GRM-1')).toBeUndefined();
  });

  test.each([
    ['removed', (slack: Rig['slack'], name: string) => slack.removeFrom(name, 'bot')],
    ['archived', (slack: Rig['slack'], name: string) => slack.channel(name, { archived: true })],
  ])('where the bot was %s it starts nothing any more', async (what, happens) => {
    const { slack, ana } = rig;
    const place = slack.channel(`was-${what}`);
    await ana.types(`/metawsm bootstrap ${what}-1 --repos api`, { in: place });
    await ana.ephemeral(/Starting intake/, { in: place });
    happens(slack, `was-${what}`);
    await until(async () => (await rig.bot.unit.read.channel(place.id))?.isMember === false);
    await ana.types(`/metawsm bootstrap ${what}-2 --repos api`, { in: place });
    await ana.ephemeral(/not a member/, { in: place });
    expect(await rig.bot.look.find(`${what}-2`)).toBeUndefined();
  });
});

/** Events about people and channels leave no mark in Slack, only in the rows. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited 10 s in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('user groups', () => {
  let own: Rig;
  beforeAll(async () => {
    own = await makeRig({ groups: { leads: ['ana'] }, access: { start: ['leads', 'S0GONE'] } });
  });
  afterAll(() => own.close());

  test('members count at once, changes with Slack’s event; a group that is gone is empty', async () => {
    const { ana, ben, dev, slack } = own;
    await ana.types('/metawsm bootstrap GRP-1 --repos api', { in: dev });
    await ana.ephemeral(/Starting intake/, { in: dev });
    await ben.types('/metawsm bootstrap GRP-2 --repos api', { in: dev });
    await ben.ephemeral(/do not have the right/, { in: dev });
    slack.userGroup('leads', [ben]);
    await until(async () => (await own.bot.unit.read.person(ben.id))?.groups.length === 1);
    expect(await ben.types('/metawsm bootstrap GRP-2 --repos api', { in: dev })).toMatch(/Starting intake/);
    expect(await ana.types('/metawsm bootstrap GRP-3 --repos api', { in: dev })).toMatch(
      /do not have the right/,
    );
  });

  test('a person who becomes a guest loses the rights with the event, or at the refresh', async () => {
    const { ana, ben, dev, slack } = own;
    const isFull = async (id: string) => (await own.bot.unit.read.person(id))?.isFullMember;
    slack.person('ben', { is_restricted: true });
    await until(async () => (await isFull(ben.id)) === false);
    expect(await ben.types('/metawsm bootstrap GRP-4 --repos api', { in: dev })).toMatch(
      /do not have the right/,
    );
    const record = await own.bot.unit.read.person(ana.id);
    await own.bot.unit.write((tx) => tx.putPerson({ ...record!, isFullMember: false }));
    await own.bot.actors.refresh();
    expect(await isFull(ana.id)).toBe(true);
  });
});

test('a refresh that Slack holds back begins next time with those who were left out', async () => {
  const own = await makeRig();
  try {
    const people = ['p1', 'p2', 'p3'].map((name) => own.slack.person(name));
    for (const person of people) await own.bot.actors.ensure(person.id);
    const asked = () => own.slack.callsOf('users.info').map((call) => call.args.user);
    const from = asked().length;
    let calls = 0;
    own.slack.faults.always('users.info', () => {
      calls += 1;
      return calls === 2 || calls === 4 ? { retryAfterS: 1 } : undefined;
    });
    await own.bot.actors.refresh();
    await own.bot.actors.refresh();
    const [first, second] = asked().slice(from);
    // One was told and one refused; then the refused one again, and the third one.
    expect(asked().slice(from)).toEqual([first, second, second, expect.anything()]);
    expect(new Set(asked().slice(from)).size).toBe(3);
  } finally {
    await own.close();
  }
});
