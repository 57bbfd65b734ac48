/** chat.update: what it changes, keeps and refuses. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf } from './calls.js';
import { fact, facts } from './facts.js';
import { rich, section, x } from './samples.js';

const UPDATE = 'reference/methods/chat.update';

let slack: SlackServer;
let dev: Channel;
let ana: Person;
let ts: string;

beforeEach(async () => {
  slack = await startSlack();
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
  ts = await post({ text: 'card', blocks: [section()], metadata });
});
afterEach(() => slack.close());

const metadata = { event_type: 'metawsm', event_payload: { outbox_id: 'o1' } };
const post = async (args: Json): Promise<string> =>
  String((await call(slack, 'chat.postMessage', { channel: dev.id, ...args })).ts);
const update = (args: Json) => codeOf(call(slack, 'chat.update', { channel: dev.id, ts, ...args }));
const message = () => slack.store.findMessage(dev.id, ts);

fact('text without blocks removes the blocks', UPDATE, async () => {
  expect(await update({ text: 'plain' })).toBe('ok');
  expect(message()).toMatchObject({ text: 'plain', blocks: undefined });
});

fact('leaving out metadata keeps it; giving it replaces it', UPDATE, async () => {
  await update({ text: 'x' });
  expect(message()?.metadata).toEqual(metadata);
  const other = { event_type: 'other', event_payload: {} };
  await update({ text: 'x', metadata: other });
  expect(message()?.metadata).toEqual(other);
});

fact('an app’s message never shows that it was edited', UPDATE, async () => {
  await update({ text: 'x' });
  expect(message()?.edited).toBeUndefined();
});

fact('an update may simply be repeated', UPDATE, async () => {
  expect([await update({ text: 'x' }), await update({ text: 'x' })]).toEqual(['ok', 'ok']);
  expect(slack.messages(dev)).toHaveLength(1);
});

fact('text beyond 4,000: msg_too_long', UPDATE, async () => {
  expect(await update({ text: x(4_000) })).toBe('ok');
  expect(await update({ text: x(4_001) })).toBe('msg_too_long');
});

fact('only own messages: cant_update_message', UPDATE, async () => {
  const foreign = await ana.says('mine', { in: dev });
  expect(await update({ ts: foreign.ts, text: 'x' })).toBe('cant_update_message');
});

fact('deleted and unknown messages: message_not_found', UPDATE, async () => {
  expect(await update({ ts: '1.000001', text: 'x' })).toBe('message_not_found');
  await call(slack, 'chat.delete', { channel: dev.id, ts });
  expect(await update({ text: 'x' })).toBe('message_not_found');
});

fact('rich text cannot become another kind: block_mismatch', UPDATE, async () => {
  ts = await post({ text: 'x', blocks: [rich('x')] });
  expect(await update({ text: 'x', blocks: [section()] })).toBe('block_mismatch');
  expect(await update({ text: 'x', blocks: [rich('y')] })).toBe('ok');
});

fact('in an archived channel: is_inactive', UPDATE, async () => {
  slack.channel('dev', { archived: true });
  expect(await update({ text: 'x' })).toBe('is_inactive');
});

facts(
  'is refused',
  UPDATE,
  [
    ['nothing to say: no_text', { text: '' }, 'no_text'],
    ['blocks that are none: invalid_blocks', { text: 'x', blocks: [{ type: 'no' }] }, 'invalid_blocks'],
    ['no JSON: invalid_blocks_format', { text: 'x', blocks: 'no' }, 'invalid_blocks_format'],
    ['markdown_text beside text', { text: 'x', markdown_text: 'y' }, 'markdown_text_conflict'],
    ['an unknown channel', { text: 'x', channel: 'C0NONE' }, 'channel_not_found'],
  ] satisfies [string, Json, string][],
  async (_, args, code) => expect(await update(args)).toBe(code),
);

fact('takes a channel id, not a person’s id', UPDATE, async () => {
  const { channel, ts: direct } = await call(slack, 'chat.postMessage', { channel: ana.id, text: 'psst' });
  expect(await update({ channel: ana.id, ts: direct, text: 'x' })).toBe('channel_not_found');
  expect(await update({ channel, ts: direct, text: 'x' })).toBe('ok');
});

fact('deleting is for own messages too: cant_delete_message', 'reference/methods/chat.delete', async () => {
  const foreign = await ana.says('mine', { in: dev });
  const remove = (one: string) => codeOf(call(slack, 'chat.delete', { channel: dev.id, ts: one }));
  expect([await remove(foreign.ts), await remove(ts), await remove(ts)]).toEqual([
    'cant_delete_message',
    'ok',
    'message_not_found',
  ]);
});
