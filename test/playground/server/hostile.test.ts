/** What anybody on this machine, and any page in a browser on it, may send to the server's port. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';

let slack: SlackServer;
let port: number;
beforeEach(async () => {
  slack = await startSlack();
  port = Number(new URL(slack.url).port);
});
afterEach(() => slack.close());

/** Sends these bytes and resolves with the first line of the answer, '' for none. */
async function answerTo(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (words: string) => {
    answer += words;
  });
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answer.split('\r\n')[0] ?? '';
}

const upgrade = (path: string, key = 'dGhlIHNhbXBsZSBub25jZQ==') =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\n\r\n`;

const isUp = async () => (await fetch(`${slack.url}auth.test`, { method: 'POST' })).status;

test('an upgrade to what is no address is refused', async () => {
  for (const path of ['//', '/link/?ticket=', '/link/?ticket=00&ticket=__proto__', 'http://[::1'])
    expect([path, await answerTo(upgrade(path))]).toEqual([path, expect.stringMatching(/ 4\d\d /)]);
  expect(await isUp()).toBe(200);
});

test('whoever breaks off in the middle of an upgrade ends nobody else', async () => {
  for (let times = 0; times < 20; times += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(upgrade('/link/?ticket=0'));
    socket.resetAndDestroy();
  }
  expect(await isUp()).toBe(200);
});

test('pages in a browser call no method and leave nothing in the journal', async () => {
  for (const [name, value] of [
    ['origin', 'http://evil.example'],
    ['sec-fetch-site', 'cross-site'],
  ] as const)
    for (const path of ['api/chat.postMessage', 'upload/v1/F1', 'actions/T1/1/key']) {
      const address = new URL(`/${path}`, slack.url);
      expect(
        (await fetch(address, { method: 'POST', headers: { [name]: value }, body: 'text=x' })).status,
      ).toBe(403);
    }
  expect(slack.calls).toEqual([]);
});

test('the journal of calls forgets the oldest', async () => {
  const fill = { method: 'old', args: {}, status: 200, result: {}, at: 0 };
  slack.calls.push(...Array.from({ length: 10_000 }, () => ({ ...fill })));
  await isUp();
  expect(slack.calls.length).toBe(9_001);
  expect(slack.calls.at(-1)?.method).toBe('auth.test');
});

test('an answer that breaks off in the middle ends no more than itself', async () => {
  const stop = slack.answersElsewhere(async (_, response) => {
    response.writeHead(200);
    response.write('half');
    throw new Error('a defect');
  });
  await expect(fetch(new URL('/', slack.url)).then((answer) => answer.text())).rejects.toThrow();
  stop();
  expect(await isUp()).toBe(200);
});
