/** The voice and the ears: what the bot says in Slack, and how Slack reaches it. */
import type { Config } from '../config.js';
import type { Door } from '../engine/deliver.js';
import type { Look } from '../engine/look.js';
import type { UnitOfWork } from '../engine/ports.js';
import type { Health } from '../health.js';
import type { Log } from '../logging.js';
import type { Redactor } from '../redact.js';
import type { MessagePlace } from '../run/decision.js';
import { digest } from '../run/digest.js';
import { Actors } from '../slack/actor.js';
import { CatchUp } from '../slack/catch-up.js';
import { createClients } from '../slack/clients.js';
import { connectSlack } from '../slack/connection.js';
import { createDirectory } from '../slack/directory.js';
import { Echo } from '../slack/doctor/echo.js';
import type { Tools } from '../slack/gesture.js';
import { createHomes } from '../slack/homes.js';
import { type Identity, permalink, whoAmI } from '../slack/identity.js';
import { listen } from '../slack/listeners.js';
import type { DiskSight } from '../slack/messages/home.js';
import { createVoice } from '../slack/post.js';
import { threadReader } from '../slack/thread.js';
import type { Doctor, Line } from './doctor/in-slack.js';
import type { Planning } from './plan.js';
import { runFiles } from './run-files.js';
import type { Tempo } from './tempo.js';
import { threadTexts } from './thread-texts.js';

export interface SlackOptions {
  config: Config;
  unit: UnitOfWork;
  redact: Redactor;
  log: Log;
  now: () => string;
  tempo: Tempo;
  /** For `merge --dry-run`. */
  plan: Planning;
  preview: Tools['preview'];
  /** For the App Home. */
  disk: () => DiskSight;
  healthOf: (isConnected: () => boolean) => Pick<Health, 'look'>;
  /** For `/metawsm doctor`. */
  doctorOf: (line: Line, health: Pick<Health, 'look'>) => Doctor;
}

export interface Ears {
  /** The port of HTTP mode. */
  port(): number | undefined;
  isConnected(): boolean;
  /** For so many acknowledgements Slack waits now. */
  unacknowledged(): number;
  /** A run has moved: what is drawn of all runs is drawn anew. */
  moved(): void;
  /** Address of a message. */
  linkTo(place: MessagePlace): string;
  stop(): Promise<void>;
}

const REFRESH_MS = 5 * 60_000;

export function joinSlack(options: SlackOptions) {
  const { config, unit, redact, log, now, tempo } = options;
  const { botToken, appToken, signingSecret, apiUrl, port } = config.slack;
  const address = apiUrl === undefined ? {} : { apiUrl };
  const timeoutMs = tempo.settle?.requestTimeoutMs;
  const clients = createClients({
    token: botToken,
    ...address,
    log,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const voice = createVoice({
    ...clients,
    redact,
    contentOf: runFiles({ home: config.home, repos: config.repos, redact }),
    viewOf: (_, ref, call) => call.outlook().get(ref),
    digestOf: digest,
    log,
    ...(tempo.settle ? { settle: tempo.settle } : {}),
    ...(tempo.pace ? { pace: tempo.pace } : {}),
    ...(tempo.editIntervalMs === undefined ? {} : { editIntervalMs: tempo.editIntervalMs }),
  });

  const threads = threadTexts(log);

  /** Resolves when Slack can deliver. Throws `TokenRefused`, or the signal's reason. */
  async function connect(door: Door, look: Look, signal: AbortSignal): Promise<Ears> {
    const identity = await whoAmI({ botToken, ...address, log, signal });
    const actors = actorsOf(identity);
    const thread = threadReader({
      reads: clients.reads,
      names: (users) => actors.names(users),
      bot: identity.userId,
    });
    threads.connected(thread);
    const echo = new Echo();
    const health = options.healthOf(() => connection.isConnected());
    const line = { echo, sockets: () => connection.sockets(), port: () => connection.port() };
    const doctor = options.doctorOf(line, health);
    const tools = {
      door,
      look,
      facts: actors,
      thread,
      plan: options.plan,
      preview: options.preview,
      doctor: (asker: string) => doctor.look(asker),
      site: identity.url,
      now,
      log,
      linkOf: (run: { messages: Record<string, MessagePlace> }) =>
        run.messages.card && permalink(identity, run.messages.card),
    };
    const homes = createHomes({
      client: clients.homes,
      sight: { look, facts: actors, linkOf: tools.linkOf, disk: options.disk, health: () => health.look() },
      redact,
      log,
      ...(tempo.homeIntervalMs === undefined ? {} : { intervalMs: tempo.homeIntervalMs }),
    });
    const connection = connectSlack({
      botToken,
      ...(appToken === undefined ? {} : { appToken }),
      ...(signingSecret === undefined ? {} : { signingSecret }),
      port,
      ...address,
      identity,
      unit,
      now,
      log,
      ...(tempo.inboxSweepMs === undefined ? {} : { sweepMs: tempo.inboxSweepMs }),
      listen: (app) =>
        listen(app, {
          tools,
          actors,
          openForm: voice.openForm,
          restoreSession: voice.restoreSession,
          homes,
          bot: identity.userId,
          voice,
          log,
        }),
      hear: (body) => echo.heard(body),
      onConnected: () => void catchUp.run(),
    });
    const catchUp = new CatchUp({
      look,
      unit,
      reads: clients.reads,
      take: (event) => connection.inbox.take(event),
      team: identity.team,
      log,
    });
    await connection.start();
    const refresh = setInterval(() => void actors.refresh(), REFRESH_MS);
    void actors.refresh();
    return {
      port: connection.port,
      isConnected: connection.isConnected,
      unacknowledged: () => connection.inbox.unacknowledged,
      moved: () => homes.moved(),
      linkTo: (place) => permalink(identity, place),
      async stop() {
        clearInterval(refresh);
        await doctor.end();
        await catchUp.stop();
        await connection.stop();
        // After the last gesture, so that what it notes there is shown.
        await homes.stop();
        await voice.stop();
      },
    };
  }

  function actorsOf({ team, userId }: Identity): Actors {
    const directory = createDirectory(clients.reads, log);
    return new Actors({ unit, directory, groups: groupsIn(config), team, bot: userId, now, log });
  }

  return { handlers: voice.handlers, connect, threadText: threads.textOf };
}

/** User groups that the configuration names. */
function groupsIn({ access, guidance }: Config): string[] {
  const named = [...access.start, ...access.answer, ...access.merge, ...access.admins, guidance.escalateTo];
  return [...new Set(named.filter((id): id is string => id?.startsWith('S') === true))];
}
