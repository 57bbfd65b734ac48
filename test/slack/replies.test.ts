/** What people write in a run's thread. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { COMPLETE, makeRig, type Rig } from './rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await makeRig({ access: {} });
});
afterAll(() => rig.close());

const said = (message: Message) => message.reactions.map((one) => one.name);

/** A run whose agent works; resolves with its card. */
async function working(ticket: string): Promise<Message> {
  const { slack, ana, dev } = rig;
  const card = await rig.begins(ticket);
  const brief = await slack.message(dev, /Done criteria/, { thread: card });
  await ana.presses('Start run', { on: brief });
  await slack.waitFor(() => slack.visibleText(card).includes('` works.'), 'the agent to work');
  return card;
}

async function asked(question: string, options: string[] = []): Promise<void> {
  const request = { question, options, agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } };
  await rig.happens({ type: 'guidance_requested', request });
}

const guidance = async () => (await rig.run()).run.guidance;

describe('replies', () => {
  test('answer intake questions, are marked, and count anew when edited', async () => {
    const { ana, dev, slack } = rig;
    const card = await rig.begins('INT-1', COMPLETE.replace('--goal "Greet people by name" ', ''));
    await slack.message(dev, /question about the \*goal/, { thread: card });
    await ana.says('// who knows this?', { in: dev, thread: card });
    const reply = await ana.says('Greet “people” by <name> & all', { in: dev, thread: card });
    await slack.waitFor(() => said(reply).includes('white_check_mark'), 'the mark');
    const draft = async () => (await rig.run()).run.draft.goal?.text;
    expect(await draft()).toBe('Greet "people" by <name> & all');
    await slack.message(dev, /Done criteria/, { thread: card });
    await ana.edits(reply, 'Greet everybody in the morning');
    await slack.waitFor(
      () => slack.transcript(dev).includes('>Greet everybody in the morning'),
      'the edit on the brief',
    );
    expect(await draft()).toBe('Greet everybody in the morning');
  });

  test('answer a blocked agent; with nothing open they are left alone', async () => {
    const { ben, dev, slack } = rig;
    const card = await working('WRK-1');
    const talk = await ben.says('looks good', { in: dev, thread: card });
    await asked('Which table?');
    await slack.message(dev, /Which table\?/, { thread: card });
    const reply = await ben.says('the `users` table', { in: dev, thread: card });
    await slack.waitFor(() => said(reply).includes('white_check_mark'), 'the mark');
    const [request] = await guidance();
    expect(request).toMatchObject({
      state: 'answered',
      answer: {
        text: 'the `users` table',
        decision: { by: ben.id, message: { channel: dev.id, ts: reply.ts } },
      },
    });
    expect(said(talk)).toEqual([]);
    expect(ben.ephemerals()).toEqual([]);
    await ben.edits(reply, 'the orders table');
    await ben.ephemeral(/with the agent already/, { in: dev });
    expect((await guidance())[0]?.answer?.text).toBe('the `users` table');
  });

  test('a mention without a verb is an answer, with a verb a command', async () => {
    const { ana, dev, slack } = rig;
    const card = await working('WRK-2');
    await asked('Merge them?');
    await slack.message(dev, /Merge them\?/, { thread: card });
    await ana.says('@metawsm merge the two functions', { in: dev, thread: card });
    await ana.ephemeral(/the two functions`, so nothing was done/, { in: dev });
    expect((await guidance())[0]?.state).toBe('open');
    await ana.says('@metawsm status', { in: dev, thread: card });
    await ana.ephemeral(/WRK-2.*awaiting_guidance/, { in: dev });
    await ana.says('@metawsm doctor', { in: dev, thread: card });
    await ana.ephemeral(/Nothing is wrong/, { in: dev });
    const reply = await ana.says('@metawsm: yes, into one', { in: dev, thread: card });
    await slack.waitFor(() => said(reply).includes('white_check_mark'), 'the mark');
    expect((await guidance())[0]?.answer?.text).toBe('yes, into one');
    await slack.settled();
    expect(await rig.bot.unit.read.newInbox(10)).toEqual([]);
  });

  test('a reply that is only stop stops', async () => {
    const { ana, dev, slack } = rig;
    const card = await working('WRK-3');
    const reply = await ana.says('Stop', { in: dev, thread: card });
    await slack.waitFor(() => slack.visibleText(card).includes('stopped'), 'the stop');
    await slack.waitFor(() => said(reply).includes('white_check_mark'), 'the mark');
    expect((await rig.run()).run.stoppedBy).toMatchObject({ by: ana.id });
    const again = await ana.says('stop', { in: dev, thread: card });
    await ana.ephemeral(/Too late: the run was stopped/, { in: dev });
    expect(said(again)).toEqual([]);
    await ana.says('@metawsm restart', { in: dev, thread: card });
    await ana.ephemeral(/The run starts again/, { in: dev });
  });

  test('elsewhere: a mention gets help, other talk nothing; bots are ignored', async () => {
    const { ana, ben, dev, slack } = rig;
    await ana.says('hello everybody', { in: dev });
    await ben.says('@metawsm hello', { in: dev });
    await ben.ephemeral(/metawsm takes a ticket/, { in: dev });
    await ben.says('status', { in: ben.dm() });
    await ben.ephemeral(/Nothing waits for you|Waits for you/, { in: ben.dm() });
    await slack.settled();
    expect(await rig.bot.unit.read.newInbox(10)).toEqual([]);
  });
});
