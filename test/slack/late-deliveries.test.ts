/** Deliveries that come late, under another name, or after something newer. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Json } from '../../src/playground/server/json.js';
import { meantOf } from '../../src/slack/meant.js';
import { COMPLETE, makeRig, type Rig } from './rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await makeRig();
});
afterAll(() => rig.close());

const asks = (question: string) =>
  rig.happens({
    type: 'guidance_requested',
    request: { question, options: [], agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } },
  });

async function working(ticket: string) {
  const card = await rig.begins(ticket);
  const brief = await rig.slack.message(rig.dev, /Done criteria/, { thread: card });
  await rig.ana.presses('Start run', { on: brief });
  await rig.slack.waitFor(() => rig.slack.visibleText(card).includes('` works.'), 'the agent to work');
  return card;
}

/** The newest delivery of a message with these words. */
const delivered = (words: string): Json =>
  rig.slack.deliveries.findLast(({ body }) => JSON.stringify(body.event ?? '').includes(words))!.body;

test('a reply that was written before a question was asked became the answer to it', async () => {
  const { ana, ben, dev, slack } = rig;
  const card = await working('LATE-1');
  let arrive = () => {};
  slack.faults.meddle((_, body) =>
    JSON.stringify(body).includes('looks good')
      ? new Promise<void>((resolve) => {
          arrive = resolve;
        })
      : undefined,
  );
  await ben.says('looks good', { in: dev, thread: card });
  await asks('Drop the table?');
  await slack.message(dev, /Drop the table/, { thread: card });
  arrive();
  await ben.ephemeral(/written before the question/, { in: dev });
  expect((await rig.run()).run.guidance[0]?.state).toBe('open');
  slack.faults.clear();
  const reply = await ana.says('no', { in: dev, thread: card });
  await slack.waitFor(() => reply.reactions.length > 0, 'the mark');
  expect((await rig.run()).run.guidance[0]?.answer?.text).toBe('no');
});

test('a reply that came before Slack had answered for the question was older than it, by two clocks', async () => {
  const { ana, dev, slack } = rig;
  const card = await working('LATE-5');
  slack.store.behindMs = 60_000;
  slack.faults.always('chat.postMessage', () => ({ answerAfterMs: 500 }));
  try {
    await asks('Which disk?');
    await slack.message(dev, /Which disk/, { thread: card });
    const reply = await ana.says('the small one', { in: dev, thread: card });
    await slack.waitFor(() => reply.reactions.length > 0, 'the mark');
    expect((await rig.run()).run.guidance[0]?.answer?.text).toBe('the small one');
  } finally {
    slack.store.behindMs = 0;
    slack.faults.clear();
  }
});

test('a reply from before Slack showed the question became the answer to it', async () => {
  const { ana, dev, slack } = rig;
  const card = await working('LATE-6');
  slack.faults.next('chat.postMessage', { retryAfterS: 1 });
  await asks('Which region?');
  await ana.says('nice so far', { in: dev, thread: card });
  await ana.ephemeral(/written before the question/, { in: dev });
  await slack.message(dev, /Which region/, { thread: card });
  expect((await rig.run()).run.guidance[0]?.state).toBe('open');
});

test('a clock that was set back held a reply for as long, where the question was on its way', async () => {
  const card = await working('LATE-7');
  rig.slack.faults.next('chat.postMessage', { retryAfterS: 5 });
  await asks('Which zone?');
  const [run, clock] = [await rig.run(), Date.now];
  const find = async () => {
    Date.now = () => clock() - 3_600_000;
    return run;
  };
  const at = new Date().toISOString();
  try {
    const meant = meantOf(
      run,
      { by: rig.ana.id, at, ts: String(clock() / 1_000) },
      { look: { find } as never },
    );
    expect(await meant).toEqual({ for: 'open' });
  } finally {
    Date.now = clock;
    await rig.slack.message(rig.dev, /Which zone/, { thread: card });
  }
}, 15_000);

test('an older edit that came after a newer one took its place', async () => {
  const { ana, dev, slack } = rig;
  const card = await rig.begins('LATE-2', COMPLETE.replace('--goal "Greet people by name" ', ''));
  await slack.message(dev, /question about the \*goal/, { thread: card });
  const reply = await ana.says('Greet people by name', { in: dev, thread: card });
  await slack.waitFor(() => reply.reactions.length > 0, 'the mark');
  const brief = await slack.message(dev, /Done criteria/, { thread: card });
  let arrive = () => {};
  slack.faults.meddle((_, body) =>
    JSON.stringify((body.event as Json).message ?? '').includes('Greet the first')
      ? new Promise<void>((resolve) => {
          arrive = resolve;
        })
      : undefined,
  );
  await ana.edits(reply, 'Greet the first');
  await ana.edits(reply, 'Greet the second');
  await slack.waitFor(() => slack.visibleText(brief).includes('Greet the second'), 'the newer edit');
  arrive();
  await slack.settled();
  slack.faults.clear();
  await slack.deliversAgain('events_api', { ...delivered('Greet the second'), event_id: 'Ev0OTHER' });
  expect((await rig.run()).run.draft.goal?.text).toBe('Greet the second');
  const edits = (await rig.bot.unit.read.journal((await rig.run()).id)).filter(
    ({ event }) => event.type === 'edit_answer',
  );
  expect(edits).toHaveLength(1);
});

test('an edit that came before its reply answered the agent, and its author was told that it changes nothing', async () => {
  const { ana, dev, slack } = rig;
  const card = await working('LATE-4');
  await asks('Which port?');
  await slack.message(dev, /Which port/, { thread: card });
  const message = { type: 'message', user: ana.id, ts: slack.store.nextTs(), thread_ts: card.ts };
  const takes = (id: string, fields: object) => {
    const event = { type: 'message', channel: dev.id, ...fields };
    const body = { type: 'event_callback', event_id: id, event };
    return rig.bot.connection.inbox.take({ body, ack: async () => undefined });
  };
  const former = { ...message, text: '8080' };
  const edited = { user: ana.id, ts: slack.store.nextTs() };
  await takes('Ev0EDIT', {
    subtype: 'message_changed',
    event_ts: edited.ts,
    message: { ...message, text: '8081', edited },
    previous_message: former,
  });
  await takes('Ev0SAID', former);
  expect((await rig.run()).run.guidance[0]?.answer?.text).toBe('8081');
  expect(ana.ephemerals().filter((one) => /agent already/u.test(slack.visibleText(one)))).toEqual([]);
});

test('after a restart the twin of an answered message answered the next question as well', async () => {
  const { ana, dev, slack } = rig;
  const card = await working('LATE-3');
  await asks('Which name?');
  await slack.message(dev, /Which name/, { thread: card });
  const reply = await ana.says('Annabel', { in: dev, thread: card });
  await slack.waitFor(() => reply.reactions.length > 0, 'the mark');
  await rig.stop();
  await rig.start();
  await asks('Which colour?');
  await slack.message(dev, /Which colour/, { thread: card });
  const body = delivered('Annabel');
  const ts = slack.store.nextTs();
  const event = { ...(body.event as Json), ts, event_ts: ts };
  await slack.deliversAgain('events_api', { ...body, event_id: 'Ev0TWIN', event });
  await slack.settled();
  const [, second] = (await rig.run()).run.guidance;
  expect(second?.state).toBe('open');
});

test('a late picture of a person gave back rights that were taken away since', async () => {
  const { ben, dev, slack } = rig;
  await rig.bot.actors.ensure(ben.id, dev.id);
  slack.person('ben', { is_restricted: true });
  const isFull = async () => (await rig.bot.unit.read.person(ben.id))?.isFullMember;
  while (await isFull()) await new Promise((resolve) => setTimeout(resolve, 10));
  const body = slack.deliveries.findLast(({ body }) => (body.event as Json)?.type === 'user_change')!.body;
  const before = {
    ...(body.event as Json),
    user: { ...((body.event as Json).user as Json), is_restricted: false },
  };
  const asked = slack.callsOf('users.info').length;
  await slack.deliversAgain('events_api', { ...body, event_id: 'Ev0LATE', event: before });
  await slack.waitFor(() => slack.callsOf('users.info').length > asked, 'the question who it is');
  await rig.bot.actors.ensure(ben.id);
  expect(await isFull()).toBe(false);
});
