/** The app's ends of Slack's two ways to deliver, without Bolt: a WebSocket and an HTTP server that note what arrives. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Json } from '../../../src/playground/server/json.js';
import type { SlackServer } from '../../../src/playground/server/slack-server.js';
import { call } from './calls.js';

/** As an answer: nothing is acknowledged. */
export const SILENT = Symbol('silent');

export interface SocketReceiver {
  /** Everything that came, oldest first. */
  readonly frames: Json[];
  /** Bodies of envelopes of one kind. */
  bodies(type: 'slash_commands' | 'interactive' | 'events_api'): Json[];
  /** The payload of the ack, or SILENT. */
  answer: (envelope: Json) => unknown;
  /** Resolves with the first frame that fits, come or to come. */
  frame(fits: (frame: Json) => boolean): Promise<Json>;
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens a connection as Socket Mode does. @throws with the status where the server refuses it */
export async function socketReceiver(slack: SlackServer): Promise<SocketReceiver> {
  const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken);
  const socket = await upgrade(String(url));
  const frames: Json[] = [];
  const waiting = new Set<() => void>();
  const receiver: SocketReceiver = {
    frames,
    answer: () => undefined,
    bodies: (type) => frames.filter((frame) => frame.type === type).map((frame) => frame.payload as Json),
    frame: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = frames.find(fits);
          if (found !== undefined) resolve(found);
        };
        waiting.add(look);
        look();
      }),
    closed: new Promise((resolve) => socket.on('close', () => resolve())),
    close: () => socket.destroy(),
  };
  readFrames(socket, (text) => {
    const frame = JSON.parse(text) as Json;
    frames.push(frame);
    for (const look of waiting) look();
    if (frame.envelope_id === undefined) return;
    const payload = receiver.answer(frame);
    if (payload !== SILENT) socket.write(maskedText({ envelope_id: frame.envelope_id, payload }));
  });
  return receiver;
}

async function upgrade(url: string): Promise<Socket> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    'sec-websocket-version': '13',
  };
  return await new Promise((resolve, reject) => {
    const asked = request(url.replace(/^ws/, 'http'), { headers });
    asked.on('error', reject);
    asked.on('response', ({ statusCode }) => reject(new Error(`refused with ${statusCode}`)));
    asked.on('upgrade', (_, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket as Socket);
    });
    asked.end();
  });
}

function readFrames(socket: Socket, take: (text: string) => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let frame = firstFrame(bytes); frame !== undefined; frame = firstFrame(bytes)) {
      bytes = frame.rest;
      if (frame.opcode === 1) take(frame.payload.toString());
      if (frame.opcode === 8) socket.end();
    }
  });
}

function firstFrame(bytes: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return undefined;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return undefined;
  const end = start + length;
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(start, end), rest: bytes.subarray(end) };
}

function maskedText(value: Json): Buffer {
  const payload = Buffer.from(JSON.stringify(value));
  const mask = randomBytes(4);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(payload.length));
  const body = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0xff]), size, mask, body]);
}

export interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpReceiver {
  readonly heard: Heard[];
  answer: (
    heard: Heard,
  ) => { status?: number; body?: string; headers?: Record<string, string> } | typeof SILENT;
  close(): void;
}

/** An HTTP server to which Slack delivers from now on. */
export async function httpReceiver(slack: SlackServer): Promise<HttpReceiver> {
  const server = createServer((asked, response) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const heard = { headers: asked.headers, body: Buffer.concat(chunks).toString() };
      const challenge = /"challenge":"(\w+)"/.exec(heard.body)?.[1];
      if (challenge !== undefined) return void response.end(challenge);
      receiver.heard.push(heard);
      const answer = receiver.answer(heard);
      if (answer !== SILENT) response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
    });
  });
  const receiver: HttpReceiver = {
    heard: [],
    answer: () => ({}),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await slack.connectHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return receiver;
}
