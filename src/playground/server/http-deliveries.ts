/** Deliveries by signed HTTP: three seconds, events repeated at once, after a minute and after five. */
import { createHmac, randomBytes } from 'node:crypto';
import type { DeliveryKind, Reply, Retry, Transport } from './deliveries.js';
import type { Faults } from './faults.js';
import { type Json, parsed, record } from './json.js';

export interface HttpOptions {
  /** The bot's address, `…/slack/events`. */
  url: string;
  signingSecret: string;
  faults: Faults;
  ackTimeoutMs: number;
  retryDelaysMs: number[];
}

export class HttpDeliveries implements Transport {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Slack's check of a new address. @throws when the challenge is not returned */
  async verify(): Promise<void> {
    const challenge = randomBytes(24).toString('hex');
    const reply = await this.#post(
      JSON.stringify({ type: 'url_verification', token: 'unused', challenge }),
      'json',
      {},
    );
    const answer = reply.acked ? reply.payload : undefined;
    const returned = typeof answer === 'string' ? answer : record(answer).challenge;
    if (returned !== challenge) throw new Error(`${this.#options.url} did not return the challenge`);
  }

  whenReady(callback: () => void): void {
    callback();
  }

  retryDelayMs(count: number): number | undefined {
    return this.#options.retryDelaysMs[count - 1];
  }

  async send(kind: DeliveryKind, body: Json, retry: Retry | undefined, _lateAck: () => void): Promise<Reply> {
    const headers: Record<string, string> = retry
      ? { 'x-slack-retry-num': String(retry.count), 'x-slack-retry-reason': retry.reason }
      : {};
    if (kind === 'events_api') return await this.#post(JSON.stringify(body), 'json', headers);
    const form = kind === 'interactive' ? { payload: JSON.stringify(body) } : stringified(body);
    return await this.#post(new URLSearchParams(form).toString(), 'form', headers);
  }

  async #post(body: string, type: 'json' | 'form', extra: Record<string, string>): Promise<Reply> {
    const { url, signingSecret, faults, ackTimeoutMs } = this.#options;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(ackTimeoutMs),
        headers: {
          'content-type': type === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...extra,
        },
        body,
      });
      const answer = await response.text();
      if (faults.losesThisAck()) return { acked: false, why: 'operation_timeout', reason: 'http_timeout' };
      const noRetry = response.headers.get('x-slack-no-retry') === '1';
      // Events are content with any 2xx; whoever pressed or typed waits for a 200.
      const taken = type === 'json' ? response.ok : response.status === 200;
      if (!taken) return { acked: false, why: 'dispatch_failed', reason: 'http_error', noRetry };
      return { acked: true, payload: readBody(answer) };
    } catch (error) {
      const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
      return timedOut
        ? { acked: false, why: 'operation_timeout', reason: 'http_timeout' }
        : { acked: false, why: 'dispatch_failed', reason: 'connection_failed' };
    }
  }
}

function readBody(answer: string): unknown {
  if (answer === '') return undefined;
  const value = parsed(answer);
  return value === undefined ? answer : value;
}

function stringified(body: Json): Record<string, string> {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]));
}
