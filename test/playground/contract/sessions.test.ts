/** Agent sessions: what a thread says of the agent that works in it. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Channel, Message } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Person } from '../../../src/playground/server/people.js';
import {
  type SlackServer,
  type StartSlack,
  startSlack,
} from '../../../src/playground/server/slack-server.js';
import { call, codeOf } from './calls.js';
import { fact, facts } from './facts.js';
import { x } from './samples.js';

const STATUS = 'reference/methods/agents.sessions.setStatus';
const RENAME = 'reference/methods/agents.sessions.rename';
const SESSIONS = 'ai/agent-sessions';

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

beforeEach(() => begin());
afterEach(() => slack.close());

const place = (): Json => ({ channel_id: dev.id, thread_ts: root.ts });
const set = (status: string, more: Json = {}) =>
  call(slack, 'agents.sessions.setStatus', { ...place(), status, ...more });
const rename = (title: string) => codeOf(call(slack, 'agents.sessions.rename', { ...place(), title }));

facts('a session is', STATUS, [['processing'], ['active'], ['suspended'], ['closed']], async (status) => {
  expect(await set(status)).toMatchObject({ ok: true, status });
  expect(slack.session(root)?.status).toBe(status);
});

fact('title and initiator count only when it is created', STATUS, async () => {
  await set('processing', { title: 'One', initiator_user_id: ana.id });
  await set('active', { title: 'Two' });
  expect(slack.session(root)).toMatchObject({ status: 'active', title: 'One', initiator: ana.id });
});

fact('processing lapses after an hour unless it is sent again', SESSIONS, async () => {
  await set('processing');
  slack.passes(59 * 60_000);
  await set('processing');
  slack.passes(59 * 60_000);
  expect(slack.session(root)?.status).toBe('processing');
  slack.passes(2 * 60_000);
  expect(slack.session(root)?.status).toBe('active');
});

facts(
  'is refused',
  STATUS,
  [
    ['an unknown status', { status: 'busy' }, 'invalid_arguments'],
    ['a title beyond 200', { title: x(201) }, 'invalid_arguments'],
    ['an unknown thread', { thread_ts: '1.000001' }, 'invalid_thread_ts'],
    ['an unknown channel', { channel_id: 'C0NONE' }, 'channel_not_found'],
  ] satisfies [string, Json, string][],
  async (_, args, code) => {
    expect(await codeOf(set('active', args))).toBe(code);
    expect(slack.session(root)).toBeUndefined();
  },
);

fact('the app is a member of the channel, and so is the initiator', STATUS, async () => {
  const eve = slack.person('eve');
  expect(await codeOf(set('active', { initiator_user_id: eve.id }))).toBe('user_not_in_channel');
  slack.removeFrom(dev, 'bot');
  expect(await codeOf(set('active'))).toBe('not_in_channel');
});

fact('needs chat:write', STATUS, async () => {
  await slack.close();
  await begin({ scopes: ['assistant:write'] });
  expect(await set('active')).toMatchObject({ error: 'missing_scope', needed: 'chat:write' });
});

fact(
  'an app that is not declared an agent: not_authorized',
  STATUS,
  async () => {
    await slack.close();
    await begin({ manifest: { features: {} } });
    expect(await codeOf(set('active'))).toBe('not_authorized');
  },
  'unconfirmed',
);

fact('a title has 1 to 200 characters', RENAME, async () => {
  expect(await rename('Early')).toBe('session_not_found');
  await set('active');
  expect([await rename(''), await rename(x(200)), await rename(x(201))]).toEqual([
    'invalid_arguments',
    'ok',
    'invalid_arguments',
  ]);
});

fact('Stop is told to the app, which has to leave processing itself', SESSIONS, async () => {
  await set('processing');
  ana.stopsSession(root);
  expect(slack.deliveries.at(-1)?.body.event).toMatchObject({
    type: 'agent_session_stopped',
    channel: dev.id,
    thread_ts: root.ts,
    user: ana.id,
    streaming_message_ts: [],
  });
  expect(slack.session(root)?.status).toBe('processing');
});

fact('there is no Stop but while it is processing', SESSIONS, async () => {
  await set('suspended');
  expect(() => ana.stopsSession(root)).toThrow(/no_stop/);
});

fact('a person’s title reaches the app', SESSIONS, async () => {
  await set('active', { title: 'One' });
  ana.renamesSession(root, 'Two');
  expect(slack.deliveries.at(-1)?.body.event).toMatchObject({
    type: 'agent_session_title_changed',
    title: 'Two',
    previous_title: 'One',
  });
});
