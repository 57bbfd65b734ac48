/** Calling Slack: tokens, scopes, methods, channels, people. */
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, callByForm, codeOf } from './calls.js';
import { fact, facts } from './facts.js';
import { section, x } from './samples.js';

const WEB_API = 'apis/web-api';
const POST = 'reference/methods/chat.postMessage';

let slack: SlackServer;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack();
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
});
afterEach(() => slack.close());

const code = (method: string, args: Json = {}) => codeOf(call(slack, method, args));
const post = (args: Json) => code('chat.postMessage', { channel: dev.id, ...args });

describe('the Web API', () => {
  fact('refuses with HTTP 200 and ok: false', WEB_API, async () => {
    const response = await fetch(new URL('auth.test', slack.url), { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([200, { ok: false, error: 'not_authed' }]);
  });

  fact('takes forms, with JSON in their fields, and JSON', WEB_API, async () => {
    const args = { channel: dev.id, text: 'x', blocks: [section()] };
    expect(await codeOf(callByForm(slack, 'chat.postMessage', args))).toBe('ok');
    expect(await post(args)).toBe('ok');
    expect(slack.messages(dev).map((one) => one.blocks?.[0]?.type)).toEqual(['section', 'section']);
  });

  facts(
    'refuses tokens',
    WEB_API,
    [
      ['of nobody', 'xoxb-0', 'invalid_auth'],
      ['that are not there', '', 'not_authed'],
    ],
    async (_, token, refusal) => expect(await codeOf(call(slack, 'auth.test', {}, token))).toBe(refusal),
  );

  fact('does not know every method: unknown_method', WEB_API, async () => {
    expect(await call(slack, 'chat.postMassage')).toEqual({
      ok: false,
      error: 'unknown_method',
      req_method: 'chat.postMassage',
    });
  });

  fact('names arguments that are missing', WEB_API, async () => {
    expect(await call(slack, 'chat.postMessage', { text: 'x' })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    });
  });

  fact('says which scopes were granted, and which a method takes', WEB_API, async () => {
    const answer = await fetch(new URL('users.list', slack.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}` },
    });
    expect(answer.headers.get('x-oauth-scopes')?.split(',')).toContain('chat:write');
    expect(answer.headers.get('x-accepted-oauth-scopes')).toBe('users:read');
  });

  fact('auth.test names the bot', 'reference/methods/auth.test', async () => {
    expect(await call(slack, 'auth.test')).toMatchObject({
      team_id: slack.teamId,
      user_id: slack.bot.userId,
      bot_id: slack.bot.botId,
    });
  });
});

describe('posting', () => {
  fact('needs membership: not_in_channel', POST, async () => {
    const foreign = slack.channel('foreign', { botIsMember: false });
    expect(await post({ channel: foreign.id, text: 'x' })).toBe('not_in_channel');
  });

  fact('… or chat:write.public, for public channels', 'reference/scopes/chat.write.public', async () => {
    const open = await startSlack({ scopes: ['chat:write', 'chat:write.public'] });
    try {
      const into = (facts_: object) => {
        const channel = open.channel(JSON.stringify(facts_), { botIsMember: false, ...facts_ }).id;
        return codeOf(call(open, 'chat.postMessage', { channel, text: 'x' }));
      };
      expect(await into({})).toBe('ok');
      expect(await into({ private: true })).toBe('channel_not_found');
    } finally {
      await open.close();
    }
  });

  fact('a private channel is channel_not_found to one who is no member', POST, async () => {
    const hidden = slack.channel('hidden', { private: true, botIsMember: false });
    expect(await post({ channel: hidden.id, text: 'x' })).toBe('channel_not_found');
    expect(await code('conversations.info', { channel: hidden.id })).toBe('channel_not_found');
    slack.inviteTo(hidden, 'bot');
    expect(await post({ channel: hidden.id, text: 'x' })).toBe('ok');
  });

  fact('a user id as channel opens a direct message', POST, async () => {
    const answer = await call(slack, 'chat.postMessage', { channel: ana.id, text: 'psst' });
    expect(answer.channel).toBe(ana.dm().id);
    expect(await post({ channel: 'U0NOBODY', text: 'x' })).toBe('channel_not_found');
  });

  fact('text beyond 40,000 characters is cut', POST, async () => {
    expect(await post({ text: x(40_001) })).toBe('ok');
    expect(slack.messages(dev).at(-1)?.text).toHaveLength(40_000);
  });

  facts(
    'is refused',
    POST,
    [
      ['nothing to say', { text: '' }, 'no_text'],
      ['blocks that are none', { text: 'x', blocks: [{ type: 'no' }] }, 'invalid_blocks'],
      ['markdown_text beside text', { text: 'x', markdown_text: 'y' }, 'markdown_text_conflict'],
      ['a thread that is not there', { text: 'x', thread_ts: '1.000001' }, 'cannot_reply_to_message'],
      ['an unknown channel', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
    ] satisfies [string, Json, string][],
    async (_, args, refusal) => expect(await post(args)).toBe(refusal),
  );

  fact('an archived channel: is_archived', POST, async () => {
    slack.channel('dev', { archived: true });
    expect(await post({ text: 'x' })).toBe('is_archived');
  });

  fact(
    'a post that failed on the way back may have been stored: no idempotency key',
    POST,
    async () => {
      slack.faults.next('chat.postMessage', { status: 500, stored: true });
      const send = () => call(slack, 'chat.postMessage', { channel: dev.id, text: 'once' });
      await send();
      await send();
      expect(slack.messages(dev)).toHaveLength(2);
    },
    'unconfirmed',
  );
});

describe('the rest that the bot calls', () => {
  const mark = (args: Json) => code('reactions.add', { channel: dev.id, name: 'eyes', ...args });

  fact('a reaction counts once: already_reacted', 'reference/methods/reactions.add', async () => {
    const { ts: timestamp } = await ana.says('x', { in: dev });
    expect([await mark({ timestamp }), await mark({ timestamp })]).toEqual(['ok', 'already_reacted']);
  });

  facts(
    'a reaction is refused',
    'reference/methods/reactions.add',
    [
      ['on nothing', {}, 'no_item_specified'],
      ['on a message that is not there', { timestamp: '1700000000.000001' }, 'message_not_found'],
      ['at no time', { timestamp: 'now' }, 'bad_timestamp'],
      ['with colons', { timestamp: '1700000000.000001', name: ':eyes:' }, 'invalid_name'],
    ] satisfies [string, Json, string][],
    async (_, args, refusal) => expect(await mark(args)).toBe(refusal),
  );

  facts(
    'people, groups and channels that are not there',
    'reference/methods',
    [
      ['users.info', { user: 'U0NOBODY' }, 'user_not_found'],
      ['usergroups.users.list', { usergroup: 'S0NONE' }, 'no_such_subteam'],
      ['conversations.info', { channel: 'C0NONE' }, 'channel_not_found'],
      ['conversations.open', {}, 'users_list_not_supplied'],
      ['conversations.open for nine', { users: 'U1,U2,U3,U4,U5,U6,U7,U8,U9' }, 'too_many_users'],
    ] satisfies [string, Json, string][],
    async (name, args, refusal) => expect(await code(name.split(' ')[0]!, args)).toBe(refusal),
  );

  fact('guests and outsiders are marked', 'reference/objects/user-object', async () => {
    const guest = slack.person('gus', { is_restricted: true, is_stranger: true });
    expect(await call(slack, 'users.info', { user: guest.id })).toMatchObject({
      user: { is_restricted: true, is_stranger: true, is_bot: false },
    });
  });

  fact('reading needs membership: not_in_channel', 'reference/methods/conversations.history', async () => {
    const foreign = slack.channel('foreign', { botIsMember: false });
    expect(await code('conversations.history', { channel: foreign.id })).toBe('not_in_channel');
    expect(await code('conversations.info', { channel: foreign.id })).toBe('ok');
  });

  fact('a permalink of a reply names its thread', 'reference/methods/chat.getPermalink', async () => {
    const root = await ana.says('root', { in: dev });
    const reply = await ana.says('reply', { in: dev, thread: root });
    const link = async (message_ts: string) =>
      String((await call(slack, 'chat.getPermalink', { channel: dev.id, message_ts })).permalink);
    expect(await link(root.ts)).toMatch(new RegExp(`/archives/${dev.id}/p\\d+$`));
    expect(await link(reply.ts)).toContain(`?thread_ts=${root.ts}&cid=${dev.id}`);
  });
});
