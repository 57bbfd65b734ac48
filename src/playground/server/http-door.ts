/** The server's HTTP side: Web API calls with their faults, uploads, response_urls. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answerCall, type Journal, type Methods, readArgs } from './api.js';
import { blocks } from './api-blocks.js';
import { chat } from './api-chat.js';
import { conversations } from './api-conversations.js';
import { files } from './api-files.js';
import { people } from './api-people.js';
import { sessions } from './api-sessions.js';
import { streams } from './api-streams.js';
import { views } from './api-views.js';
import type { Fault, RawAnswer } from './faults.js';
import { forgetOldest } from './journal.js';
import { type Json, parsed, record } from './json.js';
import type { Rates } from './rates.js';
import { answerResponseUrl } from './responses.js';
import type { World } from './world.js';

const METHODS: Methods = {
  ...blocks,
  ...chat,
  ...conversations,
  ...files,
  ...people,
  ...sessions,
  ...streams,
  ...views,
};
/** The first parts of Slack's own paths. */
const AREAS = ['api', 'upload', 'commands', 'actions', 'app'];
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Answers requests on paths that are not Slack's; nothing of the body has been read. */
export type Elsewhere = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export class HttpDoor {
  readonly calls: Journal[] = [];
  readonly #world: World;
  readonly #timers = new Set<NodeJS.Timeout>();

  readonly #rates: Rates | undefined;
  #elsewhere: Elsewhere | undefined;

  constructor(world: World, rates?: Rates) {
    this.#world = world;
    this.#rates = rates;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  answersElsewhere(handler: Elsewhere): () => void {
    this.#elsewhere = handler;
    return () => {
      if (this.#elsewhere === handler) this.#elsewhere = undefined;
    };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, first = ''] = (request.url ?? '/').split(/[/?]/);
    if (this.#elsewhere && !AREAS.includes(first)) return await this.#elsewhere(request, response);
    if (isFromBrowser(request)) return send(response, 403, 'The API is not for pages in a browser.');
    const url = new URL(request.url ?? '/', this.#world.origin);
    const [, area = '', ...rest] = url.pathname.split('/');
    const body = await readAll(request);
    if (area === 'api') return await this.#call(rest.join('/'), request, response, url, body);
    if (area === 'upload') return await this.#upload(rest.at(-1) ?? '', request, response, body);
    if (['commands', 'actions', 'app'].includes(area) && request.method === 'POST') {
      const sent = readBody(request.headers['content-type'], body);
      const answer = answerResponseUrl(
        this.#world,
        rest.at(-1) ?? '',
        sent.payload ? parsed(String(sent.payload)) : sent,
      );
      this.#note(`response_url`, sent, { status: answer.status, body: record(answer.body) });
      return send(response, answer.status, answer.body);
    }
    send(response, 404, 'not found');
  }

  async #call(
    name: string,
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    body: Buffer,
  ): Promise<void> {
    const raw = {
      ...Object.fromEntries(url.searchParams),
      ...readBody(request.headers['content-type'], body),
    };
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const answer = (): Answer => answerCall(this.#world, METHODS, name, bearer, raw);
    const fault = this.#world.faults.take(name, readArgs(raw));
    if (fault !== undefined) return await this.#meet(fault, name, raw, response, answer);
    const retryAfterS = this.#rates?.take(name, raw);
    if (retryAfterS === undefined) return this.#finish(name, raw, response, answer());
    await this.#meet({ retryAfterS }, name, raw, response, answer);
  }

  async #meet(
    fault: Fault,
    name: string,
    sent: Json,
    response: ServerResponse,
    answer: () => Answer,
  ): Promise<void> {
    if ('delayMs' in fault) {
      await this.#sleep(Number(fault.delayMs));
      return this.#finish(name, sent, response, answer());
    }
    if ('answerAfterMs' in fault) {
      const given = answer();
      await this.#sleep(Number(fault.answerAfterMs));
      return this.#finish(name, sent, response, given);
    }
    if ('error' in fault)
      return this.#finish(name, sent, response, { status: 200, body: { ok: false, ...fault } });
    if ('retryAfterS' in fault) {
      const headers = { 'retry-after': String(fault.retryAfterS) };
      return this.#finish(name, sent, response, {
        status: 429,
        body: { ok: false, error: 'ratelimited' },
        headers,
      });
    }
    const result = fault.stored === true ? answer().body : { ok: false, error: 'fault' };
    if ('raw' in fault) {
      const raw = fault.raw as RawAnswer;
      this.#note(name, sent, { status: raw.status, body: result });
      return await sendRaw(response, raw);
    }
    if ('status' in fault) {
      this.#note(name, sent, { status: fault.status, body: result });
      return send(response, fault.status, { ok: false, error: 'internal_error' });
    }
    this.#note(name, sent, { status: 0, body: result });
    if ('reset' in fault) response.socket?.destroy();
  }

  #finish(name: string, raw: Json, response: ServerResponse, answer: Answer): void {
    this.#note(name, raw, answer);
    const date = new Date(Date.now() + this.#world.faults.clockMs).toUTCString();
    send(response, answer.status, answer.body, { date, ...answer.headers });
  }

  /** Also wakes those who wait, since a call may be what they wait for. */
  #note(method: string, raw: Json, answer: Answer): void {
    const { token: _, ...args } = readArgs(raw);
    this.calls.push({ method, args, status: answer.status, result: answer.body, at: Date.now() });
    forgetOldest(this.calls);
    this.#world.store.tell({ type: 'other' });
  }

  async #upload(id: string, request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const fault = this.#world.faults.take('upload', { id });
    if (fault !== undefined)
      return await this.#meet(fault, 'upload', { id }, response, () => ({ status: 200, body: {} }));
    const file = this.#world.store.files.get(id);
    if (file === undefined || file.state !== 'announced') {
      send(response, 404, 'not found');
      return;
    }
    const content = fileContent(request.headers['content-type'], body);
    if (content.length !== file.length) {
      send(response, 400, 'length does not match');
      return;
    }
    file.content = content;
    file.state = 'uploaded';
    send(response, 200, `OK - ${content.length}`);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.add(timer);
    });
  }
}

/** Any page could fill this memory with calls that are refused one by one; no client of the API says where it comes from. */
function isFromBrowser({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

/** A defect of this server must not look like one of Slack's answers, and ends no more than one answer. */
export function tellDefect(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else send(response, 501, String(error instanceof Error ? error.stack : error));
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Error('request body too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Arguments of a form-encoded or JSON body. */
function readBody(contentType: string | undefined, body: Buffer): Json {
  if (contentType?.startsWith('application/json')) return record(parsed(body.toString()));
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

/** The only part of a multipart body, or the raw body. */
function fileContent(contentType: string | undefined, body: Buffer): Buffer {
  const boundary = /^multipart\/form-data; ?boundary=(.+)$/.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf('\r\n\r\n') + 4;
  const end = body.lastIndexOf(`\r\n--${boundary}--`);
  return body.subarray(start, end);
}

async function sendRaw(
  response: ServerResponse,
  { status, headers, body, times = 1, cut }: RawAnswer,
): Promise<void> {
  // The other side may have had enough long before the end.
  response.on('error', () => undefined);
  response.writeHead(status, headers ?? {});
  for (let n = 0; n < times && !response.destroyed; n += 1)
    await new Promise<void>((resolve) => response.write(body, () => resolve()));
  if (cut) response.socket?.destroy();
  else response.end();
}

function send(
  response: ServerResponse,
  status: number,
  body: Json | string,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
