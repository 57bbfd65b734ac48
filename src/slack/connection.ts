/** The connection to Slack: one Bolt app behind the inbox, over sockets or over HTTP. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import type { ExtendedErrorHandlerArgs } from '@slack/bolt/dist/App.js';
import type { UnitOfWork } from '../engine/ports.js';
import type { Log } from '../logging.js';
import { silentOnPayloads } from './clients.js';
import { GuardedHttp } from './http.js';
import type { Identity } from './identity.js';
import { Inbox } from './inbox.js';
import { DurableReceiver } from './receiver.js';
import { createSockets } from './sockets.js';

export interface ConnectionOptions {
  botToken: string;
  /** Turns on Socket Mode. */
  appToken?: string;
  /** For HTTP mode; needed when there is no `appToken`. */
  signingSecret?: string;
  /** Of HTTP mode; 0 takes any free port. */
  port: number;
  apiUrl?: string;
  identity: Identity;
  unit: UnitOfWork;
  now: () => string;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Adds the listeners, once. */
  listen: (app: App) => void;
  /** Called after each connection, the first included: what was missed meanwhile is looked for. */
  onConnected: () => void;
  /** Hears every delivery as it comes. */
  hear?: (body: unknown) => void;
  /** See `InboxOptions`. */
  sweepMs?: number;
  tries?: number;
}

export interface Connection {
  /** Works off what is stored, then lets Slack deliver. Throws `TokenRefused`. */
  start(): Promise<void>;
  /** Takes nothing more and waits for the listeners. */
  stop(): Promise<void>;
  /** Takes a delivery as if Slack had sent it: for what was missed. */
  inbox: Inbox;
  isConnected(): boolean;
  /** Of Socket Mode. */
  sockets(): { open: number; wanted: number } | undefined;
  /** The port of HTTP mode once it listens. */
  port(): number | undefined;
}

export function connectSlack(options: ConnectionOptions): Connection {
  const { unit, now, log, identity } = options;
  const inbox = new Inbox({
    unit,
    now,
    log,
    ...(options.sweepMs === undefined ? {} : { sweepMs: options.sweepMs }),
    ...(options.tries === undefined ? {} : { tries: options.tries }),
  });
  const transport =
    options.appToken === undefined ? overHttp(options) : overSockets(options, options.appToken);
  const receiver = new DurableReceiver(transport.receivers, inbox, options.hear);
  const app = new App({
    receiver,
    // Known since the start, so that no delivery waits for Slack and none is lost while Slack is down.
    authorize: async () => ({
      botToken: options.botToken,
      botId: identity.botId,
      botUserId: identity.userId,
    }),
    logger: silentOnPayloads(log),
    clientOptions: options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl },
    convoStore: false,
    extendedErrorHandler: true,
  });
  app.error(async ({ error, body }: ExtendedErrorHandlerArgs) => {
    inbox.failed(body, error.original ?? error);
  });
  options.listen(app);
  return {
    inbox,
    isConnected: transport.isConnected,
    sockets: transport.sockets,
    port: transport.port,
    stop: () => receiver.stop(),
    async start() {
      transport.started(await receiver.start());
    },
  };
}

interface Transport {
  receivers: ConstructorParameters<typeof DurableReceiver>[0];
  isConnected(): boolean;
  sockets: Connection['sockets'];
  port(): number | undefined;
  started(result: unknown): void;
}

function overSockets(options: ConnectionOptions, appToken: string): Transport {
  const { apiUrl, log, onConnected } = options;
  const { receivers, open } = createSockets({
    appToken,
    log,
    onConnected,
    ...(apiUrl === undefined ? {} : { apiUrl }),
  });
  return {
    receivers,
    isConnected: () => open() > 0,
    sockets: () => ({ open: open(), wanted: receivers.length }),
    port: () => undefined,
    started: () => undefined,
  };
}

function overHttp({ signingSecret, port, log, onConnected }: ConnectionOptions): Transport {
  if (!signingSecret) throw new Error('Neither an app token nor a signing secret was given.');
  const receiver = new GuardedHttp({ signingSecret, port, log });
  let server: Server | undefined;
  return {
    receivers: [receiver],
    isConnected: () => server?.listening ?? false,
    sockets: () => undefined,
    port: () => (server?.address() as AddressInfo | null | undefined)?.port,
    started(result) {
      server = result as Server;
      onConnected();
    },
  };
}
