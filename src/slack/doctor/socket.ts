/** A socket of the doctor's own, for when no bot runs: opened, pinged, closed. It acknowledges nobody's gestures. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { App } from '@slack/bolt';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { TokenRefused } from '../identity.js';
import { createSockets } from '../sockets.js';
import { troubleIn } from './asking.js';
import type { Echo } from './echo.js';

export interface SocketTrial {
  appToken: string;
  apiUrl?: string;
  echo: Echo;
  page: string;
  /** Aborts as soon as somebody else shall have the events. */
  signal: AbortSignal;
  limitMs?: number;
}

const { well, fault } = findingsOn('slack');
const PING_LIMIT_MS = 1_500;
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens the socket, lets `meanwhile` use it, closes it. */
export async function trySocket(
  { appToken, apiUrl, echo, page, signal, limitMs = 10_000 }: SocketTrial,
  meanwhile: () => Promise<Finding[]>,
): Promise<Finding[]> {
  const { receivers } = createSockets({
    appToken,
    log: QUIET,
    onConnected: () => undefined,
    pingTimeoutMs: PING_LIMIT_MS,
    count: 1,
    ...(apiUrl === undefined ? {} : { apiUrl }),
  });
  const [receiver] = receivers;
  if (!receiver) throw new Error('no receiver was made');
  // What is not ours stays unacknowledged: Slack delivers it again to whoever comes next.
  const door = {
    processEvent: async (event: Parameters<App['processEvent']>[0]) => {
      if (echo.heard(event.body)) await event.ack();
    },
  };
  receiver.init(door as App);
  receiver.client.on('error', () => undefined);
  const begun = performance.now();
  const pong = firstPong(signal);
  try {
    const trouble = await opened(receiver.start(), limitMs, signal);
    if (trouble !== undefined) return [fault('doctor_socket_refused', { name: page, detail: trouble })];
    const openedMs = Math.max(1, Math.round(performance.now() - begun));
    const found = await meanwhile();
    const isAnswered = await pong.within(2 * PING_LIMIT_MS);
    return [
      isAnswered ? well('doctor_socket', { detail: String(openedMs) }) : fault('doctor_socket_mute'),
      ...found,
    ];
  } finally {
    pong.end();
    await receiver.stop().catch(() => undefined);
  }
}

/** Why there was no hello; undefined where there was one. */
async function opened(
  start: Promise<unknown>,
  limitMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const late = new Promise<string>((done) => {
    limit.addEventListener('abort', () => done(`no hello within ${limitMs / 1_000} s`), { once: true });
  });
  const came = start.then(
    () => undefined,
    (error: unknown) => (error instanceof TokenRefused ? error.code : troubleIn(error)),
  );
  return Promise.race([came, late]);
}

/** The client says nothing about answered pings, but the library below it does; no other socket is open here. */
function firstPong(signal: AbortSignal) {
  let tell = () => {};
  const came = new Promise<true>((done) => {
    tell = () => done(true);
  });
  subscribe('undici:websocket:pong', tell);
  return {
    async within(ms: number): Promise<boolean> {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
      const late = new Promise<false>((done) => {
        if (limit.aborted) done(false);
        limit.addEventListener('abort', () => done(false), { once: true });
      });
      return Promise.race([came, late]);
    },
    end: () => unsubscribe('undici:websocket:pong', tell),
  };
}
