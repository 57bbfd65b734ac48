/** The server's side of RFC 6455, as far as Socket Mode needs it: text, ping, pong, close. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

interface Frame {
  final: boolean;
  opcode: number;
  payload: Buffer;
  rest: Buffer;
}

export class WebSocketConnection {
  onText: (text: string) => void = () => {};
  onClose: () => void = () => {};
  /** Whether pings stay without an answer. */
  isMute: () => boolean = () => false;
  /** Resolves when the connection is gone. */
  readonly ended: Promise<void>;
  readonly #socket: Duplex;
  #buffer: Buffer = Buffer.alloc(0);
  #fragments: Buffer[] = [];
  #closing = false;
  #closed = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.ended = new Promise((resolve) => {
      socket.on('close', () => resolve());
    });
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    // Sockets of an HTTP server stay half open: a killed client would go unnoticed.
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#end());
    socket.on('error', () => this.#end());
  }

  get isOpen(): boolean {
    return !this.#closing && !this.#closed;
  }

  /** A text frame, or a binary one. */
  send(content: string | Buffer): void {
    if (!this.isOpen) return;
    if (typeof content === 'string') this.#write(TEXT, Buffer.from(content));
    else this.#write(BINARY, content);
  }

  ping(): void {
    if (this.isOpen) this.#write(PING, Buffer.from('Ping from the playground'));
  }

  close(code = 1000): void {
    if (!this.isOpen) return;
    this.#closing = true;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#write(CLOSE, payload);
  }

  /** Breaks the connection without a word. */
  drop(): void {
    this.#socket.destroy();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onClose();
  }

  #write(opcode: number, payload: Buffer): void {
    if (!this.#socket.writable) return;
    this.#socket.write(Buffer.concat([header(opcode, payload.length), payload]));
  }

  #take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (let frame = readFrame(this.#buffer); frame !== undefined; frame = readFrame(this.#buffer)) {
      if (frame === 'broken') {
        this.drop();
        return;
      }
      this.#buffer = frame.rest;
      this.#handle(frame);
    }
  }

  #handle({ final, opcode, payload }: Frame): void {
    if (opcode === PING && !this.isMute()) this.#write(PONG, payload);
    if (opcode === CLOSE) this.#answerClose(payload);
    if (opcode >= CLOSE) return;
    this.#fragments.push(payload);
    if (!final) return;
    const whole = Buffer.concat(this.#fragments).toString();
    this.#fragments = [];
    this.onText(whole);
  }

  #answerClose(payload: Buffer): void {
    if (!this.#closing) this.#write(CLOSE, payload.subarray(0, 2));
    this.#closing = true;
    this.#socket.end();
  }
}

function header(opcode: number, length: number): Buffer {
  const first = 0x80 | opcode;
  if (length < 126) return Buffer.from([first, length]);
  if (length < 65_536) {
    const bytes = Buffer.from([first, 126, 0, 0]);
    bytes.writeUInt16BE(length, 2);
    return bytes;
  }
  const bytes = Buffer.from([first, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  bytes.writeBigUInt64BE(BigInt(length), 2);
  return bytes;
}

/** The first whole frame of the buffer; clients must mask theirs. */
function readFrame(buffer: Buffer): Frame | 'broken' | undefined {
  if (buffer.length < 2) return undefined;
  const [first = 0, second = 0] = buffer;
  if ((second & 0x80) === 0) return 'broken';
  let length = second & 0x7f;
  let offset = 2;
  if (length === 126) {
    if (buffer.length < 4) return undefined;
    length = buffer.readUInt16BE(2);
    offset = 4;
  } else if (length === 127) {
    if (buffer.length < 10) return undefined;
    const long = buffer.readBigUInt64BE(2);
    if (long > BigInt(MAX_FRAME_BYTES)) return 'broken';
    length = Number(long);
    offset = 10;
  }
  if (buffer.length < offset + 4 + length) return undefined;
  const mask = buffer.subarray(offset, offset + 4);
  const payload = Buffer.from(buffer.subarray(offset + 4, offset + 4 + length));
  for (let index = 0; index < payload.length; index += 1)
    payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return {
    final: (first & 0x80) !== 0,
    opcode: first & 0x0f,
    payload,
    rest: buffer.subarray(offset + 4 + length),
  };
}

/** Answers an upgrade request; undefined (and HTTP 400) when it is none. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): WebSocketConnection | undefined {
  const key = request.headers['sec-websocket-key'];
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || key === undefined) {
    refuseUpgrade(socket, 400, 'Bad Request');
    return undefined;
  }
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  return new WebSocketConnection(socket);
}

export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
