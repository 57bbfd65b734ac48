import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { type BoltApp, httpApp } from './bolt.js';

let slack: SlackServer;
let app: BoltApp | undefined;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack({ ackTimeoutMs: 1_500, httpRetryDelaysMs: [0, 20] });
  dev = slack.channel('dev');
  ana = slack.person('ana');
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  await slack.close();
});

describe('signed HTTP', () => {
  test('command, message, button and form reach Bolt', async () => {
    const heard: unknown[] = [];
    app = await httpApp(slack, (bolt) => {
      bolt.command('/metawsm', async ({ ack, command, client }) => {
        await ack({ response_type: 'in_channel', text: `public ${command.text}` });
        await client.views.open({
          trigger_id: command.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'c',
            title: { type: 'plain_text', text: 'Form' },
            submit: { type: 'plain_text', text: 'Ok' },
            blocks: [],
          },
        });
      });
      bolt.view('c', async ({ ack }) => {
        heard.push('form');
        await ack();
      });
      bolt.message(async ({ message, say }) => {
        if (message.subtype !== undefined) return;
        heard.push(message.text);
        await say({
          text: 'ok?',
          blocks: [
            {
              type: 'actions',
              elements: [{ type: 'button', action_id: 'yes', text: { type: 'plain_text', text: 'Yes' } }],
            },
          ],
        });
      });
      bolt.action('yes', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'answered', replace_original: true });
      });
    });
    expect(await ana.types('/metawsm status', { in: dev })).toBe('public status');
    await ana.submits(await ana.view('Form'));
    await ana.says('hello', { in: dev });
    const card = await slack.message(dev, 'ok?');
    await ana.presses('Yes', { on: card });
    await slack.waitFor(() => card.text === 'answered', 'the replaced card');
    await slack.settled();
    expect(heard).toEqual(['form', 'hello']);
  });

  test('the address is refused where another secret is used', async () => {
    const other = await startSlack();
    try {
      let address = '';
      app = await httpApp(
        slack,
        () => {},
        (url) => {
          address = url;
        },
      );
      await expect(other.connectHttp(address)).rejects.toThrow('did not return the challenge');
      await slack.connectHttp(address);
    } finally {
      await other.close();
    }
  });

  test('events are repeated with number and reason, until they are given up', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const challenge = /"challenge":"(\w+)"/.exec(body)?.[1];
        if (challenge) return void response.end(challenge);
        seen.push(request.headers);
        bodies.push(body);
        response.writeHead(500).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await slack.connectHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
      await ana.says('unheard', { in: dev });
      await slack.settled();
      expect(seen.map((headers) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
        [undefined, undefined],
        ['1', 'http_error'],
        ['2', 'http_error'],
      ]);
      expect(new Set(bodies).size).toBe(1);
      expect(slack.deliveries).toMatchObject([{ attempts: 3, acked: false, lost: true }]);
      await expect(ana.types('/metawsm x', { in: dev })).rejects.toMatchObject({ code: 'dispatch_failed' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
