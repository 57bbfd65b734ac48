/** Each gesture of the page, through HTTP to a real Bolt app, and what Slack's client shows where it comes to nothing. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Gesture, GestureAnswer } from '../../../src/playground/scene/scene.js';
import type { Values } from '../../../src/playground/server/facts.js';
import { type BoltApp, socketApp } from '../server/bolt.js';
import { quietClient } from '../server/clients.js';
import { type PageRig, pageBefore, type Tab, workspace } from './page-rig.js';

let world: Awaited<ReturnType<typeof workspace>>;
let page: PageRig;
let app: BoltApp | undefined;
let tab: Tab;

/** What the app heard, in order. */
let heard: Record<string, unknown>[];

async function begin(): Promise<void> {
  world = await workspace({ ackTimeoutMs: 300 });
  page = pageBefore(world.slack, [world.ana, world.ben, world.eve]);
  tab = await page.opens(world.ana);
  heard = [];
}
async function withApp(listen: (app: BoltApp) => void = () => {}): Promise<void> {
  app = await socketApp(world.slack, (bolt) => {
    listen(bolt);
    bolt.action(/.*/, async ({ ack, action }) => {
      heard.push(action as unknown as Record<string, unknown>);
      await ack();
    });
  });
}

beforeEach(begin);
afterEach(async () => {
  page.close();
  await app?.stop();
  app = undefined;
  await world.slack.close();
});

const ana = (gesture: Gesture): Promise<GestureAnswer> => page.does(world.ana, gesture);
const ben = (gesture: Gesture): Promise<GestureAnswer> => page.does(world.ben, gesture);
const eve = (gesture: Gesture): Promise<GestureAnswer> => page.does(world.eve, gesture);
const OK = { ok: true };
const refused = (code: string, text: unknown = expect.any(String)) => ({ ok: false, code, text });
const texts = () => world.slack.messages(world.dev).map((message) => world.slack.visibleText(message));
const nameOf = (message: { channel: string; ts: string }) => `message:${message.channel}:${message.ts}`;

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

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const options = ['api', 'web', 'docs'].map((value) => ({ text: plain(`The ${value}`), value }));

describe('buttons and menus of a message', () => {
  const card = async (value = 'rev1') => {
    const blocks = [
      {
        type: 'actions',
        block_id: 'acts',
        elements: [
          { type: 'button', action_id: 'go', text: plain('Go'), value },
          { type: 'static_select', action_id: 'one', options },
          { type: 'overflow', action_id: 'more', options: options.slice(0, 2) },
          { type: 'checkboxes', action_id: 'all', options, initial_options: options.slice(0, 1) },
        ],
      },
      {
        type: 'input',
        block_id: 'in',
        label: plain('Words'),
        element: { type: 'plain_text_input', action_id: 'words', initial_value: 'as given' },
      },
    ];
    const { ts = '' } = await quietClient(world.slack).chat.postMessage({
      channel: world.dev.id,
      text: 'card',
      blocks: blocks as never,
    });
    return { on: `message:${world.dev.id}:${ts}`, message: world.slack.store.findMessage(world.dev.id, ts)! };
  };
  const choose = (on: string, action: string, values: string[]) =>
    ana({ do: 'choose', on, block: 'acts', action, values });

  test('are delivered by id with the values of the options', async () => {
    await withApp();
    const { on } = await card();
    expect(await ana({ do: 'press', on, block: 'acts', action: 'go', value: 'rev1' })).toEqual(OK);
    expect(await choose(on, 'one', ['web'])).toEqual(OK);
    expect(await choose(on, 'more', ['api'])).toEqual(OK);
    expect(await choose(on, 'all', ['web', 'docs'])).toEqual(OK);
    expect(await choose(on, 'all', [])).toEqual(OK);
    expect(heard).toMatchObject([
      { action_id: 'go', value: 'rev1' },
      { action_id: 'one', selected_option: { value: 'web' } },
      { action_id: 'more', selected_option: { value: 'api' } },
      { action_id: 'all', selected_options: [{ value: 'web' }, { value: 'docs' }] },
      { action_id: 'all', selected_options: [] },
    ]);
    expect(await choose(on, 'one', ['The web'])).toEqual(refused('not_possible'));
    expect(heard).toHaveLength(5);
  });

  test('inputs are each person’s own, and travel with a press', async () => {
    let state: unknown;
    await withApp((bolt) =>
      bolt.action('go', async ({ ack, body, next }) => {
        state = (body as { state?: { values: Values } }).state?.values.in?.words?.value;
        await ack();
        await next();
      }),
    );
    const { on } = await card();
    const his = await page.opens(world.ben);
    const words = (values: unknown) => JSON.stringify(values);
    const press = (by: typeof ana) => by({ do: 'press', on, block: 'acts', action: 'go' });
    await press(ana);
    expect(state).toBe('as given');
    expect(await ana({ do: 'put', on, block: 'in', action: 'words', value: 'of ana' })).toEqual(OK);
    await tab.until(
      () => tab.pieces[on] && words(tab.piece('message', on).values).includes('of ana'),
      'her words',
    );
    expect(words(his.piece('message', on).values)).toContain('as given');
    await press(ana);
    expect(state).toBe('of ana');
    await press(ben);
    expect(state).toBe('as given');
    await ana({ do: 'put', on, block: 'in', action: 'words', value: '' });
    await press(ana);
    expect(state).toBeNull();
    expect(heard.map(({ action_id }) => action_id)).toEqual(['go', 'go', 'go', 'go']);
  });

  test('of an older version are delivered as the browser showed them', async () => {
    await withApp();
    const { on, message } = await card('rev1');
    const press = (value: string) => ana({ do: 'press', on, block: 'acts', action: 'go', value });
    for (const value of ['rev2', 'rev3']) {
      const acts = structuredClone(message.blocks![0]!);
      Object.assign((acts.elements as object[])[0]!, { value });
      world.slack.store.changeMessage(message, { blocks: [acts] });
    }
    world.slack.store.changeMessage(message, { blocks: [{ type: 'divider' }] });
    for (const value of ['rev1', 'rev3', 'rev2']) expect(await press(value)).toEqual(OK);
    expect(heard.map(({ value }) => value)).toEqual(['rev1', 'rev3', 'rev2']);
    expect(await press('rev9')).toEqual(refused('not_on_screen'));
    expect(await ana({ do: 'press', on, block: 'acts', action: 'gone' })).toEqual(refused('not_on_screen'));
    for (let change = 0; change < 9; change += 1)
      world.slack.store.changeMessage(message, { blocks: [{ type: 'divider' }] });
    expect(await press('rev1')).toEqual(refused('not_on_screen'));
    world.slack.store.deleteMessage(message);
    expect(await press('rev3')).toEqual(refused('message_not_found'));
  });

  test('of channels and screens of others are out of reach', async () => {
    await withApp();
    const { on } = await card();
    const go = { do: 'press' as const, block: 'acts', action: 'go' };
    expect(await eve({ ...go, on })).toEqual(refused('not_in_channel'));
    const client = quietClient(world.slack);
    const blocks = [
      {
        type: 'actions',
        block_id: 'acts',
        elements: [{ type: 'button', action_id: 'go', text: plain('Go') }],
      },
    ];
    const { message_ts } = await client.chat.postEphemeral({
      channel: world.dev.id,
      user: world.ana.id,
      text: 'x',
      blocks: blocks as never,
    });
    const home = { type: 'home' as const, blocks: blocks as never };
    await client.views.publish({ user_id: world.ana.id, view: home });
    expect(await ben({ ...go, on: `ephemeral:${message_ts}` })).toEqual(refused('not_found'));
    expect(await ben({ ...go, on: 'home' })).toEqual(refused('not_found'));
    expect(heard).toEqual([]);
    expect(await ana({ ...go, on: `ephemeral:${message_ts}` })).toEqual(OK);
    expect(await ana({ ...go, on: 'home' })).toEqual(OK);
    for (const odd of ['', 'message', 'message:C1', `${on}:x`, 'home:', 'view:home', 'toString'])
      expect([odd, await ana({ ...go, on: odd })]).toEqual([odd, expect.objectContaining({ ok: false })]);
    expect(heard).toHaveLength(2);
  });

  test('without an answer say so', async () => {
    const { on } = await card();
    expect(await ana({ do: 'press', on, block: 'acts', action: 'go' })).toEqual(
      refused('dispatch_failed', 'The app did not respond. Try again.'),
    );
  });
});

describe('forms', () => {
  const open = async (more: Record<string, unknown> = {}): Promise<string> => {
    const { view } = await quietClient(world.slack).views.open({
      trigger_id: world.slack.triggerOf(world.ana),
      view: {
        type: 'modal',
        callback_id: 'form',
        title: plain('A form'),
        submit: plain('Send'),
        notify_on_close: true,
        blocks: [
          {
            type: 'input',
            block_id: 'goal',
            label: plain('Goal'),
            element: { type: 'plain_text_input', action_id: 'text', initial_value: 'as drafted' },
          },
          {
            type: 'input',
            block_id: 'repo',
            label: plain('Repository'),
            dispatch_action: true,
            element: { type: 'static_select', action_id: 'pick', options },
          },
          {
            type: 'input',
            block_id: 'who',
            label: plain('Who'),
            optional: true,
            element: { type: 'multi_users_select', action_id: 'users' },
          },
        ],
        ...more,
      } as never,
    });
    return view?.id ?? '';
  };

  test('hold initial values, show what is missing, and are sent', async () => {
    let values: unknown;
    await withApp((bolt) =>
      bolt.view('form', async ({ ack, view }) => {
        values = view.state.values;
        await ack();
      }),
    );
    const id = await open();
    const name = `view:${id}`;
    await tab.until(() => tab.pieces[name], 'the form');
    expect(tab.piece('view', name).values).toMatchObject({ goal: { text: { value: 'as drafted' } } });
    expect(await ana({ do: 'submit', view: id })).toEqual(OK);
    await tab.until(() => tab.piece('view', name).errors.repo, 'what is missing');
    expect(tab.piece('view', name).errors).toEqual({ repo: 'Please complete this required field.' });
    expect(await ana({ do: 'choose', on: name, block: 'repo', action: 'pick', values: ['web'] })).toEqual(OK);
    expect(heard).toMatchObject([{ action_id: 'pick', selected_option: { value: 'web' } }]);
    const users = [world.ben.id, world.ana.id];
    expect(await ana({ do: 'choose', on: name, block: 'who', action: 'users', values: users })).toEqual(OK);
    expect(heard).toHaveLength(1);
    expect(await ana({ do: 'submit', view: id })).toEqual(OK);
    expect(values).toMatchObject({
      goal: { text: { value: 'as drafted' } },
      repo: { pick: { selected_option: { value: 'web' } } },
      who: { users: { selected_users: users } },
    });
    await tab.until(() => !tab.pieces[name], 'the form to close');
    expect(await ana({ do: 'submit', view: id })).toEqual(refused('not_found', 'That form is closed.'));
  });

  test('emptied fields are empty', async () => {
    const id = await open();
    const on = `view:${id}`;
    await ana({ do: 'put', on, block: 'goal', action: 'text', value: '' });
    await ana({ do: 'submit', view: id });
    await tab.until(() => tab.pieces[on] && tab.piece('view', on).errors.goal, 'the fault of the field');
  });

  test('belong to one person and are closed by that person', async () => {
    let closed = 0;
    await withApp((bolt) =>
      bolt.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => {
        closed += 1;
        await ack();
      }),
    );
    const id = await open();
    const put = { do: 'put' as const, on: `view:${id}`, block: 'goal', action: 'text', value: 'his' };
    expect(await ben(put)).toEqual(refused('not_found'));
    expect(await ben({ do: 'submit', view: id })).toEqual(refused('not_found'));
    expect(await ben({ do: 'close', view: id })).toEqual(refused('not_found'));
    expect(await ana({ do: 'close', view: id })).toEqual(OK);
    expect(closed).toBe(1);
    expect(world.ana.openView()).toBeUndefined();
  });

  test('without an answer stay open', async () => {
    const id = await open({ blocks: [{ type: 'divider' }] });
    expect(await ana({ do: 'submit', view: id })).toEqual(
      refused('dispatch_failed', 'We had some trouble connecting. Try again?'),
    );
    expect(world.ana.openView()?.id).toBe(id);
  });
});

describe('around messages', () => {
  test('shortcuts are those of the manifest', async () => {
    const used: string[] = [];
    await withApp((bolt) =>
      bolt.shortcut(/.*/, async ({ ack, shortcut }) => {
        used.push(`${shortcut.type} ${shortcut.callback_id}`);
        await ack();
      }),
    );
    const message = await world.ana.says('a wish', { in: world.dev });
    const on = nameOf(message);
    expect(await ana({ do: 'shortcut', callbackId: 'start_run' })).toEqual(OK);
    expect(await ana({ do: 'shortcut', callbackId: 'start_run_from_message', on })).toEqual(OK);
    expect(await ana({ do: 'shortcut', callbackId: 'start_run', on })).toEqual(refused('no_shortcut'));
    expect(await ana({ do: 'shortcut', callbackId: 'none' })).toEqual(refused('no_shortcut'));
    expect(await eve({ do: 'shortcut', callbackId: 'start_run_from_message', on })).toEqual(
      refused('not_in_channel'),
    );
    expect(used).toEqual(['shortcut start_run', 'message_action start_run_from_message']);
  });

  test('the App Home and Stop reach the app as events', async () => {
    const events: string[] = [];
    await withApp((bolt) => {
      bolt.event('app_home_opened', async ({ event }) => void events.push(`${event.tab} ${event.user}`));
      bolt.event('agent_session_stopped' as never, async ({ event }) => {
        events.push((event as { type: string }).type);
      });
    });
    const root = await world.ana.says('root', { in: world.dev });
    const on = nameOf(root);
    expect(await ana({ do: 'open_home', tab: 'home' })).toEqual(OK);
    expect(await ana({ do: 'stop_session', on })).toEqual(refused('no_stop'));
    await quietClient(world.slack).agents.sessions.setStatus({
      channel_id: world.dev.id,
      thread_ts: root.ts,
      status: 'processing',
    });
    expect(await eve({ do: 'stop_session', on })).toEqual(refused('not_in_channel'));
    expect(await ana({ do: 'stop_session', on })).toEqual(OK);
    await world.slack.settled();
    expect(events).toEqual([`home ${world.ana.id}`, 'agent_session_stopped']);
  });
});
