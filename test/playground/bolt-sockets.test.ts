import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel } from '../../src/playground/facts.js';
import type { Person } from '../../src/playground/people.js';
import { type SlackServer, startSlack } from '../../src/playground/slack-server.js';
import { type BoltApp, socketApp } from './bolt.js';

let slack: SlackServer;
let app: BoltApp | undefined;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack({ ackTimeoutMs: 600, redeliverAfterMs: 200 });
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

describe('commands', () => {
  test('answers with the text of the ack, seen by the person alone', async () => {
    await bot((app) => app.command('/metawsm', async ({ ack, command }) => ack(`heard ${command.text}`)));
    expect(await ana.types('/metawsm  bootstrap ABC-12 --repos a,b', { in: dev })).toBe(
      'heard bootstrap ABC-12 --repos a,b',
    );
    expect(ana.ephemerals({ in: dev })).toHaveLength(1);
    expect(slack.person('ben').ephemerals()).toHaveLength(0);
    expect(slack.messages(dev)).toHaveLength(0);
  });

  test('escapes names, links and entities as the manifest asks', async () => {
    const ben = slack.person('ben');
    let text = '';
    await bot((app) =>
      app.command('/metawsm', async ({ ack, command }) => {
        text = command.text;
        await ack();
      }),
    );
    expect(
      await ana.types('/metawsm tell @ben in #dev & <b> see https://x.test/a?b=1&c=2 and README.md', {
        in: dev,
      }),
    ).toBe('');
    expect(text).toBe(
      `tell <@${ben.id}> in <#${dev.id}|dev> &amp; &lt;b&gt; see <https://x.test/a?b=1&amp;c=2> and <http://README.md|README.md>`,
    );
  });

  test('times out without an ack, and fails at once without a bot', async () => {
    await expect(ana.types('/metawsm status', { in: dev })).rejects.toMatchObject({
      code: 'dispatch_failed',
    });
    await bot((app) => app.command('/metawsm', async () => {}));
    await expect(ana.types('/metawsm status', { in: dev })).rejects.toMatchObject({
      code: 'operation_timeout',
    });
    await expect(ana.types('/other', { in: dev })).rejects.toMatchObject({ code: 'not_a_command' });
  });

  test('takes later answers at the response_url: five, of 30 minutes', async () => {
    const statuses: number[] = [];
    await bot((app) =>
      app.command('/metawsm', async ({ ack, command, respond }) => {
        await ack('working');
        if (command.text === 'late') slack.passes(31 * 60_000);
        for (let turn = 1; turn <= 6; turn += 1) {
          await respond({ text: `answer ${turn}`, replace_original: turn === 2 }).then(
            (response) => statuses.push((response as unknown as Response).status),
            (error: { statusCode: number }) => statuses.push(error.statusCode),
          );
        }
        await respond('done').catch(() => {});
      }),
    );
    await ana.types('/metawsm now', { in: dev });
    await slack.waitFor(
      () => statuses.length === 6 && slack.callsOf('response_url').length === 7,
      'all answers',
    );
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(ana.ephemerals().map((one) => one.text)).toEqual([
      'answer 2',
      'answer 1',
      'answer 3',
      'answer 4',
      'answer 5',
    ]);
    statuses.length = 0;
    await ana.types('/metawsm late', { in: dev });
    await slack.waitFor(() => slack.callsOf('response_url').length === 14, 'all refusals');
    expect(statuses).toEqual([404, 404, 404, 404, 404, 404]);
  });
});

describe('messages and buttons', () => {
  test('a press reaches the listener with message, thread and fresh action_ts', async () => {
    const presses: unknown[] = [];
    await bot((app) => {
      app.event('app_mention', async ({ event, client }) => {
        await client.chat.postMessage({
          channel: event.channel,
          thread_ts: event.ts,
          text: 'Shall I?',
          blocks: [
            { type: 'section', text: { type: 'mrkdwn', text: 'Shall *I*?' } },
            {
              type: 'actions',
              elements: [
                button('Go', 'go', { value: 'run-1' }),
                button('Stop', 'stop', {
                  confirm: {
                    title: plain('Sure?'),
                    text: plain('It ends.'),
                    confirm: plain('Yes'),
                    deny: plain('No'),
                  },
                }),
              ],
            },
          ],
        });
      });
      app.action(/.*/, async ({ ack, body, client, action }) => {
        presses.push({ body, action });
        await ack();
        if (body.type === 'block_actions' && body.channel && body.message) {
          await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'Decided.' });
        }
      });
    });
    const asked = await ana.says('@metawsm please', { in: dev });
    const card = await slack.message(dev, 'Shall', { thread: asked, from: 'bot' });
    expect(slack.buttons(card).map((one) => one.label)).toEqual(['Go', 'Stop']);
    await expect(ana.presses('Start', { on: card })).rejects.toThrow('There is no button "Start"');
    await ana.presses('Stop', { on: card, confirm: false });
    expect(presses).toHaveLength(0);
    const before = slack.snapshot(card);
    await ana.presses('Go', { on: card });
    await slack.waitFor(() => card.text === 'Decided.', 'the edited card');
    expect(slack.buttons(card)).toEqual([]);
    await ana.presses('Stop', { on: before });
    expect(presses).toMatchObject([
      {
        action: {
          action_id: 'go',
          value: 'run-1',
          block_id: expect.any(String),
          action_ts: expect.any(String),
        },
        body: {
          user: { id: ana.id },
          container: { type: 'message', message_ts: card.ts, channel_id: dev.id, thread_ts: asked.ts },
          message: { ts: card.ts, thread_ts: asked.ts },
          response_url: expect.stringContaining('/actions/'),
        },
      },
      { action: { action_id: 'stop' } },
    ]);
  });

  test('messages are heard where the bot is a member; a mention makes two events', async () => {
    const heard: string[] = [];
    await bot((app) => {
      app.message(
        async ({ message }) =>
          void heard.push(`message ${message.subtype ?? ''}${'text' in message ? message.text : ''}`),
      );
      app.event('app_mention', async ({ event }) => void heard.push(`mention ${event.text}`));
      app.event('member_left_channel', async () => void heard.push('left'));
    });
    const hidden = slack.channel('hidden', { botIsMember: false });
    await ana.says('unheard @metawsm', { in: hidden });
    const said = await ana.says('hello @metawsm', { in: dev });
    await slack.settled();
    await ana.edits(said, 'hello again');
    await ana.says('psst', { in: ana.dm() });
    await slack.settled();
    expect(heard.filter((one) => one.startsWith('mention'))).toEqual([
      `mention hello <@${slack.bot.userId}>`,
    ]);
    expect(heard.filter((one) => one.startsWith('message'))).toEqual([
      `message hello <@${slack.bot.userId}>`,
      'message message_changed',
      'message psst',
    ]);
    const ids = slack.deliveries.map((one) => one.body.event_id);
    expect(new Set(ids).size).toBe(ids.length);
    slack.removeFrom(dev, 'bot');
    await ana.says('alone', { in: dev });
    await slack.settled();
    expect(heard.at(-1)).toBe('left');
  });
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
    app?.action('x', async () => {});
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
});

describe('deliveries', () => {
  test('an event without ack is sent again, to another socket, with retry_attempt', async () => {
    const tries: unknown[] = [];
    await bot((app) =>
      app.message(async ({ context, body }) => void tries.push([body.event_id, context.retryNum ?? 0])),
    );
    slack.faults.loseAcks(1);
    await ana.says('twice', { in: dev });
    await slack.settled();
    await slack.waitFor(() => tries.length === 2, 'both tries');
    const id = slack.deliveries[0]?.body.event_id;
    expect(tries).toEqual([
      [id, 0],
      [id, 1],
    ]);
  });

  test('events wait for a socket; refreshed and broken sockets come back', async () => {
    const heard: string[] = [];
    await bot((app) =>
      app.message(async ({ message }) => void heard.push('text' in message ? String(message.text) : '')),
    );
    slack.faults.dropSockets();
    await slack.waitFor(() => slack.sockets === 0, 'no socket', 2_000);
    await ana.says('one', { in: dev });
    await slack.connected();
    await slack.settled();
    slack.faults.refreshSockets();
    await slack.waitFor(() => slack.sockets === 0, 'no socket', 2_000);
    await ana.says('two', { in: dev });
    await slack.settled();
    expect(heard).toEqual(['one', 'two']);
  });

  test('duplicates and reversed order on demand', async () => {
    const heard: string[] = [];
    await bot((app) =>
      app.message(async ({ message }) => void heard.push('text' in message ? String(message.text) : '')),
    );
    slack.faults.duplicate(true);
    await ana.says('again', { in: dev });
    await slack.waitFor(() => heard.length === 2, 'the duplicate');
    slack.faults.clear();
    slack.faults.reorder(2);
    await ana.says('first', { in: dev });
    await ana.says('second', { in: dev });
    await slack.settled();
    expect(heard).toEqual(['again', 'again', 'second', 'first']);
  });
});
