import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { Channel } from '../../../src/playground/server/facts.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { errorOf, quietClient } from './clients.js';

let slack: SlackServer;
let client: WebClient;
let dev: Channel;

beforeEach(async () => {
  slack = await startSlack();
  client = quietClient(slack);
  dev = slack.channel('dev');
});

afterEach(async () => await slack.close());

const post = (text: string, through = client): Promise<unknown> =>
  through.chat.postMessage({ channel: dev.id, text });
const texts = (): string[] => slack.messages(dev).map((message) => message.text);

describe('faults of a method', () => {
  test('Slack’s refusal, once', async () => {
    slack.faults.next('chat.postMessage', { error: 'channel_not_found' });
    expect(await errorOf(post('a'))).toBe('channel_not_found');
    expect(await errorOf(post('b'))).toBe('ok');
    expect(texts()).toEqual(['b']);
  });

  test('HTTP 500 before and after storing', async () => {
    slack.faults.next('chat.postMessage', { status: 500 });
    slack.faults.next('chat.postMessage', { status: 503, stored: true });
    await expect(post('lost')).rejects.toMatchObject({ statusCode: 500 });
    await expect(post('kept')).rejects.toMatchObject({ statusCode: 503 });
    expect(texts()).toEqual(['kept']);
    expect(slack.callsOf('chat.postMessage').map((call) => call.status)).toEqual([500, 503]);
  });

  test('a client that repeats posts twice what was stored', async () => {
    const repeating = quietClient(slack, slack.botToken, {
      retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 },
    });
    slack.faults.next('chat.postMessage', { reset: true, stored: true });
    await post('twice', repeating);
    expect(texts()).toEqual(['twice', 'twice']);
  });

  test('429 with Retry-After', async () => {
    slack.faults.next('*', { retryAfterS: 7 });
    const limited = quietClient(slack, slack.botToken, { rejectRateLimitedCalls: true });
    await expect(post('no', limited)).rejects.toMatchObject({ retryAfter: 7 });
    expect(texts()).toEqual([]);
  });

  test('no answer, stored or not; a late answer', async () => {
    const hasty = quietClient(slack, slack.botToken, { timeout: 2_000 });
    slack.faults.next('chat.postMessage', { hang: true });
    slack.faults.next('chat.postMessage', { hang: true, stored: true });
    slack.faults.next('chat.postMessage', { answerAfterMs: 3_000 });
    slack.faults.next('chat.postMessage', { delayMs: 20 });
    for (const text of ['one', 'two', 'three']) await expect(post(text, hasty)).rejects.toThrow();
    await post('four');
    expect(texts()).toEqual(['two', 'three', 'four']);
  });

  test('a broken connection', async () => {
    slack.faults.next('chat.postMessage', { reset: true });
    await expect(post('gone')).rejects.toThrow();
    expect(texts()).toEqual([]);
  });

  test('a rule may choose by arguments, and ends with clear', async () => {
    slack.faults.always('chat.postMessage', (args) =>
      args.text === 'bad' ? { error: 'no_permission' } : undefined,
    );
    expect([await errorOf(post('good')), await errorOf(post('bad')), await errorOf(post('bad'))]).toEqual([
      'ok',
      'no_permission',
      'no_permission',
    ]);
    slack.faults.clear();
    expect(await errorOf(post('bad'))).toBe('ok');
  });
});

test('the journal holds arguments as the bot meant them, without tokens', async () => {
  await client.chat.postMessage({
    channel: dev.id,
    text: 'x',
    metadata: { event_type: 'e', event_payload: { n: 1 } },
  });
  expect(slack.calls).toMatchObject([
    {
      method: 'chat.postMessage',
      status: 200,
      args: { channel: dev.id, metadata: { event_payload: { n: 1 } } },
      result: { ok: true },
    },
  ]);
  expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
});

test('rate limits, where asked for: bursts pass, then 429 until the second is over', async () => {
  const strict = await startSlack({ rateLimits: true });
  try {
    const [one, two] = [strict.channel('one'), strict.channel('two')];
    const limited = quietClient(strict, strict.botToken, { rejectRateLimitedCalls: true });
    const say = (channel: string) =>
      limited.chat.postMessage({ channel, text: 'x' }).then(
        () => 0,
        (error: { retryAfter?: number }) => error.retryAfter,
      );
    const answers: unknown[] = [];
    for (let turn = 0; turn < 5; turn += 1) answers.push(await say(one.id));
    expect(answers).toEqual([0, 0, 0, 0, 1]);
    expect(await say(two.id)).toBe(0);
    expect(strict.messages(one)).toHaveLength(4);
  } finally {
    await strict.close();
  }
});
