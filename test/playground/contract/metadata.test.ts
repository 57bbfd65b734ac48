/** Metadata: what travels with a message unseen. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Json } from '../../../src/playground/server/json.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf } from './calls.js';
import { fact, facts } from './facts.js';
import { x } from './samples.js';

const METADATA = 'messaging/message-metadata';
const POST = 'reference/methods/chat.postMessage';

let slack: SlackServer;
let channel: string;

beforeEach(async () => {
  slack = await startSlack();
  channel = slack.channel('dev').id;
});
afterEach(() => slack.close());

const metadata = { event_type: 'metawsm', event_payload: { outbox_id: 'o1' } };
const post = (args: Json) => call(slack, 'chat.postMessage', { channel, text: 'x', ...args });

fact('it comes back only with include_all_metadata', METADATA, async () => {
  const { ts } = await post({ metadata });
  await post({ metadata, thread_ts: ts });
  const read = async (more: Json) => {
    const { messages } = await call(slack, 'conversations.replies', { channel, ts, ...more });
    return (messages as Json[]).map((message) => message.metadata);
  };
  expect(await read({})).toEqual([undefined, undefined]);
  expect(await read({ include_all_metadata: true })).toEqual([metadata, metadata]);
});

facts(
  'it has an event_type and an event_payload',
  POST,
  [
    ['no object: invalid_metadata_format', 'no', 'invalid_metadata_format'],
    ['no payload: invalid_metadata_schema', { event_type: 'e' }, 'invalid_metadata_schema'],
    ['no type: invalid_metadata_schema', { event_payload: {} }, 'invalid_metadata_schema'],
  ] satisfies [string, unknown, string][],
  async (_, given, code) => expect(await codeOf(post({ metadata: given }))).toBe(code),
);

fact(
  'its size is capped: metadata_too_large; the number is not published',
  POST,
  async () => {
    const large = { event_type: 'e', event_payload: { text: x(20_000) } };
    expect(await codeOf(post({ metadata: large }))).toBe('metadata_too_large');
  },
  'unconfirmed',
);
