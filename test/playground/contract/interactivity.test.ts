/** Clicks, forms and shortcuts. */
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import type { Channel, Message } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf, postTo } from './calls.js';
import { fact } from './facts.js';
import { SILENT, type SocketReceiver, socketReceiver } from './receivers.js';
import { actions, button, confirm, form, input, modal, plain, section } from './samples.js';

const INTERACTION = 'interactivity/handling-user-interaction';
const MODALS = 'surfaces/modals';
const SHORTCUTS = 'interactivity/implementing-shortcuts';

let slack: SlackServer;
let app: SocketReceiver;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack({ ackTimeoutMs: 2_500 });
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
  app = await socketReceiver(slack);
});
afterEach(() => slack.close());

const last = (): Json => app.bodies('interactive').at(-1) ?? {};

async function posted(blocks: Json[], text = 'card'): Promise<Message> {
  await call(slack, 'chat.postMessage', { channel: dev.id, text, blocks });
  return await slack.message(dev, () => true, { from: 'bot' });
}

async function opened(view: Json = form()): Promise<Json> {
  return (await call(slack, 'views.open', { trigger_id: slack.triggerOf(ana), view })).view as Json;
}

describe('clicks', () => {
  fact(
    'a click carries action, container, message, state, trigger and response_url',
    INTERACTION,
    async () => {
      const card = await posted([actions(button({ value: 'v' }))]);
      await ana.presses('Go', { on: card });
      expect(last()).toMatchObject({
        type: 'block_actions',
        user: { id: ana.id },
        container: { type: 'message', message_ts: card.ts, channel_id: dev.id, is_ephemeral: false },
        message: { ts: card.ts },
        actions: [{ type: 'button', action_id: 'go', value: 'v', action_ts: expect.any(String) }],
        state: { values: {} },
        response_url: expect.any(String),
        trigger_id: expect.any(String),
      });
    },
  );

  fact(
    'without an ack within three seconds the person sees a failure; nothing is sent again',
    INTERACTION,
    async () => {
      const card = await posted([actions(button())]);
      app.answer = () => SILENT;
      await expect(ana.presses('Go', { on: card })).rejects.toThrow(/operation_timeout/);
      await slack.settled();
      expect(app.bodies('interactive')).toHaveLength(1);
    },
  );

  fact('a declined confirm dialog sends nothing', 'reference/block-kit/composition-objects', async () => {
    const card = await posted([actions(button({ confirm: confirm() }))]);
    await ana.presses('Go', { on: card, confirm: false });
    expect(app.bodies('interactive')).toEqual([]);
    await ana.presses('Go', { on: card });
    expect(app.bodies('interactive')).toHaveLength(1);
  });

  fact('what stands in inputs of a message comes in state.values', 'reference/block-kit/blocks', async () => {
    const card = await posted([input(), actions(button())]);
    await ana.fills(card, { Goal: 'faster' });
    await ana.presses('Go', { on: card });
    expect(last().state).toEqual({
      values: { goal: { a: { type: 'plain_text_input', value: 'faster' } } },
    });
  });

  fact(
    'a new block_id clears what was typed, the same one keeps it',
    'reference/block-kit/blocks',
    async () => {
      const card = await posted([input(), actions(button())]);
      const redraw = (block_id: string) =>
        call(slack, 'chat.update', {
          channel: dev.id,
          ts: card.ts,
          text: 'card',
          blocks: [input(undefined, { block_id }), actions(button())],
        });
      await ana.fills(card, { Goal: 'faster' });
      const seen: unknown[] = [];
      for (const id of ['goal', 'goal-2']) {
        await redraw(id);
        await ana.presses('Go', { on: card });
        seen.push(Object.values((last().state as { values: Json }).values));
      }
      expect(seen).toMatchObject([[{ a: { value: 'faster' } }], [{ a: { value: null } }]]);
    },
    'in the SDK',
  );
});

describe('messages for one person', () => {
  fact(
    'chat.update cannot edit them; their response_url replaces and deletes them',
    INTERACTION,
    async () => {
      const { message_ts } = await call(slack, 'chat.postEphemeral', {
        channel: dev.id,
        user: ana.id,
        text: 'psst',
        blocks: [actions(button())],
      });
      const update = { channel: dev.id, ts: message_ts, text: 'x' };
      expect(await codeOf(call(slack, 'chat.update', update))).toBe('message_not_found');
      const [private_] = ana.ephemerals();
      await ana.presses('Go', { on: private_! });
      expect(last()).toMatchObject({ container: { is_ephemeral: true } });
      expect(last()).not.toHaveProperty('message');
      const { response_url } = last();
      await postTo(response_url, {
        text: 'still private',
        replace_original: true,
        response_type: 'in_channel',
      });
      expect(ana.ephemerals().map((one) => one.text)).toEqual(['still private']);
      expect(slack.messages(dev)).toEqual([]);
      await postTo(response_url, { delete_original: true });
      expect(ana.ephemerals()).toEqual([]);
    },
  );

  fact('they go to members only: user_not_in_channel', 'reference/methods/chat.postEphemeral', async () => {
    const eve = slack.person('eve');
    const args = { channel: dev.id, user: eve.id, text: 'x' };
    expect(await codeOf(call(slack, 'chat.postEphemeral', args))).toBe('user_not_in_channel');
  });
});

describe('answers to a form', () => {
  const answer = async (payload: Json) => {
    app.answer = () => payload;
    await opened(form({ callback_id: 'start' }));
    const view = await ana.view('Form');
    await ana.fills(view, { Goal: 'x' });
    return await ana.submits(view);
  };

  fact('a submission carries the view with its values and asks for an answer', MODALS, async () => {
    expect(await answer({})).toMatchObject({ outcome: 'closed' });
    expect(last()).toMatchObject({
      type: 'view_submission',
      view: { callback_id: 'start', state: { values: { goal: { a: { value: 'x' } } } } },
      response_urls: [],
    });
  });

  fact('errors stand under the blocks that they name', MODALS, async () => {
    const errors = { goal: 'too short' };
    expect(await answer({ response_action: 'errors', errors })).toMatchObject({
      outcome: 'errors',
      errors: { Goal: 'too short' },
    });
  });

  fact('update redraws, push adds one on top, clear closes all', MODALS, async () => {
    const view = modal({ title: plain('Next') });
    expect(await answer({ response_action: 'update', view })).toMatchObject({ outcome: 'updated' });
    expect(await answer({ response_action: 'push', view })).toMatchObject({ outcome: 'pushed' });
    expect(await answer({ response_action: 'clear' })).toMatchObject({ outcome: 'cleared' });
    expect(ana.openView()).toBeUndefined();
  });

  fact('no answer within three seconds is an error to the person', MODALS, async () => {
    await opened();
    const view = await ana.view('Form');
    await ana.fills(view, { Goal: 'x' });
    app.answer = () => SILENT;
    await expect(ana.submits(view)).rejects.toThrow(/operation_timeout/);
  });

  fact('a response_url comes only with response_url_enabled on a select of channels', MODALS, async () => {
    const element = { type: 'conversations_select', action_id: 'a', response_url_enabled: true };
    await opened(form({ blocks: [input(element)] }));
    const view = await ana.view('Form');
    await ana.fills(view, { Goal: dev });
    await ana.submits(view);
    expect(last()).toMatchObject({ response_urls: [{ block_id: 'goal', channel_id: dev.id }] });
  });

  fact('closing is told only with notify_on_close', MODALS, async () => {
    await opened(modal());
    await ana.closes(await ana.view());
    expect(app.bodies('interactive')).toEqual([]);
    await opened(modal({ notify_on_close: true }));
    await ana.closes(await ana.view());
    expect(last()).toMatchObject({ type: 'view_closed', is_cleared: false });
  });
});

describe('shortcuts', () => {
  fact('a global one has a trigger, but no channel and no response_url', SHORTCUTS, async () => {
    await ana.usesShortcut('start_run');
    expect(last()).toMatchObject({
      type: 'shortcut',
      callback_id: 'start_run',
      trigger_id: expect.any(String),
    });
    expect(last()).not.toHaveProperty('channel');
    expect(last()).not.toHaveProperty('response_url');
  });

  fact(
    'one on a message carries the message and a response_url that answers beside the thread',
    SHORTCUTS,
    async () => {
      const root = await ana.says('root', { in: dev });
      const reply = await ana.says('please', { in: dev, thread: root });
      await ana.usesShortcut('start_run_from_message', { on: reply });
      expect(last()).toMatchObject({ type: 'message_action', message: { ts: reply.ts, thread_ts: root.ts } });
      await postTo(last().response_url, { text: 'done', response_type: 'in_channel' });
      expect(slack.thread(root)).toHaveLength(2);
      expect(slack.messages(dev).at(-1)?.text).toBe('done');
    },
  );

  fact('a form follows from its trigger', SHORTCUTS, async () => {
    await ana.usesShortcut('start_run');
    const args = { trigger_id: last().trigger_id, view: modal({ blocks: [section()] }) };
    expect(await codeOf(call(slack, 'views.open', args))).toBe('ok');
  });
});
