/** Agent sessions as strict as Slack's: scopes, membership, words, lapse, and the Stop that people see. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel, Message } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import {
  type SlackServer,
  type StartSlack,
  startSlack,
} from '../../../src/playground/server/slack-server.js';
import { errorOf, quietClient } from './clients.js';

let slack: SlackServer;
let dev: Channel;
let ana: Person;
let root: Message;

async function begin(options?: StartSlack): Promise<void> {
  slack = await startSlack(options);
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
  root = await ana.says('root', { in: dev });
}

const set = (more: Record<string, unknown> = {}) =>
  quietClient(slack).agents.sessions.setStatus({
    channel_id: dev.id,
    thread_ts: root.ts,
    status: 'processing',
    ...more,
  } as never);

beforeEach(() => begin());
afterEach(() => slack.close());

test('is made on first use; title and initiator count then only', async () => {
  expect(await set({ title: 'One', initiator_user_id: ana.id })).toMatchObject({
    ok: true,
    status: 'processing',
  });
  await set({ title: 'Two', status: 'suspended', initiator_user_id: ana.id });
  expect(slack.session(root)).toEqual({
    channel: dev.id,
    thread: root.ts,
    status: 'suspended',
    title: 'One',
    initiator: ana.id,
  });
});

test('processing lapses after an hour of its clock, unless it is said again', async () => {
  await set();
  slack.passes(59 * 60_000);
  expect(slack.session(root)?.status).toBe('processing');
  await set();
  slack.passes(59 * 60_000);
  expect(slack.session(root)?.status).toBe('processing');
  slack.passes(2 * 60_000);
  expect(slack.session(root)?.status).toBe('active');
  await set({ status: 'suspended' });
  slack.passes(600 * 60_000);
  expect(slack.session(root)?.status).toBe('suspended');
});

describe('refuses', () => {
  test('what is no session', async () => {
    expect(await errorOf(set({ status: 'busy' }))).toBe('invalid_arguments');
    expect(await errorOf(set({ title: 'x'.repeat(201) }))).toBe('invalid_arguments');
    expect(await errorOf(set({ thread_ts: '1.2' }))).toBe('invalid_thread_ts');
    const reply = await ana.says('reply', { in: dev, thread: root });
    expect(await errorOf(set({ thread_ts: reply.ts }))).toBe('invalid_thread_ts');
    expect(await errorOf(set({ initiator_user_id: slack.person('eve').id }))).toBe('user_not_in_channel');
    expect(await errorOf(set({ channel_id: 'C0NONE' }))).toBe('channel_not_found');
    slack.removeFrom(dev, 'bot');
    expect(await errorOf(set())).toBe('not_in_channel');
    expect(slack.session(root)).toBeUndefined();
  });

  test('apps without the scope, and apps that are no agents', async () => {
    await slack.close();
    await begin({ scopes: ['assistant:write'] });
    expect(await errorOf(set())).toBe('missing_scope');
    await slack.close();
    await begin({ scopes: ['chat:write'] });
    expect(await errorOf(set())).toBe('not_authorized');
    await slack.close();
    await begin({ manifest: { features: {} } });
    expect(await errorOf(set())).toBe('not_authorized');
  });

  test('everything, where the feature is switched off', async () => {
    slack.faults.always('agents.sessions.setStatus', { error: 'feature_disabled' });
    expect(await errorOf(set())).toBe('feature_disabled');
    slack.faults.clear();
    expect(await set()).toMatchObject({ ok: true });
  });
});

describe('Stop', () => {
  const bodies = () => slack.deliveries.map((one) => one.body.event as { type: string });

  test('is told as Slack does, and changes nothing by itself', async () => {
    await set();
    ana.stopsSession(root);
    expect(bodies().at(-1)).toEqual({
      type: 'agent_session_stopped',
      channel: dev.id,
      thread_ts: root.ts,
      user: ana.id,
      streaming_message_ts: [],
      event_ts: expect.stringMatching(/^\d+\.\d{6}$/),
    });
    expect(slack.session(root)?.status).toBe('processing');
  });

  test('is there while it is processing, for members, and where the app hears of it', async () => {
    expect(() => ana.stopsSession(root)).toThrow(/no_stop/);
    await set({ status: 'suspended' });
    expect(() => ana.stopsSession(root)).toThrow(/no_stop/);
    await set();
    expect(() => slack.person('eve').stopsSession(root)).toThrow(/no_stop/);
    await slack.close();
    await begin({ manifest: { settings: { event_subscriptions: { bot_events: [] } } } });
    expect(await set()).toMatchObject({ warning: 'missing_agent_session_stopped_event_subscription' });
    expect(() => ana.stopsSession(root)).toThrow(/no_stop/);
  });
});

test('a person’s title reaches the bot; the bot may rename too', async () => {
  const { sessions } = quietClient(slack).agents;
  const rename = (title: string) => sessions.rename({ channel_id: dev.id, thread_ts: root.ts, title });
  expect(await errorOf(rename('Early'))).toBe('session_not_found');
  expect(() => ana.renamesSession(root, 'Early')).toThrow(/no_session/);
  await set({ title: 'One' });
  ana.renamesSession(root, 'Two');
  expect(slack.deliveries.at(-1)?.body.event).toMatchObject({
    type: 'agent_session_title_changed',
    title: 'Two',
    previous_title: 'One',
  });
  await rename('Three');
  expect(slack.session(root)?.title).toBe('Three');
  expect(await errorOf(rename(''))).toBe('invalid_arguments');
});
