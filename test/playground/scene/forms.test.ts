/** Forms, shortcuts, the App Home and Stop through the page, to a real Bolt app. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { quietClient } from '../server/clients.js';
import { nameOf, OK, options, plain, refused, stage } from './stage.js';

type Stage = Awaited<ReturnType<typeof stage>>;

let world: Stage['world'];
let tab: Stage['tab'];
let heard: Stage['heard'];
let ana: Stage['ana'];
let ben: Stage['ben'];
let eve: Stage['eve'];
let withApp: Stage['withApp'];
let close: Stage['close'];

beforeEach(async () => {
  ({ world, tab, heard, ana, ben, eve, withApp, close } = await stage());
});
afterEach(() => close());

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
