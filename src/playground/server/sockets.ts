/** Socket Mode: up to ten connections, each payload to one of them, acknowledged by envelope id. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DeliveryKind, Reply, Retry, Transport } from './deliveries.js';
import type { Faults, SocketTrouble } from './faults.js';
import { forgetOldest } from './journal.js';
import { type Json, parsed, record, text } from './json.js';
import { acceptWebSocket, refuseUpgrade, type WebSocketConnection } from './websocket.js';

const MOST_CONNECTIONS = 10;
const PING_EVERY_MS = 10_000;

interface Pending {
  connection: WebSocketConnection;
  settle(reply: Reply): void;
  lateAck(): void;
}

export interface SocketOptions {
  faults: Faults;
  appId: string;
  /** How long a gesture may stay without an acknowledgement. */
  ackTimeoutMs: number;
  /** After how long an unacknowledged event is sent again. */
  redeliverAfterMs: number;
}

export class Sockets implements Transport, SocketTrouble {
  readonly #options: SocketOptions;
  readonly #open = new Set<WebSocketConnection>();
  /** By ticket whose it is. */
  readonly #tickets = new Map<string, string>();
  /** Connections of another app. */
  readonly #foreign = new WeakSet<WebSocketConnection>();
  readonly #pending = new Map<string, Pending>();
  readonly #waiting: (() => void)[] = [];
  readonly #pings: NodeJS.Timeout;
  #turn = 0;
  /** The acknowledgements as they came. */
  readonly acks: { envelope: string; payload: unknown }[] = [];

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#pings = setInterval(() => {
      for (const connection of this.#open) connection.ping();
    }, PING_EVERY_MS);
    this.#pings.unref();
  }

  get count(): number {
    return this.#open.size;
  }

  /** The path of a new connection, good for once; undefined when ten are open. */
  newPath(appId = this.#options.appId): string | undefined {
    if (this.#open.size >= MOST_CONNECTIONS) return undefined;
    const ticket = randomBytes(16).toString('hex');
    this.#tickets.set(ticket, appId);
    return `/link/?ticket=${ticket}&app_id=${appId}`;
  }

  /** Takes an HTTP upgrade of a known ticket. */
  upgrade(request: IncomingMessage, socket: Duplex): void {
    // Node takes its own listener away here, and a client that breaks off would end the program.
    socket.on('error', () => socket.destroy());
    const [, ticket = ''] = /[?&]ticket=(\w+)/.exec(request.url ?? '') ?? [];
    const { refusing } = this.#options.faults;
    const appId = this.#tickets.get(ticket);
    if (refusing || appId === undefined) {
      refuseUpgrade(socket, refusing ? 503 : 408, refusing ? 'Service Unavailable' : 'Request Timeout');
      return;
    }
    this.#tickets.delete(ticket);
    const connection = acceptWebSocket(request, socket);
    if (connection === undefined) return;
    connection.isMute = () => this.#options.faults.muting;
    if (appId !== this.#options.appId) this.#foreign.add(connection);
    connection.onText = (message) => this.#take(message);
    connection.onClose = () => this.#forget(connection);
    this.#open.add(connection);
    connection.send(JSON.stringify(this.#hello(appId)));
    connection.ping();
    if (!this.#foreign.has(connection)) for (const callback of this.#waiting.splice(0)) callback();
  }

  #hello(app_id: string): Json {
    return {
      type: 'hello',
      num_connections: this.#open.size,
      debug_info: { host: 'applink-playground', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id },
    };
  }

  whenReady(callback: () => void): void {
    if (this.#ready().length > 0) callback();
    else this.#waiting.push(callback);
  }

  retryDelayMs(): number {
    return 0;
  }

  /** Sends a frame as it is, whatever it holds. False: no connection is open. */
  sendRaw(frame: string | Buffer): boolean {
    const connection = this.#next();
    connection?.send(frame);
    return connection !== undefined;
  }

  send(kind: DeliveryKind, body: Json, retry: Retry | undefined, lateAck: () => void): Promise<Reply> {
    const connection = this.#next();
    if (connection === undefined) {
      return Promise.resolve({ acked: false, why: 'dispatch_failed', reason: 'no_connection' });
    }
    const { ackTimeoutMs, redeliverAfterMs } = this.#options;
    const envelope_id = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => settle({ acked: false, why: 'operation_timeout', reason: 'timeout' }),
        kind === 'events_api' ? redeliverAfterMs : ackTimeoutMs,
      );
      timer.unref();
      const settle = (reply: Reply): void => {
        clearTimeout(timer);
        resolve(reply);
      };
      this.#pending.set(envelope_id, { connection, settle, lateAck });
      connection.send(JSON.stringify(envelope(envelope_id, kind, body, retry)));
    });
  }

  drop(most = MOST_CONNECTIONS): void {
    for (const connection of [...this.#open].slice(0, most)) connection.drop();
  }

  refresh(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    const notice = JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-playground' } });
    for (const connection of this.#open) {
      connection.send(notice);
      if (reason !== 'warning') connection.close();
    }
  }

  /** Closes politely, so that clients do not take it for a fault; breaks what is still open after `patienceMs`. */
  async close(patienceMs = 500): Promise<void> {
    clearInterval(this.#pings);
    const closed = [...this.#open].map((connection) => connection.ended);
    for (const connection of this.#open) connection.close(1001);
    const timer = setTimeout(() => this.drop(), patienceMs);
    await Promise.all(closed);
    clearTimeout(timer);
  }

  #ready(): WebSocketConnection[] {
    return [...this.#open].filter((connection) => connection.isOpen && !this.#foreign.has(connection));
  }

  #next(): WebSocketConnection | undefined {
    const ready = this.#ready();
    this.#turn += 1;
    return ready[this.#turn % ready.length];
  }

  #take(message: string): void {
    const { envelope_id, payload } = record(parsed(message));
    this.acks.push({ envelope: text(envelope_id), payload });
    forgetOldest(this.acks);
    const pending = this.#pending.get(text(envelope_id));
    if (pending === undefined || this.#options.faults.losesThisAck()) return;
    this.#pending.delete(text(envelope_id));
    pending.lateAck();
    pending.settle({ acked: true, payload });
  }

  #forget(connection: WebSocketConnection): void {
    this.#open.delete(connection);
    for (const [id, pending] of this.#pending) {
      if (pending.connection !== connection) continue;
      this.#pending.delete(id);
      pending.settle({ acked: false, why: 'operation_timeout', reason: 'connection_failed' });
    }
  }
}

function envelope(envelope_id: string, kind: DeliveryKind, body: Json, retry: Retry | undefined): Json {
  return {
    envelope_id,
    payload: body,
    type: kind,
    accepts_response_payload: kind !== 'events_api',
    ...(kind === 'events_api' && { retry_attempt: retry?.count ?? 0, retry_reason: retry?.reason ?? '' }),
  };
}
