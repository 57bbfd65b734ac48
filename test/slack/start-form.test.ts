/** The form that starts a run: from a bare command and from the global shortcut. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { View } from '../../src/playground/server/facts.js';
import { makeRig, type Rig, type RigOptions } from './rig.js';

const KNOWN = {
  repos: ['api', 'web', 'docs'],
  agents: ['claude', 'script'],
  defaultAgent: 'script',
};
const WHOLE = {
  Goal: 'Greet people',
  Scope: 'src',
  'Done criteria': '`npm test` passes',
  Constraints: 'none',
};

let rig: Rig;
const makes = async (options: RigOptions = {}) => {
  rig = await makeRig({ known: KNOWN, ...options });
};
afterEach(() => rig.close());

const runs = async () => (await rig.bot.look.list({ all: true, limit: 20, offset: 0 })).runs;
const opened = async (): Promise<View> => {
  expect(await rig.ana.types('/metawsm bootstrap', { in: rig.dev })).toBe('');
  return rig.ana.view(/Start a run/);
};

describe('with its usual configuration', () => {
  beforeEach(() => makes());

  test('begins the run as the command would, in the channel it names', async () => {
    const { ana, dev, slack } = rig;
    const form = await opened();
    expect(JSON.stringify(form.blocks)).not.toContain('read from the message');
    expect(form.values.channel?.channel).toMatchObject({ selected_conversation: dev.id });
    expect(form.values.agent?.agent).toMatchObject({ selected_option: { value: 'script' } });
    expect(form.values.repos?.repos).toMatchObject({ selected_options: [] });
    const other = slack.channel('other');
    await ana.fills(form, {
      Channel: 'other',
      Ticket: ' ABC-1 ',
      Repositories: ['web', 'api'],
      Base: 'develop, api=next',
      Agent: 'claude',
      ...WHOLE,
    });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
    await ana.ephemeral(/Starting intake for ticket ABC-1 in `web`, `api`.*card is in #other/, { in: dev });
    await slack.message(other, /ABC-1/, { from: 'bot' });
    const { run } = await rig.run();
    expect(run).toMatchObject({
      ticket: 'ABC-1',
      channel: other.id,
      requester: ana.id,
      team: slack.teamId,
      wishes: [
        { name: 'web', base: 'develop' },
        { name: 'api', base: 'next' },
      ],
      agent: { name: 'claude' },
    });
    expect(run.draft.goal).toMatchObject({ text: 'Greet people', source: 'form' });
    expect(run.draft.merge).toMatchObject({ text: 'default', source: 'default' });
    expect(run.origin).toBeUndefined();
    expect(slack.messages(dev, { from: 'bot' })).toEqual([]);
  });

  test('an issue by its address is a ticket; a pull request and another GitHub are none', async () => {
    const { ana, slack, dev } = rig;
    const form = await opened();
    const values = { Repositories: ['api'], Ticket: 'https://github.com/acme/api/pull/12', ...WHOLE };
    await ana.fills(form, values);
    expect(await ana.submits(form)).toMatchObject({
      errors: {
        Ticket:
          'acme/api#12 is a pull request, and a run begins from an issue. Name the issue that it is about.',
      },
    });
    await ana.fills(form, { Ticket: 'https://ghe.example/acme/api/issues/12' });
    expect(await ana.submits(form)).toMatchObject({
      errors: { Ticket: expect.stringMatching(/is on ghe\.example, and I read issues of github\.com only/) },
    });
    await ana.fills(form, {
      Ticket: 'https://github.com/acme/api/issues/12#issuecomment-123456789012345678901234567890',
    });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
    await slack.message(dev, /api-12/, { from: 'bot' });
    const address = 'https://github.com/acme/api/issues/12';
    expect((await rig.run()).run).toMatchObject({ ticket: 'api-12', ticketSource: { address, number: 12 } });
    expect(await rig.bot.look.find('ACME/api#12')).toMatchObject({ ticket: 'api-12' });
    expect(await rig.bot.look.list({ ticket: address, all: true, limit: 9, offset: 0 })).toMatchObject({
      total: 1,
    });
  });

  test('says all that is wrong at the fields, and keeps what was typed', async () => {
    const { ana } = rig;
    const form = await opened();
    await ana.fills(form, { Ticket: '../etc', Base: 'a..b', Goal: 'Keep me' });
    const wrong = await ana.submits(form);
    expect(wrong).toMatchObject({
      outcome: 'errors',
      errors: {
        Ticket: expect.stringMatching(/1 to 64 letters.*ABC-12/),
        Repositories: expect.stringMatching(/at least one/),
        Base: expect.stringMatching(/^a\.\.b is no branch/),
      },
    });
    expect(form.values.goal?.goal).toMatchObject({ value: 'Keep me' });
    const bases: [string, RegExp][] = [
      ['web=develop', /web is not among the repositories/],
      ['wbe=develop', /no repository wbe\. Did you mean web\?/],
      ['a b', /Two branches for all/],
      ['api=a api=b', /Two branches for api/],
      ['--upload-pack=x', /no repository|no branch/],
    ];
    await ana.fills(form, { Ticket: 'ABC-2', Repositories: ['api'] });
    for (const [typed, words] of bases) {
      await ana.fills(form, { Base: typed });
      expect((await ana.submits(form)).errors).toEqual({ Base: expect.stringMatching(words) });
    }
    expect(await runs()).toEqual([]);
    await ana.fills(form, { Base: 'develop' });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
    await ana.ephemeral(/Starting intake for ticket ABC-2/);
    expect((await rig.run()).run.draft.goal?.text).toBe('Keep me');
  });

  test('a channel without the bot is an error at its field until the bot is invited', async () => {
    const { ana, slack, dev } = rig;
    const far = slack.channel('far', { botIsMember: false, members: [ana] });
    const form = await opened();
    await ana.fills(form, { Channel: 'far', Ticket: 'ABC-3', Repositories: ['api'] });
    for (const _ of [1, 2])
      expect((await ana.submits(form)).errors).toEqual({
        Channel: expect.stringMatching(/not a member.*\/invite @metawsm/),
      });
    expect(await runs()).toEqual([]);
    slack.inviteTo(far, 'bot');
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
    await slack.message(far, /ABC-3/, { from: 'bot' });
    expect(slack.messages(dev)).toEqual([]);
  });

  test('where Slack does not tell about the channel in time, it is decided after the form has closed', async () => {
    const { ana, slack, dev } = rig;
    slack.channel('far', { botIsMember: false, members: [ana] });
    const form = await opened();
    await slack.waitFor(
      () => slack.calls.some(({ method }) => method === 'conversations.info'),
      'the facts of the first channel',
    );
    await ana.fills(form, { Channel: 'far', Ticket: 'ABC-3', Repositories: ['api'] });
    slack.faults.next('conversations.info', { delayMs: 2_000 });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
    await ana.ephemeral(/not a member of #far.*\/invite @metawsm/s, { in: dev });
    expect(await runs()).toEqual([]);
  });

  test('the direct channel with the bot counts as a channel, group messages do not', async () => {
    const { ana, ben, slack } = rig;
    const group = slack.channel('mpdm-ana--ben-1', { group: true, members: [ana, ben] });
    expect(await ana.types('/metawsm bootstrap', { in: group })).toBe('');
    const form = await ana.view(/Start a run/);
    expect(form.values.channel?.channel).toMatchObject({ selected_conversation: null });
    await expect(ana.fills(form, { Channel: group.id })).rejects.toThrow(/to choose/);
    await ana.fills(form, { Channel: ana.dm().id, Ticket: 'ABC-4', Repositories: ['api'] });
    await ana.submits(form);
    await slack.message(ana.dm(), /ABC-4/, { from: 'bot' });
    expect((await rig.run()).run.channel).toBe(ana.dm().id);
  });

  test('a ticket with an active run asks before it starts another', async () => {
    const { ana, dev, slack } = rig;
    await ana.types('/metawsm bootstrap ABC-5 --repos api', { in: dev });
    await slack.message(dev, /ABC-5/, { from: 'bot' });
    const other = slack.channel('other');
    const again = async () => {
      const form = await opened();
      await ana.fills(form, { Channel: 'other', Ticket: 'abc-5', Repositories: ['web'], Goal: 'Another' });
      await ana.submits(form);
      return ana.ephemeral(/already has an active run/, { in: dev });
    };
    const first = await again();
    expect(slack.buttons(first).map(({ label }) => label)).toEqual([
      'Open that run',
      'Start anyway',
      'Cancel',
    ]);
    await ana.presses('Cancel', { on: first });
    await ana.ephemeral(/nothing was started/);
    const second = await again();
    await ana.presses('Start anyway', { on: second });
    await slack.message(other, /Another/, { from: 'bot' });
    expect((await rig.run()).run).toMatchObject({
      channel: other.id,
      wishes: [{ name: 'web' }],
      draft: { goal: { text: 'Another', source: 'form' } },
    });
    const form = await opened();
    await ana.fills(form, { Ticket: 'ABC-5', Repositories: ['web'], Goal: 'x'.repeat(2_500) });
    expect((await ana.submits(form)).errors).toEqual({ Ticket: expect.stringMatching(/active run, abc-5-/) });
    expect(await runs()).toHaveLength(2);
  });

  test('a trigger that is too old says to type it again', async () => {
    const { ana, dev, slack } = rig;
    slack.faults.next('views.open', { error: 'expired_trigger_id' });
    await ana.types('/metawsm bootstrap', { in: dev });
    await ana.ephemeral(/did not open the form in time.*Type `\/metawsm bootstrap` again/, { in: dev });
    slack.faults.next('views.open', { error: 'trigger_exchanged' });
    await ana.usesShortcut('start_run');
    await slack.message(ana.dm(), /Use the shortcut again/, { from: 'bot' });
    expect(ana.openView()).toBeUndefined();
  });

  test('the global shortcut opens it without a channel', async () => {
    const { ana, dev, slack } = rig;
    await ana.usesShortcut('start_run');
    const form = await ana.view(/Start a run/);
    await ana.fills(form, { Ticket: 'ABC-6', Repositories: ['docs'] });
    expect((await ana.submits(form)).errors).toEqual({ Channel: expect.any(String) });
    await ana.fills(form, { Channel: 'dev' });
    await ana.submits(form);
    await slack.message(dev, /ABC-6/, { from: 'bot' });
    // She has never been in that channel, so nothing can be whispered there.
    await slack.message(ana.dm(), /Starting intake for ticket ABC-6.*card is in #dev/, { from: 'bot' });
  });

  test('the same submission delivered twice is one run', async () => {
    const { ana, slack } = rig;
    const form = await opened();
    await ana.fills(form, { Ticket: 'ABC-7', Repositories: ['api'] });
    slack.faults.duplicate(true);
    await ana.submits(form);
    slack.faults.duplicate(false);
    await ana.ephemeral(/Starting intake for ticket ABC-7/);
    expect(await runs()).toHaveLength(1);
  });
});

test('people without the right get no form', async () => {
  await makes({ access: { start: ['U0NOBODY'] } });
  const { ana, dev, slack } = rig;
  await ana.types('/metawsm bootstrap', { in: dev });
  const form = await ana.view(/Start a run/);
  await slack.waitFor(() => slack.calls.some(({ method }) => method === 'users.info'), 'the facts of ana');
  await ana.fills(form, { Ticket: 'ABC-1', Repositories: ['api'] });
  expect((await ana.submits(form)).errors).toEqual({
    Channel: expect.stringMatching(/do not have the right/),
  });
  await ana.closes(form);
  expect(await ana.types('/metawsm bootstrap', { in: dev })).toMatch(/do not have the right/);
  expect(ana.openView()).toBeUndefined();
  expect(await runs()).toEqual([]);
});

test('the channel’s defaults are chosen, and count where nothing is', async () => {
  const channels: Record<string, { repos: string[]; agent: string }> = {};
  await makes({ known: { ...KNOWN, channels } });
  const { ana, dev, slack } = rig;
  channels[dev.id] = { repos: ['docs', 'web'], agent: 'claude' };
  const form = await opened();
  expect(form.values.agent?.agent).toMatchObject({ selected_option: { value: 'claude' } });
  expect(form.values.repos?.repos).toMatchObject({ selected_options: [{ value: 'docs' }, { value: 'web' }] });
  await ana.fills(form, { Ticket: 'ABC-1', Repositories: [] });
  await ana.submits(form);
  await slack.message(dev, /ABC-1/, { from: 'bot' });
  expect((await rig.run()).run.wishes).toEqual([{ name: 'docs' }, { name: 'web' }]);
});

test('more repositories than a select holds come in groups', async () => {
  const repos = Array.from(
    { length: 250 },
    (_, at) => `repo-${String(at).padStart(3, '0')}-${'x'.repeat(50)}`,
  );
  await makes({ known: { ...KNOWN, repos, agents: repos.slice(0, 120), defaultAgent: repos[110]! } });
  const { ana, slack, dev } = rig;
  const form = await opened();
  await ana.fills(form, { Ticket: 'ABC-1', Repositories: [repos[0]!, repos[249]!] });
  await ana.submits(form);
  await slack.message(dev, /ABC-1/, { from: 'bot' });
  const { run } = await rig.run();
  expect(run.wishes).toEqual([{ name: repos[0] }, { name: repos[249] }]);
  expect(run.agent.name).toBe(repos[110]);
});

test('a bare command that a crash interrupted says to type it again; marks of code do not matter', async () => {
  let hears = false;
  await makes({
    tools: (tools) => ({
      ...tools,
      door: {
        gesture: (...call) => tools.door.gesture(...call),
        create: (...call) => tools.door.create(...call),
        settle: (key) => (hears ? tools.door.settle(key) : Promise.reject(new Error('out of order'))),
      },
    }),
    slack: { ackTimeoutMs: 2_500 },
    tries: 100,
  });
  const { ana, dev, slack } = rig;
  await expect(ana.types('/metawsm `bootstrap`', { in: dev })).rejects.toThrow('operation_timeout');
  await rig.stop();
  slack.passes(3_001);
  hears = true;
  await rig.start();
  await ana.ephemeral(/Type `\/metawsm bootstrap` again/, { in: dev });
  expect(ana.openView()).toBeUndefined();
  await slack.settled();
  expect(await rig.bot.unit.read.newInbox(10)).toEqual([]);
});

test('a repository that the channel names twice is offered, and worked on, once', async () => {
  const channels: Record<string, { repos: string[] }> = {};
  await makes({ known: { ...KNOWN, channels } });
  channels[rig.dev.id] = { repos: ['api', 'web', 'api'] };
  for (const ticket of ['ABC-7', 'ABC-8']) {
    const form = await opened();
    await rig.ana.fills(form, { Ticket: ticket });
    if (ticket === 'ABC-8') await rig.ana.fills(form, { Repositories: [] });
    expect(await rig.ana.submits(form)).toMatchObject({ outcome: 'closed' });
  }
  const wishes = (await runs()).map(({ run }) => run.wishes.map(({ name }) => name));
  expect(wishes).toEqual([
    ['api', 'web'],
    ['api', 'web'],
  ]);
});
