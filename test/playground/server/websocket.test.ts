import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { acceptWebSocket, type WebSocketConnection } from '../../../src/playground/server/websocket.js';

let server: Server;
let connection: WebSocketConnection;
let texts: string[];
let client: Socket;
let received: Buffer;

beforeEach(async () => {
  texts = [];
  received = Buffer.alloc(0);
  server = createServer();
  const upgraded = new Promise<void>((resolve) => {
    server.on('upgrade', (request, socket) => {
      const accepted = acceptWebSocket(request, socket);
      if (accepted === undefined) return;
      connection = accepted;
      connection.onText = (text) => texts.push(text);
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('data', (chunk) => {
    received = Buffer.concat([received, chunk as Buffer]);
  });
  client.write(
    'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await upgraded;
  await until(() => received.includes('\r\n\r\n'));
});

afterEach(async () => {
  client.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

function masked(opcode: number, payload: Buffer, final = true): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const length = payload.length;
  const head =
    length < 126
      ? Buffer.from([(final ? 0x80 : 0) | opcode, 0x80 | length])
      : Buffer.from([(final ? 0x80 : 0) | opcode, 0x80 | 126, length >> 8, length & 0xff]);
  const body = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return Buffer.concat([head, mask, body]);
}

test('shakes hands as the standard’s example does', () => {
  expect(received.toString()).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
});

test('reads texts byte by byte, in pieces, and long ones', async () => {
  const long = 'ä'.repeat(5_000);
  const bytes = Buffer.concat([
    masked(1, Buffer.from('short')),
    masked(1, Buffer.from('one '), false),
    masked(9, Buffer.from('ping')),
    masked(0, Buffer.from('two')),
    masked(1, Buffer.from(long)),
  ]);
  for (const byte of bytes.subarray(0, 40)) client.write(Buffer.from([byte]));
  client.write(bytes.subarray(40));
  await until(() => texts.length === 3);
  expect(texts).toEqual(['short', 'one two', long]);
  await until(() => received.includes(Buffer.from([0x8a, 4, 0x70, 0x69, 0x6e, 0x67])));
});

test('writes lengths of every size', async () => {
  const start = received.length;
  for (const size of [5, 300, 70_000]) connection.send('x'.repeat(size));
  await until(() => received.length === start + 2 + 5 + 4 + 300 + 10 + 70_000);
});

test('answers a close', async () => {
  client.write(masked(8, Buffer.from([3, 232])));
  await connection.ended;
  expect(received.subarray(-4)).toEqual(Buffer.from([0x88, 2, 3, 232]));
  expect(connection.isOpen).toBe(false);
});

test('drops a client that does not mask', async () => {
  client.write(Buffer.from([0x81, 1, 0x61]));
  await connection.ended;
  expect(texts).toEqual([]);
});
