/** The page's door: everything that a browser may ask for, on the paths that are not Slack's. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Person } from '../server/people.js';
import { diffPage } from './diff-page.js';
import { fileAnswer } from './file-answer.js';
import { readGesture } from './gesture-shape.js';
import { perform } from './gestures/gestures.js';
import { addressOf, Denied, demandKey, demandOwnOrigin, SAFE_HEADERS } from './guard.js';
import { streamInside } from './inspector-stream.js';
import type { PageParts } from './ports.js';
import { PATHS } from './scene.js';
import { streamScene } from './scene-stream.js';
import { staticFile } from './static-files.js';
import { Versions } from './versions.js';

const MAX_GESTURE_BYTES = 64 * 1024;

/** Opens the page at the Slack server's own address; `href` holds the key. */
export function openPage(parts: PageParts): { href: string; close(): void } {
  const door = new PageDoor(parts);
  const stopAnswering = parts.slack.answersElsewhere((request, response) => door.answer(request, response));
  return {
    href: `${new URL(parts.slack.url).origin}/?${new URLSearchParams({ key: parts.key })}`,
    close() {
      stopAnswering();
      door.close();
    },
  };
}

class PageDoor {
  readonly #parts: PageParts;
  readonly #port: number;
  readonly #versions: Versions;
  readonly #streams = new Set<() => void>();

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#port = Number(new URL(parts.slack.url).port || 80);
    this.#versions = new Versions(parts.slack.store);
    for (const { person } of parts.actors) person.dm();
  }

  close(): void {
    this.#versions.close();
    for (const end of this.#streams) end();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
    try {
      await this.#route(request, response);
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      // What is left of a body that nobody read would be taken for the next request.
      send(response, error.status, 'text/plain; charset=utf-8', error.message, { connection: 'close' });
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = addressOf(request, this.#port);
    const isPage = url.pathname === '/' || url.pathname === '/index.html';
    const isBelow = url.pathname === '/_page' || url.pathname.startsWith('/_page/');
    if (isPage || isBelow) demandKey(url, this.#parts.key);
    if (url.pathname === PATHS.gesture) return await this.#gesture(url, request, response);
    if (request.method !== 'GET') throw new Denied(405, 'That can only be read.');
    if (isBelow) return await this.#below(url, request, response);
    const { type, cache, content } = await staticFile(this.#parts.folder, url.pathname);
    send(response, 200, type, content, { 'cache-control': cache });
  }

  async #below(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = url;
    if (pathname === PATHS.scene)
      return this.#stream(response, streamScene(this.#parts, this.#actor(url).id, request, response));
    if (pathname === PATHS.inspector && this.#parts.inspect)
      return this.#stream(response, streamInside(this.#parts.inspect, request, response));
    if (pathname.startsWith(`${PATHS.file}/`))
      return fileAnswer(
        this.#parts.slack.store,
        this.#actor(url).id,
        pathname.slice(PATHS.file.length + 1),
        response,
      );
    if (pathname.startsWith(`${PATHS.diff}/`))
      return await diffPage(this.#parts, pathname.slice(PATHS.diff.length + 1), response);
    throw new Denied(404, 'There is no such page.');
  }

  async #gesture(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') throw new Denied(405, 'Gestures are sent by POST.');
    demandOwnOrigin(request);
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      throw new Denied(415, 'Gestures are JSON.');
    const person = this.#actor(url);
    const gesture = readGesture(await readBody(request));
    if (gesture === undefined) throw new Denied(400, 'That is no gesture.');
    const answer = await perform({ parts: this.#parts, person, versions: this.#versions }, gesture);
    send(response, 200, 'application/json; charset=utf-8', JSON.stringify(answer));
  }

  /** Who acts: one of those whom one may act as, the first where nobody is named. */
  #actor(url: URL): Person {
    const id = url.searchParams.get('as') ?? '';
    const actor = this.#parts.actors.find(({ person }) => id === '' || person.id === id);
    if (actor === undefined) throw new Denied(403, 'One cannot act as that person here.');
    return actor.person;
  }

  #stream(response: ServerResponse, end: () => void): void {
    this.#streams.add(end);
    response.once('close', () => this.#streams.delete(end));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_GESTURE_BYTES) throw new Denied(413, 'That is too much for a gesture.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Buffer,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'cache-control': 'no-store', ...headers, 'content-type': type });
  response.end(content);
}
