import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { errorOf, quietClient } from './clients.js';

let slack: SlackServer;
let client: WebClient;
let dev: Channel;
let ana: Person;

beforeAll(async () => {
  slack = await startSlack();
  client = quietClient(slack);
  dev = slack.channel('dev');
  ana = slack.person('ana', { real_name: 'Ana A.', email: 'ana@x.test' });
  await ana.says('hello', { in: dev });
});

afterAll(async () => await slack.close());

const post = async (text: string, extra: object = {}): Promise<string> => {
  const answer = await client.chat.postMessage({ channel: dev.id, text, ...extra });
  return String(answer.ts);
};
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

describe('tokens, scopes, methods', () => {
  test('auth.test names the bot and the granted scopes', async () => {
    const answer = await client.auth.test();
    expect(answer).toMatchObject({
      ok: true,
      user_id: slack.bot.userId,
      bot_id: slack.bot.botId,
      team_id: slack.teamId,
    });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  });

  test('wrong tokens and unknown methods are refused', async () => {
    expect(await errorOf(quietClient(slack, '').auth.test())).toBe('not_authed');
    expect(await errorOf(quietClient(slack, 'xoxb-real-looking').auth.test())).toBe('invalid_auth');
    expect(await errorOf(quietClient(slack, slack.appToken).auth.test())).toBe('not_allowed_token_type');
    expect(await errorOf(client.apps.connections.open({}))).toBe('not_allowed_token_type');
    expect(await errorOf(client.apiCall('chat.postMassage'))).toBe('unknown_method');
  });

  test('what the manifest does not grant is refused', async () => {
    const bare = await startSlack({ scopes: ['chat:write'] });
    try {
      const limited = quietClient(bare);
      const general = bare.channel('general');
      await expect(limited.conversations.info({ channel: general.id })).rejects.toMatchObject({
        data: { error: 'missing_scope', needed: 'channels:read', provided: 'chat:write' },
      });
      expect(await errorOf(limited.users.info({ user: bare.bot.userId }))).toBe('missing_scope');
      expect(await errorOf(limited.conversations.history({ channel: general.id }))).toBe('missing_scope');
    } finally {
      await bare.close();
    }
    expect(await errorOf(client.conversations.join({ channel: dev.id }))).toBe('missing_scope');
    expect(await errorOf(client.conversations.info({ channel: ana.dm().id }))).toBe('missing_scope');
  });

  test('the app token opens sockets', async () => {
    const opener = quietClient(slack, slack.appToken);
    expect((await opener.apps.connections.open({})).url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\//);
  });

  test('JSON bodies work like forms', async () => {
    const answer = await fetch(`${slack.url}chat.postMessage`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${slack.botToken}`,
        'content-type': 'application/json; charset=utf-8',
      },
      body: JSON.stringify({ channel: dev.id, text: 'as JSON', blocks: [section('as *JSON*')] }),
    });
    expect(await answer.json()).toMatchObject({
      ok: true,
      message: { text: 'as JSON', blocks: [{ type: 'section' }] },
    });
  });
});

describe('where the bot may write', () => {
  test('membership, visibility, archives, people', async () => {
    const hidden = slack.channel('hidden', { private: true, botIsMember: false });
    const open = slack.channel('open', { botIsMember: false });
    const old = slack.channel('old', { archived: true });
    const into = (channel: string) => errorOf(client.chat.postMessage({ channel, text: 'x' }));
    expect(await into(hidden.id)).toBe('channel_not_found');
    expect(await into(open.id)).toBe('not_in_channel');
    expect(await into(old.id)).toBe('is_archived');
    expect(await into('C0UNKNOWN')).toBe('channel_not_found');
    expect(await into('UUNKNOWN')).toBe('channel_not_found');
    const direct = await client.chat.postMessage({ channel: ana.id, text: 'psst' });
    expect(direct.channel).toBe(ana.dm().id);
    expect((await client.conversations.info({ channel: open.id })).channel).toMatchObject({
      is_member: false,
      is_im: false,
    });
    expect(await errorOf(client.conversations.info({ channel: hidden.id }))).toBe('channel_not_found');
    expect(await errorOf(client.conversations.history({ channel: open.id }))).toBe('not_in_channel');
    expect(
      await errorOf(client.chat.postEphemeral({ channel: dev.id, user: slack.person('ben').id, text: 'x' })),
    ).toBe('user_not_in_channel');
    await client.chat.postEphemeral({ channel: dev.id, user: ana.id, text: 'only you' });
    expect(ana.ephemerals({ in: dev }).at(-1)?.text).toBe('only you');
  });

  test('content that Slack refuses', async () => {
    const refused = (args: object) => errorOf(client.chat.postMessage({ channel: dev.id, ...args } as never));
    expect(await refused({ text: '' })).toBe('no_text');
    expect(await refused({ text: 'x', blocks: 'no json' })).toBe('invalid_blocks_format');
    expect(await refused({ text: 'x', thread_ts: '1.000001' })).toBe('cannot_reply_to_message');
    expect(await refused({ text: 'x', metadata: { event_type: 'e' } })).toBe('invalid_metadata_schema');
    expect(
      await refused({ text: 'x', metadata: { event_type: 'e', event_payload: { a: 'x'.repeat(20_000) } } }),
    ).toBe('metadata_too_large');
    expect(
      await refused({ text: 'x', blocks: Array.from({ length: 5 }, () => section('x'.repeat(2_900))) }),
    ).toBe('msg_blocks_too_long');
    await expect(
      client.chat.postMessage({ channel: dev.id, text: 'x', blocks: [section('x'.repeat(3_001))] }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
  });

  test('blocks.validate judges without posting', async () => {
    const before = slack.messages(dev).length;
    await expect(client.apiCall('blocks.validate', { blocks: [section('fine')] })).resolves.toMatchObject({
      ok: true,
    });
    expect(await errorOf(client.apiCall('blocks.validate', { blocks: [section('')] }))).toBe(
      'invalid_blocks',
    );
    expect(await errorOf(client.apiCall('blocks.validate', { view: { type: 'modal', blocks: [] } }))).toBe(
      'invalid_view',
    );
    expect(slack.messages(dev)).toHaveLength(before);
  });
});

describe('editing', () => {
  test('text alone removes the blocks; metadata stays until replaced', async () => {
    const metadata = { event_type: 'metawsm', event_payload: { outbox_id: 'o1' } };
    const ts = await post('card', { blocks: [section('card')], metadata });
    await client.chat.update({ channel: dev.id, ts, text: 'plain' });
    const message = slack.store.findMessage(dev.id, ts);
    expect(message).toMatchObject({ text: 'plain', blocks: undefined, metadata });
    await client.chat.update({
      channel: dev.id,
      ts,
      text: 'x',
      metadata: { event_type: 'other', event_payload: {} },
    });
    expect(message?.metadata?.event_type).toBe('other');
  });

  test('what cannot be edited or deleted', async () => {
    const foreign = await ana.says('mine', { in: dev });
    const ts = await post('own');
    const update = (args: object) =>
      errorOf(client.chat.update({ channel: dev.id, ts, text: 'x', ...args } as never));
    expect(await update({ ts: foreign.ts })).toBe('cant_update_message');
    expect(await update({ ts: '1.000001' })).toBe('message_not_found');
    expect(await update({ text: 'x'.repeat(4_001) })).toBe('msg_too_long');
    expect(await update({ text: '' })).toBe('no_text');
    expect(await errorOf(client.chat.delete({ channel: dev.id, ts: foreign.ts }))).toBe(
      'cant_delete_message',
    );
    await client.chat.delete({ channel: dev.id, ts });
    expect(await update({})).toBe('message_not_found');
  });

  test('reactions count once', async () => {
    const place = { channel: dev.id, timestamp: await post('react'), name: 'eyes' };
    await client.reactions.add(place);
    expect(await errorOf(client.reactions.add(place))).toBe('already_reacted');
    await client.reactions.remove(place);
    expect(await errorOf(client.reactions.remove(place))).toBe('no_reaction');
    expect(await errorOf(client.reactions.add({ ...place, name: ':eyes:' }))).toBe('invalid_name');
  });

  test('permalinks of a message and of a reply', async () => {
    const root = await post('root');
    const reply = await post('reply', { thread_ts: root });
    const of = async (message_ts: string) =>
      (await client.chat.getPermalink({ channel: dev.id, message_ts })).permalink;
    expect(await of(root)).toMatch(new RegExp(`/archives/${dev.id}/p\\d+$`));
    expect(await of(reply)).toContain(`?thread_ts=${root}&cid=${dev.id}`);
  });
});

describe('reading', () => {
  test('replies: root first, paged, metadata only when asked for', async () => {
    const root = await post('root');
    const stamps: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      stamps.push(
        await post(`r${index}`, { thread_ts: root, metadata: { event_type: 'e', event_payload: { index } } }),
      );
    }
    const plain = await client.conversations.replies({ channel: dev.id, ts: root });
    expect(plain.messages?.map((message) => message.text)).toEqual(['root', 'r0', 'r1', 'r2', 'r3', 'r4']);
    expect(plain.messages?.[0]).toMatchObject({ reply_count: 5, thread_ts: root });
    expect(plain.messages?.[1]).not.toHaveProperty('metadata');
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const answer = await client.conversations.replies({
        channel: dev.id,
        ts: root,
        limit: 2,
        include_all_metadata: true,
        ...(cursor && { cursor }),
      });
      for (const message of answer.messages ?? [])
        if (message.ts !== root) seen.push((message as { metadata?: unknown }).metadata);
      cursor = answer.response_metadata?.next_cursor;
    } while (cursor);
    expect(seen).toEqual([0, 1, 2, 3, 4].map((index) => ({ event_type: 'e', event_payload: { index } })));
    const since = async (inclusive: boolean) =>
      (
        await client.conversations.replies({
          channel: dev.id,
          ts: root,
          oldest: String(stamps[2]),
          inclusive,
        })
      ).messages?.map((m) => m.text);
    expect(await since(false)).toEqual(['root', 'r3', 'r4']);
    expect(await since(true)).toEqual(['root', 'r2', 'r3', 'r4']);
    expect(await errorOf(client.conversations.replies({ channel: dev.id, ts: '1.000001' }))).toBe(
      'thread_not_found',
    );
  });

  test('history: newest first, without replies but with broadcasts', async () => {
    const quiet = slack.channel('quiet');
    const say = async (text: string, extra: object = {}) =>
      String((await client.chat.postMessage({ channel: quiet.id, text, ...extra })).ts);
    const root = await say('one');
    await say('hidden reply', { thread_ts: root });
    await say('broadcast', { thread_ts: root, reply_broadcast: true });
    await say('two');
    const texts = async (args: object = {}) =>
      (await client.conversations.history({ channel: quiet.id, ...args })).messages?.map(
        (message) => message.text,
      );
    expect(await texts()).toEqual(['two', 'broadcast', 'one']);
    expect(await texts({ limit: 2 })).toEqual(['two', 'broadcast']);
    expect(await texts({ oldest: root, limit: 1 })).toEqual(['broadcast']);
    expect(await texts({ oldest: root, inclusive: true })).toEqual(['two', 'broadcast', 'one']);
    expect(await errorOf(client.conversations.history({ channel: quiet.id, cursor: 'junk' }))).toBe(
      'invalid_cursor',
    );
  });

  test('people, groups, channels', async () => {
    const guest = slack.person('gus', { is_restricted: true });
    const leads = slack.userGroup('leads', [ana]);
    expect((await client.users.info({ user: guest.id })).user).toMatchObject({
      is_restricted: true,
      is_bot: false,
    });
    expect((await client.users.info({ user: ana.id })).user?.profile).not.toHaveProperty('email');
    expect(await errorOf(client.users.info({ user: 'UNOBODY' }))).toBe('user_not_found');
    expect((await client.usergroups.users.list({ usergroup: leads.id })).users).toEqual([ana.id]);
    expect(await errorOf(client.usergroups.users.list({ usergroup: 'SNONE' }))).toBe('no_such_subteam');
    expect((await client.usergroups.list({ include_users: true })).usergroups).toMatchObject([
      { id: leads.id, users: [ana.id] },
    ]);
    expect((await client.conversations.members({ channel: dev.id })).members).toContain(ana.id);
    const names: (string | undefined)[] = [];
    for await (const part of client.paginate('users.list', { limit: 2 })) {
      names.push(
        ...(part as unknown as { members: { name?: string }[] }).members.map((member) => member.name),
      );
    }
    expect(names).toEqual([...slack.store.users.values()].map((user) => user.name));
    expect((await client.conversations.open({ users: ana.id })).channel?.id).toBe(ana.dm().id);
    expect(await errorOf(client.conversations.list({ types: 'im' }))).toBe('missing_scope');
  });

  test('a file is announced, uploaded and shared', async () => {
    const root = await post('log follows');
    await client.filesUploadV2({
      channel_id: dev.id,
      thread_ts: root,
      filename: 'run.log',
      content: 'line ä\nline 2',
      title: 'Log',
    });
    const [file] = [...slack.store.files.values()];
    expect(file).toMatchObject({ name: 'run.log', title: 'Log', state: 'shared', thread_ts: root });
    expect(file?.content.toString()).toBe('line ä\nline 2');
    expect(slack.store.threadOf(dev.id, root).at(-1)?.files).toMatchObject([{ name: 'run.log' }]);
  });
});
