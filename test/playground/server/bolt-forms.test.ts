import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { type BoltApp, socketApp } from './bolt.js';
import { quietClient } from './clients.js';

let slack: SlackServer;
let app: BoltApp | undefined;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack({ ackTimeoutMs: 2_500, redeliverAfterMs: 200 });
  dev = slack.channel('dev');
  ana = slack.person('ana');
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  await slack.close();
});

async function bot(listen: (app: BoltApp) => void): Promise<void> {
  app = await socketApp(slack, listen);
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (text: string, action_id: string, extra = {}) => ({
  type: 'button' as const,
  text: plain(text),
  action_id,
  ...extra,
});

describe('forms and the App Home', () => {
  const view = (extra = {}) => ({
    type: 'modal' as const,
    callback_id: 'start',
    title: plain('Start a run'),
    submit: plain('Start'),
    notify_on_close: true,
    private_metadata: 'kept',
    blocks: [
      {
        type: 'input' as const,
        block_id: 'goal',
        label: plain('Goal'),
        element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 10 },
      },
      {
        type: 'input' as const,
        block_id: 'where',
        label: plain('Channel'),
        element: {
          type: 'conversations_select' as const,
          action_id: 'pick',
          default_to_current_conversation: true,
        },
      },
    ],
    ...extra,
  });

  test('open, required inputs, errors, update, close', async () => {
    const closed: string[] = [];
    await bot((app) => {
      app.command('/metawsm', async ({ ack, command, client }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: view() });
      });
      app.view('start', async ({ ack, view: sent }) => {
        const goal = sent.state.values.goal?.text?.value;
        if (goal === 'bad') return ack({ response_action: 'errors', errors: { goal: 'Not that.' } });
        if (goal === 'wrong') return ack({ response_action: 'errors', errors: { nowhere: 'x' } });
        if (goal === 'more') return ack({ response_action: 'update', view: view({ title: plain('Again') }) });
        expect(sent.state.values.where?.pick?.selected_conversation).toBe(dev.id);
        await ack();
      });
      app.view({ callback_id: 'start', type: 'view_closed' }, async ({ ack, body }) => {
        closed.push(body.view.private_metadata);
        await ack();
      });
    });
    await ana.types('/metawsm bootstrap', { in: dev });
    const form = await ana.view('Start a run');
    expect(await ana.submits(form)).toMatchObject({
      outcome: 'errors',
      errors: { Goal: 'Please complete this required field.' },
    });
    await ana.fills(form, { Goal: 'much too long' });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'errors' });
    await ana.fills(form, { Goal: 'bad' });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'errors', errors: { Goal: 'Not that.' } });
    await ana.fills(form, { Goal: 'wrong' });
    await expect(ana.submits(form)).rejects.toMatchObject({ code: 'bad_response' });
    await ana.fills(form, { Goal: 'more', Channel: dev });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'updated', view: { title: { text: 'Again' } } });
    await ana.fills(form, { Goal: 'fine' });
    expect(await ana.submits(form)).toEqual({ outcome: 'closed', errors: {} });
    expect(ana.openView()).toBeUndefined();
    await ana.types('/metawsm bootstrap', { in: dev });
    await ana.closes(await ana.view());
    await slack.waitFor(() => closed.length > 0, 'the bot hears of it');
    expect(closed).toEqual(['kept']);
  });

  test('triggers work once, for three seconds', async () => {
    const outcomes: string[] = [];
    const tried = (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => outcomes.push('ok'),
        (error: { data: { error: string } }) => outcomes.push(error.data.error),
      );
    await bot((app) =>
      app.shortcut('start_run', async ({ ack, shortcut, client }) => {
        await ack();
        await tried(client.views.open({ trigger_id: shortcut.trigger_id, view: view() }));
        await tried(client.views.open({ trigger_id: shortcut.trigger_id, view: view() }));
        await tried(client.views.open({ trigger_id: '1.2.x', view: view() }));
      }),
    );
    await ana.usesShortcut('start_run');
    await slack.waitFor(() => outcomes.length === 3, 'three tries');
    expect(outcomes).toEqual(['ok', 'exchanged_trigger_id', 'invalid_trigger_id']);
    outcomes.length = 0;
    slack.faults.next('views.open', (args) => {
      void args;
      slack.passes(3_001);
      return { delayMs: 0 };
    });
    await ana.usesShortcut('start_run');
    await slack.waitFor(() => outcomes.length === 3, 'three more tries');
    expect(outcomes).toEqual(['expired_trigger_id', 'expired_trigger_id', 'invalid_trigger_id']);
  });

  test('the home tab is published per person and its buttons work', async () => {
    const pressed: string[] = [];
    await bot((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        const blocks = [
          { type: 'actions' as const, elements: [button('Stop run', 'stop', { value: 'r1' })] },
        ];
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      });
      app.action('stop', async ({ ack, body }) => {
        await ack();
        pressed.push(body.type === 'block_actions' ? String(body.container.type) : '');
      });
    });
    await ana.opensHome();
    await ana.presses('Stop run', { on: await ana.home('Stop run') });
    expect(pressed).toEqual(['view']);
    expect(slack.store.home(slack.person('ben').id)).toBeUndefined();
  });

  test('a message shortcut carries the message; a shortcut that the manifest lacks does not exist', async () => {
    const shortcuts = [
      { name: 'Start run from message', type: 'message' as const, callback_id: 'start_run_from_message' },
    ];
    const other = await startSlack({ manifest: { features: { shortcuts } } });
    const carried: unknown[] = [];
    const app = await socketApp(other, (bolt) =>
      bolt.shortcut(
        { type: 'message_action', callback_id: 'start_run_from_message' },
        async ({ ack, shortcut }) => {
          await ack();
          carried.push([shortcut.message.text, shortcut.message_ts, shortcut.channel.id]);
        },
      ),
    );
    try {
      const room = other.channel('room');
      const said = await other.person('ana').says('make it so', { in: room });
      await other.person('ana').usesShortcut('start_run_from_message', { on: said });
      expect(carried).toEqual([['make it so', said.ts, room.id]]);
      await expect(other.person('ana').usesShortcut('start_run')).rejects.toThrow('no global shortcut');
    } finally {
      await app.stop();
      await other.close();
    }
  });

  test('answers that Slack does not take are not taken', async () => {
    let answer: object = {};
    await bot((app) => {
      app.command('/metawsm', async ({ ack, command, client }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: view({ blocks: [] }) });
      });
      app.view('start', async ({ ack }) => ack(answer as never));
    });
    await ana.types('/metawsm bootstrap', { in: dev });
    const form = await ana.view();
    answer = { response_action: 'errors', errors: {} };
    await expect(ana.submits(form)).rejects.toMatchObject({ code: 'bad_response' });
    answer = { response_action: 'update', view: view({ title: plain('x'.repeat(25)) }) };
    await expect(ana.submits(form)).rejects.toMatchObject({ code: 'bad_response' });
    answer = { response_action: 'dance' };
    await expect(ana.submits(form)).rejects.toMatchObject({ code: 'bad_response' });
    answer = { response_action: 'push', view: view({ title: plain('Second'), blocks: [] }) };
    expect(await ana.submits(form)).toMatchObject({ outcome: 'pushed', view: { title: { text: 'Second' } } });
    answer = { response_action: 'clear' };
    expect(await ana.submits(await ana.view('Second'))).toEqual({ outcome: 'cleared', errors: {} });
    expect(ana.openView()).toBeUndefined();
  });

  test('menus and inputs of a message carry option and state', async () => {
    const actions: unknown[] = [];
    await bot((app) =>
      app.action(/.*/, async ({ ack, action, body }) => {
        await ack();
        actions.push([action, body.type === 'block_actions' && body.state?.values]);
      }),
    );
    const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });
    const { ts } = await quietClient(slack).chat.postMessage({
      channel: dev.id,
      text: 'choose',
      blocks: [
        {
          type: 'input',
          block_id: 'why',
          label: plain('Why'),
          element: { type: 'plain_text_input', action_id: 'text' },
        },
        {
          type: 'actions',
          block_id: 'choice',
          elements: [
            { type: 'static_select', action_id: 'pick', options: [option('One'), option('Two')] },
            { type: 'overflow', action_id: 'more', options: [option('Log'), option('Diff')] },
          ],
        },
      ],
    });
    const card = slack.store.findMessage(dev.id, String(ts));
    if (card === undefined) throw new Error('not posted');
    await ana.fills(card, { Why: 'because' });
    expect(actions).toEqual([]);
    await ana.selects('Two', { on: card });
    await ana.selects('Diff', { on: card });
    await expect(ana.selects('Three', { on: card })).rejects.toThrow('There is no option "Three"');
    expect(actions).toMatchObject([
      [
        { action_id: 'pick', selected_option: { value: 'two' } },
        { why: { text: { value: 'because' } }, choice: { pick: { selected_option: { value: 'two' } } } },
      ],
      [{ action_id: 'more', selected_option: { value: 'diff' } }, {}],
    ]);
  });
});
