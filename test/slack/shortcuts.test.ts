/** The shortcut on a message: its text is the draft goal, and a link to the run goes into its thread. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel, Message } from '../../src/playground/server/facts.js';
import { COMPLETE, makeRig, type Rig } from './rig.js';

const USE = 'start_run_from_message';
let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
});
afterEach(() => rig.close());

/** Uses the shortcut and sends the form as it opens, with a ticket and a repository. */
async function starts(on: Message, values: Record<string, string> = {}) {
  const { ana } = rig;
  await ana.usesShortcut(USE, { on });
  const form = await ana.view(/Start a run/);
  await ana.fills(form, { Ticket: 'ABC-1', Repositories: ['api'], ...values });
  return { form, submitted: await ana.submits(form) };
}
const says = (text: string, where: Channel, thread?: Message) =>
  rig.ben.says(text, { in: where, ...(thread ? { thread } : {}) });
const linkIn = (root: Message) =>
  rig.slack.message(root.channel, /A run was started from this message/, { thread: root, from: 'bot' });

describe('Start run from message', () => {
  test('a card in the chosen channel, one link in the message’s thread, and later answers stay there', async () => {
    const { ana, ben, dev, slack } = rig;
    const talk = slack.channel('talk');
    const message = await says('Please @ana: greet people — by “name” & see README.md', talk);
    const { form } = await starts(message, { Channel: 'dev' });
    expect(form.values.goal?.goal).toMatchObject({
      value: expect.stringMatching(/^Please @\S+: greet people — by "name" & see README.md$/),
    });
    expect(JSON.stringify(form.blocks)).toContain('They will be shown in the channel that you choose');
    const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
    const link = await linkIn(message);
    while (!(await rig.run()).run.messages.origin) await new Promise((resolve) => setImmediate(resolve));
    const { run } = await rig.run();
    expect(run).toMatchObject({
      channel: dev.id,
      origin: { channel: talk.id, ts: message.ts },
      messages: { origin: { channel: talk.id, ts: link.ts } },
      draft: { goal: { source: 'message' } },
    });
    expect(JSON.stringify(link.blocks)).toContain(`archives/${dev.id}/p${card.ts.replace('.', '')}|ABC-1`);
    expect(slack.visibleText(link)).toContain(run.id);
    expect(slack.mentions(link)).toEqual([]);
    const post = slack.calls.find(({ result }) => result?.ts === link.ts);
    expect(post?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false', thread_ts: message.ts });
    await ana.ephemeral(/Starting intake for ticket ABC-1 in `api`.*card is in #dev/, { in: talk });

    // What people say below the message is no answer.
    await ben.says('sounds good', { in: talk, thread: message });
    await slack.settled();
    expect((await rig.run()).run.questions.every((one) => !one.answer)).toBe(true);
    expect(slack.messages(talk, { from: 'bot' })).toHaveLength(1);
  });

  test('a reply: the link goes to the root of its thread', async () => {
    const { dev, slack } = rig;
    const root = await says('Something is wrong', dev);
    const reply = await says('Greet people', dev, root);
    await starts(reply);
    const link = await linkIn(root);
    expect(link.thread_ts).toBe(root.ts);
    await slack.message(dev, (one) => !one.thread_ts && /ABC-1/.test(slack.visibleText(one)), {
      from: 'bot',
    });
  });

  test('secrets of the message stay out of form, card and link', async () => {
    const { dev, slack } = rig;
    const message = await says('Log in with hunter2hunter2', dev);
    await starts(message);
    await slack.message(dev, /ABC-1/, { from: 'bot' });
    await linkIn(message);
    const sent = slack.calls.filter(({ method }) => /^(views|chat)\./.test(method));
    expect(JSON.stringify(sent.map(({ args }) => args))).not.toContain('hunter2hunter2');
  });

  test('a long message: its beginning, and the form says so', async () => {
    const { ana, dev } = rig;
    const message = await says(`Greet ${'everybody 👩‍👩‍👧‍👦 '.repeat(400)}`, dev);
    await ana.usesShortcut(USE, { on: message });
    const form = await ana.view(/Start a run/);
    expect(JSON.stringify(form.blocks)).toContain('longer than this field, so only its beginning is here');
    const value = String(form.values.goal?.goal?.value);
    expect(value.length).toBeLessThanOrEqual(3_000);
    expect(value).toMatch(/^Greet everybody.*…$/u);
    await ana.fills(form, { Ticket: 'ABC-1', Repositories: ['api'] });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
  });

  test('where the bot may not write, the run begins all the same and its author is told', async () => {
    const { ana, ben, dev, slack } = rig;
    const far = slack.channel('far', { private: true, botIsMember: false, members: [ana, ben] });
    const message = await says('Greet people', far);
    await starts(message, { Channel: 'dev' });
    await slack.message(dev, /ABC-1/, { from: 'bot' });
    const told = await slack.message(ana.dm(), /could not put this line.*cannot write there/s, {
      from: 'bot',
    });
    expect(slack.visibleText(told)).toMatch(/A run was started.*ABC-1/s);
    await slack.settled();
    expect(slack.messages(far, { from: 'bot' })).toEqual([]);
    expect(
      slack.messages(ana.dm(), { from: 'bot' }).filter((one) => /could not/.test(slack.visibleText(one))),
    ).toHaveLength(1);
    expect((await rig.run()).status).toBe('intake');
  });

  test('a message that is deleted meanwhile does the run no harm', async () => {
    const { ana, ben, dev, slack } = rig;
    const message = await says('Greet people', dev);
    await ana.usesShortcut(USE, { on: message });
    const form = await ana.view(/Start a run/);
    await ben.deletes(message);
    await ana.fills(form, { Ticket: 'ABC-1', Repositories: ['api'] });
    await ana.submits(form);
    await slack.message(dev, /question about the \*scope/, { from: 'bot' });
    expect((await rig.run()).status).toBe('intake');
  });

  test('a message of the bot is no goal; one of a person in a run’s thread may be one', async () => {
    const { ana, dev, slack } = rig;
    const card = await rig.begins('OLD-1', COMPLETE);
    await ana.usesShortcut(USE, { on: card });
    await ana.ephemeral(/one of mine.*what a person wrote/, { in: dev });
    expect(ana.openView()).toBeUndefined();
    const reply = await says('// greet cats, too', dev, card);
    await starts(reply, { Ticket: 'NEW-1' });
    await linkIn(card);
    await slack.message(dev, (one) => !one.thread_ts && /NEW-1/.test(slack.visibleText(one)), {
      from: 'bot',
    });
    expect(await rig.bot.look.byThread(dev.id, card.ts)).toMatchObject({ ticket: 'OLD-1' });
  });

  test('“Start anyway” keeps where it came from', async () => {
    const { ana, dev, slack } = rig;
    await rig.begins('ABC-1', COMPLETE);
    const talk = slack.channel('talk');
    const message = await says('Greet cats', talk);
    await starts(message, { Channel: 'dev' });
    const asked = await ana.ephemeral(/already has an active run/, { in: talk });
    await ana.presses('Start anyway', { on: asked });
    await linkIn(message);
    expect((await rig.run()).run).toMatchObject({ channel: dev.id, draft: { goal: { text: 'Greet cats' } } });
  });

  test('what is left as it was drafted is from the message, what is changed from the form', async () => {
    const { dev } = rig;
    const message = await says('Greet people\nScope: src/greet.ts\nConstraints: none', dev);
    await starts(message, { Constraints: 'Keep the README' });
    await linkIn(message);
    const { draft, origin } = (await rig.run()).run;
    expect(origin).toEqual({ channel: dev.id, ts: message.ts, site: expect.stringMatching(/^https:.*\/$/) });
    const address = `${origin?.site}archives/${dev.id}/p${message.ts.replace('.', '')}`;
    expect(draft.goal).toMatchObject({ text: 'Greet people', source: 'message', link: { address } });
    expect(draft.scope).toMatchObject({ text: 'src/greet.ts', source: 'message', link: { address } });
    expect(draft.constraints).toMatchObject({ text: 'Keep the README', source: 'form' });
    expect(draft.constraints?.link).toBeUndefined();
  });

  test('a thread of another channel, which the bot may not read: the message alone', async () => {
    const { ana, ben, slack } = rig;
    const far = slack.channel('far', { botIsMember: false, members: [ana, ben] });
    const root = await says('Constraints: none', far);
    const reply = await says('Greet people\nScope: src', far, root);
    await ana.usesShortcut(USE, { on: reply });
    const { values } = await ana.view(/Start a run/);
    expect([values.goal?.goal?.value, values.scope?.scope?.value]).toEqual(['Greet people', 'src']);
    expect(values.constraints?.constraints?.value ?? '').toBe('');
  });

  test('a long thread: its newest messages, and nothing that the bot said', async () => {
    const { ana, dev, slack } = rig;
    const root = await says('Greet people', dev);
    await says('Scope: src/first.ts', dev, root);
    for (let at = 0; at < 60; at++) await says(`Talk ${at}`, dev, root);
    await says('Constraints: none', dev, root);
    // A busy machine must not owe answers to these when the three seconds of the shortcut begin.
    await slack.settled();
    await ana.usesShortcut(USE, { on: root });
    const { values } = await ana.view(/Start a run/);
    expect(values.goal?.goal?.value).toBe('Greet people');
    expect(values.constraints?.constraints?.value).toBe('none');
    expect(values.scope?.scope?.value ?? '').toBe('');
    expect(slack.calls.filter(({ method }) => method === 'conversations.replies').length).toBeGreaterThan(0);
  });
});

test('a Slack that does not tell the thread: the form opens in time, with the message alone', async () => {
  let aborted = false;
  const slow = await makeRig({
    tools: (tools) => ({
      ...tools,
      thread: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          }),
        ),
    }),
  });
  try {
    const { ana, ben, dev } = slow;
    const root = await ben.says('Scope: src', { in: dev });
    const reply = await ben.says('Greet people', { in: dev, thread: root });
    await ana.usesShortcut(USE, { on: reply });
    const { values } = await ana.view(/Start a run/);
    expect(values.goal?.goal?.value).toBe('Greet people');
    expect(values.scope?.scope?.value ?? '').toBe('');
    expect(aborted).toBe(true);
  } finally {
    await slow.close();
  }
});
