/** Streams: messages that are written while people read them. metawsm does not use them. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Channel, Message } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf } from './calls.js';
import { fact, facts } from './facts.js';
import { many, section, x } from './samples.js';

const START = 'reference/methods/chat.startStream';
const APPEND = 'reference/methods/chat.appendStream';
const STOP = 'reference/methods/chat.stopStream';

let slack: SlackServer;
let dev: Channel;
let ana: Person;
let root: Message;
let ts: string;

beforeEach(async () => {
  slack = await startSlack();
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
  root = await ana.says('root', { in: dev });
  ts = String((await start({ markdown_text: '**one**' })).ts);
});
afterEach(() => slack.close());

const start = (args: Json = {}) =>
  call(slack, 'chat.startStream', {
    channel: dev.id,
    thread_ts: root.ts,
    recipient_user_id: ana.id,
    recipient_team_id: slack.teamId,
    ...args,
  });
const append = (args: Json) => codeOf(call(slack, 'chat.appendStream', { channel: dev.id, ts, ...args }));
const stop = (args: Json = {}) => codeOf(call(slack, 'chat.stopStream', { channel: dev.id, ts, ...args }));
const update = () => codeOf(call(slack, 'chat.update', { channel: dev.id, ts, text: 'x' }));
const task = (more: Json = {}): Json => ({
  type: 'task_update',
  id: '1',
  title: 't',
  status: 'in_progress',
  ...more,
});

fact('what is appended is added to the message', APPEND, async () => {
  expect(await append({ markdown_text: ' two' })).toBe('ok');
  expect(await stop({ markdown_text: ' three', blocks: [section()] })).toBe('ok');
  expect(slack.store.findMessage(dev.id, ts)?.blocks).toMatchObject([
    { type: 'markdown', text: '**one** two three' },
    { type: 'section' },
  ]);
});

facts(
  'in a channel a stream has',
  START,
  [
    ['a person who receives it', { recipient_user_id: '' }, 'missing_recipient_user_id'],
    ['that person’s team', { recipient_team_id: '' }, 'missing_recipient_team_id'],
    ['a thread that is there', { thread_ts: '1.000001' }, 'invalid_thread_ts'],
    ['markdown_text or chunks', { markdown_text: 'a', chunks: [task()] }, 'invalid_arguments'],
    ['chunks of known kinds', { chunks: [{ type: 'image' }] }, 'invalid_chunks'],
    ['12,000 characters at most', { markdown_text: x(12_001) }, 'msg_too_long'],
  ] satisfies [string, Json, string][],
  async (_, args, code) => expect(await codeOf(start(args))).toBe(code),
);

fact('in a direct message it needs a thread, but no recipient', START, async () => {
  const inDm = { channel: ana.dm().id, recipient_user_id: '', recipient_team_id: '' };
  expect(await codeOf(start({ ...inDm, thread_ts: '' }))).toBe('invalid_thread_ts');
  const hello = await ana.says('hello', { in: ana.dm() });
  expect(await codeOf(start({ ...inDm, thread_ts: hello.ts, markdown_text: 'x' }))).toBe('ok');
});

fact('task and plan updates have 256 characters', APPEND, async () => {
  const title = (length: number) => append({ chunks: [task({ title: x(length) })] });
  expect([await title(256), await title(257)]).toEqual(['ok', 'invalid_chunks']);
});

fact('with task_display_mode plan, tasks stand in one plan and change in place', START, async () => {
  const answer = await start({
    task_display_mode: 'plan',
    chunks: [{ type: 'plan_update', title: 'Plan A' }],
  });
  ts = String(answer.ts);
  await append({ chunks: [task()] });
  await append({ chunks: [task({ status: 'complete' })] });
  expect(slack.store.findMessage(dev.id, ts)?.blocks).toMatchObject([
    { type: 'plan', title: 'Plan A', tasks: [{ task_id: '1', status: 'complete' }] },
  ]);
});

fact('blocks beyond the fiftieth are dropped with a warning', APPEND, async () => {
  const chunks = [{ type: 'blocks', blocks: many(51, () => section()) }];
  const answer = await call(slack, 'chat.appendStream', { channel: dev.id, ts, chunks });
  expect(answer).toMatchObject({ ok: true, warning: expect.any(String) });
  expect(slack.store.findMessage(dev.id, ts)?.blocks).toHaveLength(50);
});

fact('stopping adds 50 more: msg_blocks_too_many', STOP, async () => {
  expect(await stop({ blocks: many(51, () => section()) })).toBe('msg_blocks_too_many');
  expect(await stop({ blocks: many(50, () => section()) })).toBe('ok');
});

fact(
  'while it streams, chat.update gives streaming_state_conflict',
  'reference/methods/chat.update',
  async () => {
    expect(await update()).toBe('streaming_state_conflict');
    await stop();
    expect(await update()).toBe('ok');
  },
);

fact('after the end nothing is appended: message_not_in_streaming_state', APPEND, async () => {
  await stop();
  expect(await append({ markdown_text: 'x' })).toBe('message_not_in_streaming_state');
  expect(await stop()).toBe('message_not_in_streaming_state');
});

fact(
  'Slack closes a stream after five minutes, even under traffic; only chat.update repairs the message',
  APPEND,
  async () => {
    slack.passes(4 * 60_000);
    expect(await append({ markdown_text: 'x' })).toBe('ok');
    slack.passes(2 * 60_000);
    expect(await append({ markdown_text: 'x' })).toBe('message_not_in_streaming_state');
    expect(await stop()).toBe('message_not_in_streaming_state');
    expect(await update()).toBe('ok');
  },
  'unconfirmed',
);

fact('a stream begins a session in processing and ends it in session_status', STOP, async () => {
  expect(slack.session(root)?.status).toBe('processing');
  await stop({ session_status: 'suspended' });
  expect(slack.session(root)?.status).toBe('suspended');
  ts = String((await start({ markdown_text: 'x' })).ts);
  await stop();
  expect(slack.session(root)?.status).toBe('active');
});

fact('Stop ends the streams and names them: stopped_by_user', 'ai/agent-sessions', async () => {
  ana.stopsSession(root);
  expect(slack.deliveries.at(-1)?.body.event).toMatchObject({ streaming_message_ts: [ts] });
  expect(await append({ markdown_text: 'x' })).toBe('stopped_by_user');
});

fact('streams are for the app’s own messages: message_not_owned_by_app', STOP, async () => {
  expect(await stop({ ts: root.ts })).toBe('message_not_owned_by_app');
});
