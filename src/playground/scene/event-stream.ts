/** Server-sent events to one browser tab, with a heartbeat. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEARTBEAT_MS = 15_000;

export class EventStream {
  readonly #response: ServerResponse;
  readonly #heart: NodeJS.Timeout;

  /** Calls `ended` once when the browser has gone or `end` was called. */
  constructor(request: IncomingMessage, response: ServerResponse, ended: () => void) {
    this.#response = response;
    request.socket.setNoDelay(true);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.write(': hello\n\n');
    this.#heart = setInterval(() => {
      if (!this.isBehind && !response.writableEnded) response.write(': still here\n\n');
    }, HEARTBEAT_MS);
    this.#heart.unref();
    response.once('close', () => {
      clearInterval(this.#heart);
      ended();
    });
  }

  /** True while the browser has not taken what was sent before. */
  get isBehind(): boolean {
    return this.#response.writableNeedDrain;
  }

  /** Bytes that wait for the browser. */
  get waiting(): number {
    return this.#response.writableLength;
  }

  /** Says nothing to a tab that has gone. */
  send(data: unknown): void {
    if (!this.#response.writableEnded) this.#response.write(`data: ${JSON.stringify(data)}\n\n`);
  }

  /** Calls back once when the browser has taken everything. */
  caughtUp(callback: () => void): void {
    this.#response.once('drain', callback);
  }

  end(): void {
    this.#response.end();
  }
}
