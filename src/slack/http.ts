/**
 * The receiver of HTTP mode, guarded: what cannot be one of Slack's requests is refused before Bolt reads it, nobody
 * holds a connection open for long, and each refusal is a line with the address that it came from.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { type App, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Log } from '../logging.js';
import { silentOnPayloads } from './clients.js';
import { MOST_BYTES } from './frames.js';
import { isRecord } from './shape.js';

export interface HttpOptions {
  signingSecret: string;
  port: number;
  log: Pick<Log, 'warn' | 'error'>;
  /** So long a request may take to come. Default 10,000: Slack waits for three seconds. */
  requestMs?: number;
}

const ENDPOINT = '/slack/events';
const FORM = 'application/x-www-form-urlencoded';
/** Slack's own rule for old requests; those of the future would be good for longer. */
const MOST_AWAY_S = 300;
/** How often connections are looked at that have taken too long. */
const LOOK_MS = 1_000;
/** Slack opens few; so many bodies at once fit into memory. */
const MOST_CONNECTIONS = 100;
/** So long what is under way is waited for at the end. */
const LAST_MS = 2_000;

export class GuardedHttp implements Receiver {
  private readonly inner: HTTPReceiver;
  private server: Server | undefined;

  constructor(private readonly options: HttpOptions) {
    const { signingSecret, port, log } = options;
    const logger = silentOnPayloads(log);
    this.inner = new HTTPReceiver({
      signingSecret,
      port,
      endpoints: [ENDPOINT],
      bodyLimit: MOST_BYTES,
      logger,
    });
    const listener = this.inner.requestListener;
    this.inner.requestListener = (request, response) => {
      const from = request.socket.remoteAddress;
      response.once('finish', () => this.tell(request, response.statusCode, from));
      this.guarded(request, response, listener).catch(() => {
        // It was ended because it took too long, or by the other side.
        if (response.destroyed) this.tell(request, 408, from);
        else refuse(response, 400);
      });
    };
  }

  init(app: App): void {
    this.inner.init(app);
  }

  async start(): Promise<Server> {
    const { port, requestMs = 10_000 } = this.options;
    const timing = {
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      connectionsCheckingInterval: LOOK_MS,
    };
    this.server = (await this.inner.start(port, timing)) as Server;
    this.server.maxConnections = MOST_CONNECTIONS;
    return this.server;
  }

  async stop(): Promise<void> {
    const ended = this.inner.stop();
    // Whoever sends a body byte by byte does not keep the bot from ending.
    const late = setTimeout(() => this.server?.closeAllConnections(), LAST_MS);
    await ended.finally(() => clearTimeout(late));
  }

  private async guarded(
    request: IncomingMessage,
    response: ServerResponse,
    inner: HTTPReceiver['requestListener'],
  ): Promise<void> {
    const { method, url = '', headers } = request;
    if (method !== 'POST' || url.split('?', 1)[0] !== ENDPOINT) return refuse(response, 404);
    const body = await bodyOf(request);
    if (body === undefined) return refuse(response, 413);
    const isCheck = headers['content-type'] === FORM && parseForm(body.toString()).ssl_check === '1';
    if (!isCheck && !isTimely(headers['x-slack-request-timestamp'])) return refuse(response, 401);
    if (!isObject(body.toString(), headers['content-type'])) return refuse(response, 400);
    inner(Object.assign(request, { rawBody: body }), response);
  }

  private tell({ method = '', url = '' }: IncomingMessage, status: number, from: string | undefined): void {
    if (status >= 400)
      this.options.log.warn('a request was refused', { status, from, method, path: url.slice(0, 100) });
  }
}

/** Undefined where it is too long; the rest is not read then. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { connection: 'close' });
  response.end();
}

const isTimely = (sent: string | string[] | undefined): boolean =>
  typeof sent === 'string' &&
  /^\d{1,12}$/u.test(sent) &&
  Math.abs(Date.now() / 1_000 - Number(sent)) <= MOST_AWAY_S;

/** Bolt reads an object out of it. */
function isObject(text: string, type: string | undefined): boolean {
  try {
    if (type !== FORM) return isRecord(JSON.parse(text));
    const { payload } = parseForm(text);
    return typeof payload !== 'string' || isRecord(JSON.parse(payload));
  } catch {
    return false;
  }
}
