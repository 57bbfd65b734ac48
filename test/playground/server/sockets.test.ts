import { type ClientRequest, request } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { errorOf, quietClient } from './clients.js';

let slack: SlackServer;
const open: Socket[] = [];

beforeEach(async () => {
  slack = await startSlack();
});

afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await slack.close();
});

const client = () => quietClient(slack, slack.appToken);

async function newUrl(): Promise<string> {
  return String((await client().apps.connections.open({})).url);
}

/** The first text frame after the handshake, or the status with which it was refused. */
async function enter(url: string): Promise<string | number> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-version': '13',
  };
  const asked: ClientRequest = request(url.replace('ws:', 'http:'), { headers });
  return await new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (response) => resolve(response.statusCode ?? 0));
    asked.on('upgrade', (_, socket, head) => {
      open.push(socket as Socket);
      let bytes = head;
      const look = (): void => {
        const text = /\{.*\}\}/.exec(bytes.toString())?.[0];
        if (text !== undefined) resolve(text);
      };
      socket.on('data', (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        look();
      });
      look();
    });
    asked.end();
  });
}

test('a connection begins with hello and its number', async () => {
  expect(JSON.parse(String(await enter(await newUrl())))).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: slack.bot.appId },
  });
});

test('an address is good for one connection', async () => {
  const url = await newUrl();
  expect(await enter(url)).toContain('hello');
  expect(await enter(url)).toBe(408);
  expect(await enter(url.replace(/ticket=\w+/, 'ticket=guessed'))).toBe(408);
  slack.faults.refuseSockets(true);
  expect(await enter(await newUrl())).toBe(503);
});

test('ten connections at most', async () => {
  for (let number = 1; number <= 10; number += 1)
    expect(await enter(await newUrl())).toContain(`"num_connections":${number}`);
  expect(await errorOf(client().apps.connections.open({}))).toBe('too_many_websockets');
  open[0]?.destroy();
  await slack.waitFor(() => slack.sockets === 9, 'one socket less');
  expect(await enter(await newUrl())).toContain('hello');
});
