import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type EffectCall, Later } from '../../src/engine/ports.js';
import type { Log } from '../../src/logging.js';
import type { RunContext } from '../../src/run/context.js';
import { digest } from '../../src/run/digest.js';
import type { RunEvent } from '../../src/run/events.js';
import type { View } from '../../src/run/views.js';
import { createClients } from '../../src/slack/clients.js';
import { say } from '../../src/slack/escape.js';
import { createVoice, type Voice, type VoiceOptions } from '../../src/slack/post.js';
import { feedbackForm } from '../../src/slack/views/forms.js';
import { card, guidance, notice, progress, summary } from './sample-views.js';
import { SmallSlack } from './small-slack.js';

const NONE = () => undefined;
const lines: string[] = [];
const note = (message: unknown, fields?: unknown) => {
  lines.push(JSON.stringify([message, fields]));
};
const log = { debug: NONE, info: NONE, warn: note, error: note, run: () => log } as unknown as Log;
/** Where no answer is what is tried: long enough for a busy machine to answer in, everywhere else. */
const NO_ANSWER_MS = 1_000;

let slack: SmallSlack;
let clock: number;
let views: Record<string, View>;
let voice: Voice;

function speak(more: Partial<VoiceOptions> = {}, timeoutMs = 30_000): Voice {
  const clients = createClients({ token: 'xoxb-test', apiUrl: slack.url, log, timeoutMs });
  return createVoice({
    ...clients,
    redact: (text) => text.replaceAll('hunter2hunter2', '[redacted]'),
    contentOf: async () => undefined,
    viewOf: (_run, ref, { outlook }) => outlook().get(ref),
    digestOf: digest,
    log,
    settle: { requestTimeoutMs: 10_000, marginMs: 5_000 },
    pace: { everyMs: 1, burst: 100 },
    now: () => clock,
    ...more,
  });
}

const run = (messages: RunContext['messages'] = {}): RunContext =>
  ({ id: 'abc-12-k3f9q2', channel: 'C0DEV', requester: 'U0ANA', messages }) as unknown as RunContext;

const call = (id = 'abc-12-k3f9q2/1/0', more: Partial<EffectCall> = {}): EffectCall => ({
  id,
  inDoubt: false,
  startedAt: new Date(clock).toISOString(),
  signal: new AbortController().signal,
  outlook: () => new Map(Object.entries(views)),
  ...more,
});

async function later(work: Promise<RunEvent | undefined>): Promise<Later> {
  const outcome = await work.catch((error: unknown) => error);
  if (!(outcome instanceof Later)) throw new Error(`expected Later, got ${JSON.stringify(outcome)}`);
  return outcome;
}

const post = (ref: string, of = run(), how = call()) => voice.handlers['slack.post']({ ref }, of, how);
const update = (ref: string, of: RunContext, how = call('u/1/0')) =>
  voice.handlers['slack.update']({ ref }, of, how);

beforeEach(async () => {
  slack = await new SmallSlack().start();
  clock = Date.parse('2023-11-14T22:13:20Z');
  lines.length = 0;
  views = {
    card: { ...card(), place: 'root' },
    'guidance:g1': guidance(),
    'summary:1': { ...summary(), place: 'broadcast' },
  };
  voice = speak();
});
afterEach(() => slack.close());

describe('a post', () => {
  test('goes to the channel, with its outbox id and without previews', async () => {
    const event = await post('card');
    expect(event).toEqual({
      type: 'posted',
      ref: 'card',
      channel: 'C0DEV',
      ts: slack.messages[0]?.ts,
      drawn: digest(views.card),
    });
    const { args } = slack.callsOf('chat.postMessage')[0]!;
    expect(args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(JSON.parse(args.metadata!)).toEqual({
      event_type: 'metawsm_post',
      event_payload: { outbox_id: 'abc-12-k3f9q2/1/0', drawn: digest(views.card) },
    });
  });

  test('of a question goes to the thread of the card, of a summary to the channel as well', async () => {
    const of = run({ card: { channel: 'C0DEV', ts: '1.5', drawn: '' } });
    await post('guidance:g1', of);
    await post('summary:1', of);
    expect(slack.messages.map((one) => [one.thread_ts, one.reply_broadcast])).toEqual([
      ['1.5', undefined],
      ['1.5', true],
    ]);
  });

  test('holds no secret, wherever it stood', async () => {
    views['guidance:g1'] = guidance({
      question: 'Is hunter2hunter2 right?',
      options: ['hunter2hunter2', 'no'],
    });
    await post('guidance:g1');
    expect(JSON.stringify(slack.messages)).not.toContain('hunter2');
    expect(slack.messages[0]?.text).toContain('>Is [redacted] right?');
    // What the button means is untouched.
    expect(JSON.stringify(slack.messages)).toContain('\\"option\\":0');
  });

  test('passes as words alone when Slack does not like its blocks', async () => {
    slack.next('chat.postMessage', { error: 'invalid_blocks' }, { error: 'invalid_blocks' });
    expect(await post('card')).toMatchObject({ type: 'posted' });
    expect(slack.messages).toHaveLength(1);
    expect(slack.messages[0]?.blocks).toBeUndefined();
    expect(slack.messages[0]?.text).toContain('ABC-12');
  });

  test('of a card goes without its plan where Slack does not take plans, from then on', async () => {
    const hasPlan = () => JSON.stringify(slack.messages.at(-1)?.blocks).includes('"type":"plan"');
    await post('card');
    expect(hasPlan()).toBe(true);
    slack.next('chat.postMessage', { error: 'invalid_blocks' });
    await post('card', run(), call('x/2/0'));
    expect([slack.messages.length, hasPlan()]).toEqual([2, false]);
    await post('card', run(), call('x/3/0'));
    expect(slack.callsOf('chat.postMessage')).toHaveLength(4);
    expect(hasPlan()).toBe(false);
    expect(lines.filter((line) => line.includes('with a plan'))).toHaveLength(1);
    const place = { channel: 'C0DEV', ts: slack.messages[0]!.ts, drawn: 'older' };
    views.card = { ...card({ agent: 'other' }), place: 'root' };
    await update('card', run({ card: place }));
    expect(JSON.stringify(slack.callsOf('chat.update')[0]?.args)).not.toContain('"type":"plan"');
  });

  test('that Slack refuses for good ends, with the code', async () => {
    slack.next('chat.postMessage', { error: 'metadata_too_large' }, { error: 'metadata_too_large' });
    const code = 'metadata_too_large';
    expect(await post('card')).toMatchObject({ type: 'post_refused', ref: 'card', code });
    // In the channel, then directly to the requester.
    expect(slack.callsOf('chat.postMessage')).toHaveLength(2);
  });

  test('that was refused in the channel for any reason reached nobody', async () => {
    slack.next('chat.postMessage', { error: 'metadata_too_large' });
    expect(await post('guidance:g1')).toMatchObject({ type: 'posted', channel: 'DU0ANA' });
    expect(slack.messages[0]?.text).toMatch(/refused this message in the run’s channel/u);
  });

  test('that was too long for Slack reached nobody', async () => {
    const tooLong = { error: 'msg_too_long' };
    slack.next('chat.postMessage', tooLong, tooLong, tooLong);
    expect(await post('card')).toMatchObject({ type: 'posted', channel: 'C0DEV' });
    expect(slack.messages[0]?.text.length).toBeLessThanOrEqual(1_000);
  });

  test('goes to the requester when the channel is lost', async () => {
    slack.lost.add('C0DEV');
    const event = await post('guidance:g1', run({ card: { channel: 'C0DEV', ts: '1.5', drawn: '' } }));
    expect(event).toMatchObject({ type: 'posted', channel: 'DU0ANA' });
    expect(slack.messages[0]?.text).toMatch(
      /^Slack no longer takes messages in the run’s channel\. I go on by direct message\./u,
    );
    expect(slack.messages[0]?.thread_ts).toBeUndefined();
    slack.lost.add('DU0ANA');
    expect(await post('guidance:g1')).toMatchObject({ type: 'post_refused', code: 'channel_lost' });
  });

  test('whose thread is gone stands in the channel', async () => {
    slack.next('chat.postMessage', { error: 'thread_not_found' });
    await post('guidance:g1', run({ card: { channel: 'C0DEV', ts: '1.5', drawn: '' } }));
    expect(slack.messages.map((one) => one.thread_ts)).toEqual([undefined]);
  });

  test('waits as long as Slack asks, and is not in doubt', async () => {
    slack.next('chat.postMessage', { retryAfter: 7 });
    const wait = await later(post('card'));
    expect([wait.afterMs, wait.inDoubt]).toEqual([7_000, false]);
  });

  test('beyond the pace of its channel waits, and other channels do not', async () => {
    voice = speak({ pace: { everyMs: 10_000, burst: 2 } });
    await post('card');
    await post('card');
    const wait = await later(post('card'));
    expect([wait.afterMs, wait.inDoubt]).toEqual([10_000, false]);
    expect(await post('card', { ...run(), channel: 'C0OTHER' })).toMatchObject({ type: 'posted' });
    clock += 10_000;
    expect(await post('card')).toMatchObject({ type: 'posted' });
  });
});

describe('a post in doubt', () => {
  const DOUBTS = {
    'a 500 after storing': { status: 500, stored: true },
    'a reset after storing': { reset: true, stored: true },
    'an answer that breaks off': { cutOff: true, stored: true },
    'a hang after storing': { hang: true, stored: true },
    'an internal error after storing': { error: 'internal_error', stored: true },
  } as const;

  test.each(Object.entries(DOUBTS))('%s: adopted, never posted twice', async (_name, fault) => {
    if ('hang' in fault) voice = speak({}, NO_ANSWER_MS);
    slack.next('chat.postMessage', fault);
    const first = await later(post('card'));
    expect([first.afterMs, first.inDoubt]).toEqual([1_000, true]);
    clock += first.afterMs;
    const before = digest(views.card);
    views.card = { ...card({ status: 'stopped' }), place: 'root' };
    const startedAt = new Date(clock - first.afterMs).toISOString();

    const settling = await later(post('card', run(), call(undefined, { inDoubt: true, startedAt })));
    expect([settling.afterMs, settling.inDoubt]).toEqual([14_000, true]);
    expect(slack.callsOf('conversations.history')).toHaveLength(0);

    clock += settling.afterMs;
    const event = await post('card', run(), call(undefined, { inDoubt: true, startedAt }));
    // Drawn then, not now: the run redraws it because the digest differs.
    expect(event).toEqual({
      type: 'posted',
      ref: 'card',
      channel: 'C0DEV',
      ts: slack.messages[0]?.ts,
      drawn: before,
    });
    expect(slack.messages).toHaveLength(1);
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
  });

  test('that was not stored is posted once more, and its new doubt settles anew', async () => {
    const of = run({ card: { channel: 'C0DEV', ts: '1.5', drawn: '' } });
    slack.next('chat.postMessage', { status: 503 }, { status: 503 });
    const startedAt = new Date(clock).toISOString();
    await later(post('guidance:g1', of, call()));
    clock += 15_000;
    const again = await later(post('guidance:g1', of, call(undefined, { inDoubt: true, startedAt })));
    expect([again.afterMs, again.inDoubt]).toEqual([2_000, true]);
    clock += 2_000;
    expect(
      (await later(post('guidance:g1', of, call(undefined, { inDoubt: true, startedAt })))).afterMs,
    ).toBe(13_000);
    clock += 13_000;
    expect(await post('guidance:g1', of, call(undefined, { inDoubt: true, startedAt }))).toMatchObject({
      type: 'posted',
    });
    expect(slack.messages).toHaveLength(1);
  });

  test('is found on any page of the thread, by its own id', async () => {
    const of = run({ card: { channel: 'C0DEV', ts: '1.5', drawn: '' } });
    for (const id of ['a/1/0', 'b/1/0', 'c/1/0']) await post('guidance:g1', of, call(id));
    const startedAt = new Date(clock).toISOString();
    clock += 15_000;
    // Another process: it knows nothing of what was sent.
    voice = speak();
    clock += 5_000;
    const event = await post('guidance:g1', of, call('b/1/0', { inDoubt: true, startedAt }));
    expect(event).toMatchObject({ ts: slack.messages[1]?.ts });
    expect(slack.messages).toHaveLength(3);
    expect(slack.callsOf('conversations.replies')[0]?.args).toMatchObject({
      ts: '1.5',
      include_all_metadata: 'true',
    });
  });

  test('stays in doubt when looking is not possible now', async () => {
    const startedAt = new Date(clock).toISOString();
    clock += 20_000;
    slack.next('conversations.history', { retryAfter: 3 });
    const wait = await later(post('card', run(), call(undefined, { inDoubt: true, startedAt })));
    expect([wait.afterMs, wait.inDoubt]).toEqual([3_000, true]);
    expect(slack.messages).toHaveLength(0);
  });

  test.each([
    ['the channel', 'card', {}],
    ['its thread', 'guidance:g1', { card: { channel: 'C0DEV', ts: '1.5', drawn: '' } }],
  ])(
    'in %s, by a clock that was two minutes ahead, was not found and was posted again',
    async (_, ref, of) => {
      clock += 120_000;
      const startedAt = new Date(clock).toISOString();
      slack.next('chat.postMessage', { status: 500, stored: true });
      await later(post(ref, run(of)));
      clock += 15_000;
      const event = await post(ref, run(of), call(undefined, { inDoubt: true, startedAt }));
      expect(event).toMatchObject({ type: 'posted', ts: slack.messages[0]?.ts });
      expect(slack.messages).toHaveLength(1);
    },
  );

  test('is looked for in the direct message, where it may have gone', async () => {
    slack.lost.add('C0DEV');
    await post('guidance:g1');
    slack.lost.clear();
    const startedAt = new Date(clock).toISOString();
    voice = speak();
    clock += 20_000;
    expect(await post('guidance:g1', run(), call(undefined, { inDoubt: true, startedAt }))).toMatchObject({
      type: 'posted',
      channel: 'DU0ANA',
    });
    expect(slack.messages).toHaveLength(1);
  });
});

describe('an edit', () => {
  const posted = async () => {
    const event = await post('card');
    if (event?.type !== 'posted') throw new Error('not posted');
    return run({ card: { channel: event.channel, ts: event.ts, drawn: event.drawn } });
  };
  const works = (goal: string) => {
    views.card = { ...card({ goal }), place: 'root' };
  };

  test('sends text and blocks of the newest state, and the same drawing once', async () => {
    const of = await posted();
    works('first');
    await update('card', of);
    await update('card', of);
    expect(slack.callsOf('chat.update')).toHaveLength(1);
    expect(slack.messages[0]?.text).toContain('>first');
    expect(JSON.stringify(slack.messages[0]?.blocks)).toContain('>first');
  });

  test('of a message waits three seconds for the next, but not to take buttons away', async () => {
    const of = await posted();
    works('first');
    await update('card', of);
    works('second');
    clock += 1_000;
    expect((await later(update('card', of))).afterMs).toBe(2_000);
    views.card = { ...card({ goal: 'second', status: 'closed' }), place: 'root', actions: [] };
    await update('card', of);
    expect(slack.callsOf('chat.update')).toHaveLength(2);
    works('third');
    clock += 3_000;
    await update('card', of);
    expect(slack.messages[0]?.text).toContain('>third');
  });

  test('in doubt stays so while it has to wait: it may have posted the card again', async () => {
    const of = await posted();
    works('first');
    const inDoubt = call('u/1/0', { inDoubt: true });
    slack.next('chat.update', { retryAfter: 4 });
    expect(await later(update('card', of, inDoubt))).toMatchObject({ afterMs: 4_000, inDoubt: true });
    await update('card', of, call('u/2/0'));
    works('second');
    expect(await later(update('card', of, inDoubt))).toMatchObject({ afterMs: 3_000, inDoubt: true });
  });

  test('that Slack refuses for good is done', async () => {
    const of = await posted();
    for (const error of ['edit_window_closed', 'cant_update_message', 'is_archived']) {
      slack.next('chat.update', { error });
      works(error);
      expect(await update('card', of)).toBeUndefined();
    }
    expect(lines.join()).toContain('edit_window_closed');
  });

  test('waits on 429, and repeats what Slack failed at', async () => {
    const of = await posted();
    works('first');
    slack.next('chat.update', { retryAfter: 4 });
    expect((await later(update('card', of))).afterMs).toBe(4_000);
    slack.next('chat.update', { status: 502 });
    await update('card', of);
    expect(slack.messages[0]?.text).toContain('>first');
  });

  test('of a deleted card posts it again, once', async () => {
    const of = await posted();
    slack.messages.length = 0;
    works('first');
    const again = await update('card', of, call('u/2/0'));
    expect(again).toMatchObject({ type: 'posted', ref: 'card', ts: slack.messages[0]?.ts });
    slack.messages.length = 0;
    works('second');
    expect(await update('card', of, call('u/3/0'))).toBeUndefined();
    expect(slack.messages).toHaveLength(0);
  });

  test('of a message that Slack does not have yet is left to its post', async () => {
    await update('card', run());
    expect(slack.calls).toHaveLength(0);
  });

  test('marks a reply as taken, and does not mind that it is marked', async () => {
    slack.next('reactions.add', { error: 'already_reacted' });
    const place = { channel: 'C0DEV', ts: '1.7' };
    await voice.handlers['slack.react']({ place, name: 'white_check_mark' }, run(), call());
    expect(slack.callsOf('reactions.add')[0]?.args).toMatchObject({
      channel: 'C0DEV',
      timestamp: '1.7',
      name: 'white_check_mark',
    });
    expect(lines).toEqual([]);
  });
});

describe('what one person sees', () => {
  test('is ephemeral, in the thread where there is one', async () => {
    expect(await voice.whisper('C0DEV', 'U0BOB', say`Too late, ${'<!channel>'} hunter2hunter2`, '1.5')).toBe(
      true,
    );
    const { args } = slack.callsOf('chat.postEphemeral')[0]!;
    expect(args).toMatchObject({ channel: 'C0DEV', user: 'U0BOB', thread_ts: '1.5' });
    expect(args.text).toBe('Too late, &lt;\u2060!channel&gt; [redacted]');
    expect(JSON.parse(args.blocks!)).toEqual([
      { type: 'section', expand: true, text: { type: 'mrkdwn', verbatim: true, text: args.text } },
    ]);
  });

  test('goes by direct message where the channel refuses', async () => {
    slack.next('chat.postEphemeral', { error: 'user_not_in_channel' });
    expect(await voice.whisper('C0DEV', 'U0BOB', 'only `this`')).toBe(true);
    expect(slack.messages[0]).toMatchObject({ channel: 'DU0BOB', text: 'only `this`' });
    slack.next('chat.postMessage', { error: 'cannot_dm_bot' });
    expect(await voice.directMessage('U0BOB', 'more')).toBe(false);
  });

  test('is the body of an ack too', () => {
    expect(voice.ephemeral('hello')).toMatchObject({ response_type: 'ephemeral', text: 'hello' });
  });

  test('opens a form, or says that it came too late', async () => {
    const form = feedbackForm({ run: 'abc-12-k3f9q2', rev: 3 });
    expect(await voice.openForm('123.4', form)).toBe(true);
    slack.next('views.open', { error: 'expired_trigger_id' });
    expect(await voice.openForm('123.4', form)).toBe(false);
  });
});

test('the log never holds what was said', async () => {
  views['notice:n1'] = notice('failed');
  slack.next(
    'chat.postMessage',
    { status: 500, stored: true },
    { error: 'fatal_error' },
    { error: 'invalid_blocks' },
  );
  for (let tries = 0; tries < 3; tries++) await post('notice:n1').catch(() => undefined);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join()).not.toContain('ABC-12');
  expect(lines.join()).not.toContain('xoxb');
});

describe('an agent that tells much of its work', () => {
  const said = (at: number): View => ({
    ...card({ progress: progress({ doing: `step ${at}`, tokens: at }) }),
    place: 'root',
  });

  test('moves its card once in three seconds, and what came last is shown', async () => {
    const event = await post('card');
    if (event?.type !== 'posted') throw new Error('not posted');
    const of = run({ card: { channel: event.channel, ts: event.ts, drawn: event.drawn } });
    const due: Later[] = [];
    for (let at = 1; at <= 20; at += 1) {
      views.card = said(at);
      clock += 100;
      const outcome = await update('card', of, call(`u/${at}/0`)).catch((error: unknown) => error);
      if (outcome instanceof Later) due.push(outcome);
    }
    expect(slack.callsOf('chat.update')).toHaveLength(1);
    expect(due).toHaveLength(19);
    clock += due.at(-1)?.afterMs ?? 0;
    await update('card', of, call('u/20/0'));
    const edits = slack.callsOf('chat.update');
    expect(edits).toHaveLength(2);
    expect(edits.at(-1)?.args.text).toContain('>step 20');
    // its buttons are the very same, so that a press in between is not late
    const ids = edits.map(({ args }) => /"block_id":"(card:[^"]+)"/u.exec(String(args.blocks))?.[1]);
    expect(ids).toEqual(['card:3|abc-12-k3f9q2|', 'card:3|abc-12-k3f9q2|']);
  });
});
