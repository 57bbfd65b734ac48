import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { type BoltApp, socketApp } from './bolt.js';

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
