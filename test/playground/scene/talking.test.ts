/** Typing and saying through the page, to a real Bolt app, and what the client shows where it comes to nothing. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { nameOf, OK, refused, stage } from './stage.js';

type Stage = Awaited<ReturnType<typeof stage>>;

let world: Stage['world'];
let tab: Stage['tab'];
let ana: Stage['ana'];
let ben: Stage['ben'];
let eve: Stage['eve'];
let withApp: Stage['withApp'];
let close: Stage['close'];

beforeEach(async () => {
  ({ world, tab, ana, ben, eve, withApp, close } = await stage());
});
afterEach(() => close());

const texts = () => world.slack.messages(world.dev).map((message) => world.slack.visibleText(message));

describe('commands', () => {
  test('reach the app; its private answer is on that screen', async () => {
    await withApp((bolt) =>
      bolt.command('/metawsm', async ({ ack, command }) => {
        await ack({ text: `heard ${command.text}` });
      }),
    );
    expect(await ana({ do: 'type', channel: world.dev.id, line: '/metawsm status @ben' })).toEqual(OK);
    await tab.until(() => tab.names('ephemeral').length === 1, 'the answer');
    const answer = tab.piece('ephemeral', tab.names('ephemeral')[0]!);
    expect(answer.message.text).toBe(`heard status <@${world.ben.id}>`);
    expect(await ben({ do: 'dismiss', ephemeral: answer.message.ts })).toEqual(refused('not_found'));
    expect(await ana({ do: 'dismiss', ephemeral: answer.message.ts })).toEqual(OK);
    await tab.until(() => tab.names('ephemeral').length === 0, 'the answer to go');
  });

  test('come to nothing with the words of the client', async () => {
    const { dev } = world;
    expect(await ana({ do: 'type', channel: dev.id, line: '/nothing' })).toEqual(
      refused('not_a_command', expect.stringContaining('/nothing is not a valid command.')),
    );
    expect(await ana({ do: 'type', channel: dev.id, line: '/metawsm status' })).toEqual(
      refused('dispatch_failed', '/metawsm failed with the error "dispatch_failed"'),
    );
    await withApp((bolt) => bolt.command('/metawsm', async () => {}));
    expect(await ana({ do: 'type', channel: dev.id, line: '/metawsm status' })).toEqual(
      refused('operation_timeout', '/metawsm failed because the app did not respond'),
    );
    expect(await eve({ do: 'type', channel: dev.id, line: '/metawsm status' })).toEqual(
      refused('not_in_channel', 'You are not in #dev. Join it first.'),
    );
    expect(dev.members.has(world.eve.id)).toBe(false);
  });

  test('are refused in threads, and said with a slash they are commands', async () => {
    const root = await world.ana.says('root', { in: world.dev });
    const say = (text: string, thread?: string) =>
      ana({ do: 'say', channel: world.dev.id, text, ...(thread && { thread }) });
    expect(await say('/metawsm status', root.ts)).toEqual(
      refused('not_in_threads', '/metawsm is not supported in threads. Sorry!'),
    );
    expect(await say('/metawsm status')).toEqual(refused('dispatch_failed'));
    expect(await say(' /metawsm status')).toEqual(OK);
    expect(texts()).toEqual(['root', '/metawsm status']);
  });

  test('work where the bot is no member', async () => {
    const quiet = world.slack.channel('quiet', { botIsMember: false, members: [world.ana] });
    await withApp((bolt) => bolt.command('/metawsm', async ({ ack }) => await ack()));
    expect(await ana({ do: 'type', channel: quiet.id, line: '/metawsm status' })).toEqual(OK);
  });
});

describe('messages', () => {
  test('are said, changed and deleted by their authors', async () => {
    const { dev } = world;
    expect(await ana({ do: 'say', channel: dev.id, text: 'hello @ben & <b>' })).toEqual(OK);
    const [message] = world.slack.messages(dev);
    expect(message?.text).toBe(`hello <@${world.ben.id}> &amp; &lt;b&gt;`);
    const on = nameOf(message!);
    expect(await ana({ do: 'say', channel: dev.id, text: 'a reply', thread: message!.ts })).toEqual(OK);
    const reply = world.slack.thread(message!).at(-1)!;
    expect(await ben({ do: 'say', channel: dev.id, text: 'another', thread: reply.ts })).toEqual(OK);
    expect(world.slack.thread(message!).map(({ thread_ts }) => thread_ts)).toEqual([
      undefined,
      message!.ts,
      message!.ts,
    ]);
    expect(await ben({ do: 'edit', on, text: 'mine' })).toEqual(refused('cant_update_message'));
    expect(await ben({ do: 'delete', on })).toEqual(refused('cant_delete_message'));
    expect(await ana({ do: 'edit', on, text: 'better' })).toEqual(OK);
    expect(texts()[0]).toBe('better');
    expect(await ana({ do: 'delete', on })).toEqual(OK);
    expect(await ana({ do: 'edit', on, text: 'gone' })).toEqual(refused('message_not_found'));
    expect(texts()).toEqual(['a reply', 'another']);
  });

  test('that the client would not send are refused', async () => {
    const say = (channel: string, text: string, thread?: string) =>
      ana({ do: 'say', channel, text, ...(thread && { thread }) });
    const { slack, dev } = world;
    expect(await say(dev.id, ' \n')).toEqual(refused('no_text'));
    expect(await say(dev.id, 'x'.repeat(12_001))).toEqual(refused('msg_too_long'));
    expect(await say(dev.id, 'x'.repeat(12_000))).toEqual(OK);
    expect(await say(dev.id, 'x', '1.2')).toEqual(refused('message_not_found'));
    expect(await say('C0', 'x')).toEqual(refused('channel_not_found'));
    const leads = slack.channel('leads', { private: true, members: [world.ben] });
    expect(await say(leads.id, 'x')).toEqual(refused('channel_not_found'));
    slack.channel('dev', { archived: true });
    expect(await say(dev.id, 'x')).toEqual(refused('is_archived'));
    expect(texts()).toHaveLength(1);
  });
});

describe('channels', () => {
  test('are joined, and the bot is invited, as a person types it or by a button', async () => {
    const { slack } = world;
    const quiet = slack.channel('quiet', { botIsMember: false });
    const type = (line: string) => eve({ do: 'type', channel: quiet.id, line });
    expect(await eve({ do: 'invite_bot', channel: quiet.id })).toEqual(refused('not_in_channel'));
    expect(await eve({ do: 'join', channel: quiet.id })).toEqual(OK);
    expect(await type('/invite')).toEqual(refused('no_user'));
    expect(await type('/invite @nobody')).toEqual(refused('user_not_found'));
    expect(await type('/invite @metawsm @ben')).toEqual(OK);
    expect([...quiet.members].sort()).toEqual([slack.bot.userId, world.ben.id, world.eve.id].sort());
    expect(await type('/invite @metawsm')).toEqual(
      refused('already_in_channel', '@metawsm is already in this channel.'),
    );
    slack.removeFrom(quiet, 'bot');
    expect(await eve({ do: 'invite_bot', channel: quiet.id })).toEqual(OK);
    expect(quiet.members.has(slack.bot.userId)).toBe(true);
    const leads = slack.channel('leads', { private: true });
    expect(await eve({ do: 'join', channel: leads.id })).toEqual(refused('channel_not_found'));
    expect(leads.members.has(world.eve.id)).toBe(false);
  });
});
