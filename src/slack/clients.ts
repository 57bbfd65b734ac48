/** The doors to Slack's Web API: posts are never repeated blindly, edits and reads may be. */
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../logging.js';
import { bounded } from './fetching.js';

export interface Clients {
  /** `chat.postMessage` and whatever else must not happen twice: one try per call. */
  posts: WebClient;
  /** `chat.update`, reactions, ephemeral messages: repeated a few times. */
  edits: WebClient;
  /** Reads. */
  reads: WebClient;
  /** `views.publish`: a picture that the next one replaces, so never repeated, and in nobody's way. */
  homes: WebClient;
}

export interface ClientOptions {
  token: string;
  /** Another Slack (`SLACK_API_URL`). */
  apiUrl?: string;
  log: Pick<Log, 'warn' | 'error'>;
  /** Of one request. Default 10,000. */
  timeoutMs?: number;
}

const FEW = { retries: 2, factor: 2, minTimeout: 500, maxTimeout: 2_000 };

/** Clients that throw on a 429 at once: waiting is the outbox's business, and a paused client would hold up others. */
export function createClients({ token, apiUrl, log, timeoutMs = 10_000 }: ClientOptions): Clients {
  const client = (retryConfig: WebClientOptions['retryConfig']) =>
    new WebClient(token, {
      timeout: timeoutMs,
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      fetch: bounded(),
      logger: silentOnPayloads(log),
      retryConfig: { ...retryConfig },
      ...(apiUrl === undefined ? {} : { slackApiUrl: withSlash(apiUrl) }),
    });
  return {
    posts: client({ retries: 0 }),
    edits: client(FEW),
    reads: client(FEW),
    homes: client({ retries: 0 }),
  };
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

/** Drops what the SDK says at `debug` and `info`, which holds whole payloads; keeps the first words of the rest. */
export function silentOnPayloads(log: Pick<Log, 'warn' | 'error'>): Logger {
  const first = (words: unknown[]) => ({ slack: String(words[0] ?? '').slice(0, 200) });
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words: unknown[]) => log.warn('Slack’s client warns', first(words)),
    error: (...words: unknown[]) => log.error('Slack’s client reports an error', first(words)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
