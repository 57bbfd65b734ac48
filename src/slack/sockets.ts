/** Receivers for Socket Mode, made to be back at once after every kind of trouble. */
import { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../logging.js';
import { silentOnPayloads } from './clients.js';
import { bounded } from './fetching.js';
import { guardFrames } from './frames.js';
import { isFinal, TokenRefused } from './identity.js';

export interface SocketsOptions {
  appToken: string;
  apiUrl?: string;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Called after each connection that is open. */
  onConnected: () => void;
  /** Limit for a pong. Default 5,000: a machine that holds its breath for a second or two has not lost Slack. */
  pingTimeoutMs?: number;
  /** The pause before a new connection. Default 1,000. */
  pauseMs?: number;
  /** How many connections at the same time. Default 2. */
  count?: number;
}

export interface Sockets {
  receivers: SocketModeReceiver[];
  /** How many connections are open. */
  open(): number;
}

const REFUSED_PAUSE_MS = 60_000;
const STRANGE_PAUSE_MS = 5_000;

export function createSockets(options: SocketsOptions): Sockets {
  const live = new Set<SocketModeReceiver>();
  const receivers = Array.from({ length: options.count ?? 2 }, () => {
    const receiver = createReceiver(options);
    receiver.client.on('connected', () => {
      live.add(receiver);
      options.onConnected();
    });
    for (const end of ['close', 'disconnected', 'disconnecting'])
      receiver.client.on(end, () => live.delete(receiver));
    return receiver;
  });
  return { receivers, open: () => live.size };
}

function createReceiver(options: SocketsOptions): SocketModeReceiver {
  const { appToken, apiUrl, log, pingTimeoutMs = 5_000, pauseMs = 1_000 } = options;
  const life = { ended: false };
  const ask = bounded();
  const receiver = new SocketModeReceiver({
    appToken,
    clientPingTimeout: pingTimeoutMs,
    logger: silentOnPayloads(log),
    installerOptions: {
      // Each receiver its own object: the client writes its retry policy into it.
      clientOptions: {
        timeout: 5_000,
        // The client does not stop asking when it is told to stop.
        fetch: (...args) => (life.ended ? new Promise(() => undefined) : ask(...args)),
        retryConfig: { forever: true, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 },
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
      },
    },
  });
  guardFrames(receiver.client, log);
  pauseBefore(receiver, pauseMs);
  guard(receiver, life, log);
  return receiver;
}

/** The client takes one figure as limit for a pong, when it makes a socket, and as pause before the next socket. */
function pauseBefore({ client }: SocketModeReceiver, pauseMs: number): void {
  const limit = client as unknown as { clientPingTimeoutMS: number };
  const pingTimeoutMs = limit.clientPingTimeoutMS;
  const set = (ms: number) => () => {
    limit.clientPingTimeoutMS = ms;
  };
  client.on('authenticated', set(pingTimeoutMs));
  client.on('connecting', set(pauseMs));
  set(pauseMs)();
}

/** The client reconnects by calling its own `start` and leaves a rejection unhandled, which would end the process. */
function guard({ client }: SocketModeReceiver, life: { ended: boolean }, log: SocketsOptions['log']): void {
  const start = client.start.bind(client);
  let begun = false;
  client.on('disconnecting', () => {
    life.ended = true;
  });
  const again = async (): ReturnType<typeof start> => {
    try {
      const connected = await start();
      begun = true;
      return connected;
    } catch (error) {
      // Nobody waits for a connection that was broken off.
      if (life.ended) return { ok: false };
      if (!begun && isFinal(error)) throw new TokenRefused('SLACK_APP_TOKEN', error.data.error);
      // A page of a proxy, or a failing Slack, is no word about the token: not at the start either.
      const pauseMs = isFinal(error) ? REFUSED_PAUSE_MS : STRANGE_PAUSE_MS;
      log.error('Slack refuses the connection; I try again soon', { reason: String(error), pauseMs });
      setTimeout(() => void (life.ended || again()), pauseMs).unref();
      return { ok: false };
    }
  };
  client.start = again;
}
