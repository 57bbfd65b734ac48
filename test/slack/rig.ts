/** The ears of the bot with the real engine, database and voice behind them; the stages are scripted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Door, type DoorOptions } from '../../src/engine/deliver.js';
import { Lanes } from '../../src/engine/lanes.js';
import { type Known, Look } from '../../src/engine/look.js';
import { Places } from '../../src/engine/places.js';
import type { Handlers } from '../../src/engine/ports.js';
import { openStore } from '../../src/persistence/store.js';
import { type StartSlack, startSlack } from '../../src/playground/server/slack-server.js';
import { digest } from '../../src/run/digest.js';
import type { RunEvent } from '../../src/run/events.js';
import type { Access } from '../../src/run/policy.js';
import { previewOf } from '../../src/run/preview.js';
import type { RepoFacts, RepoWish } from '../../src/run/repository.js';
import { Actors } from '../../src/slack/actor.js';
import { CatchUp, type CatchUpOptions } from '../../src/slack/catch-up.js';
import { createClients } from '../../src/slack/clients.js';
import { type Connection, connectSlack } from '../../src/slack/connection.js';
import { createDirectory } from '../../src/slack/directory.js';
import type { ContentOf } from '../../src/slack/files.js';
import type { Tools } from '../../src/slack/gesture.js';
import { createHomes } from '../../src/slack/homes.js';
import { permalink, whoAmI } from '../../src/slack/identity.js';
import { listen } from '../../src/slack/listeners.js';
import type { Found } from '../../src/slack/messages/health.js';
import type { DiskSight } from '../../src/slack/messages/home.js';
import { createVoice } from '../../src/slack/post.js';
import { threadReader } from '../../src/slack/thread.js';
import { SETTINGS } from '../run/walk.js';

export interface RigOptions {
  /** Where its home is made. Default the system's folder for what is temporary. */
  under?: string;
  http?: boolean;
  access?: Partial<Access>;
  /** Names and defaults of the configuration that differ from `api`, `web` and the agent `script`. */
  known?: Partial<Known>;
  /** User groups by handle, with the names of their members; `access` may name the handles. */
  groups?: Record<string, string[]>;
  slack?: StartSlack;
  tries?: number;
  /** What the files of runs hold; nothing by default. */
  contentOf?: ContentOf;
  /** Runs that may work at the same time. Default 4. */
  agents?: number;
  /** Stages that do otherwise than the scripted ones. */
  stages?: Partial<Handlers>;
  /** How long Slack's answers are waited for, and how long a request may still land. Defaults are the bot's. */
  patience?: { requestTimeoutMs: number; marginMs: number };
  /** Least time between two pictures of one App Home. Default 1. */
  homeIntervalMs?: number;
  /** Pause before a lane looks again after the database failed it. */
  retryMs?: number;
  /** Pauses of reading what was missed. Defaults are the bot's. */
  catchUp?: Pick<CatchUpOptions, 'pauseMs' | 'againMs'>;
  /** What the App Home says of disk and health; asked at each drawing. */
  disk?: () => DiskSight;
  health?: () => Found[];
  /** Changes what listeners work with: for defects on purpose. */
  tools?: (tools: Tools) => Tools;
}

const WELL: Found[] = (['database', 'slack', 'outbox', 'agents', 'runs'] as const).map((subject) => ({
  subject,
  ok: true,
}));

const NO_FILE: ContentOf = async () => undefined;

export type Rig = Awaited<ReturnType<typeof makeRig>>;

const ALL: Access = {
  start: ['everyone'],
  answer: ['everyone'],
  merge: ['everyone'],
  admins: [],
  fourEyes: false,
};

/** A busy machine must not owe the acknowledgement that a test does not speak of. */
const UNHURRIED_MS = 20_000;

export async function makeRig(options: RigOptions = {}) {
  const home = mkdtempSync(join(options.under ?? tmpdir(), 'metawsm-ears-'));
  const slack = await startSlack({ ackTimeoutMs: UNHURRIED_MS, ...options.slack });
  const groups = new Map(
    Object.entries(options.groups ?? {}).map(([handle, members]) => {
      const people = members.map((name) => slack.person(name));
      return [handle, slack.userGroup(handle, people).id];
    }),
  );
  const lines: string[] = [];
  const log = logInto(lines);
  const now = () => new Date().toISOString();
  const ids = (list: string[]) => list.map((entry) => groups.get(entry) ?? entry);
  const wished = { ...ALL, ...options.access };
  const access: Access = {
    start: ids(wished.start),
    answer: ids(wished.answer),
    merge: ids(wished.merge),
    admins: ids(wished.admins),
    fourEyes: wished.fourEyes,
  };

  async function live() {
    const store = await openStore({ url: `sqlite:${join(home, 'test.sqlite')}`, home });
    const { unit } = store;
    let moved: DoorOptions['onCommitted'] = () => undefined;
    const door = new Door({
      unit,
      access,
      settings: SETTINGS,
      now,
      onCommitted: (run, news) => moved(run, news),
    });
    const look = new Look(unit, access, {
      repos: ['api', 'web'],
      agents: ['script'],
      defaultAgent: 'script',
      channels: {},
      ...options.known,
    });
    const redact = (text: string) => text.replaceAll('hunter2hunter2', '[redacted]');
    const { patience } = options;
    const clients = createClients({
      token: slack.botToken,
      apiUrl: slack.url,
      log,
      ...(patience ? { timeoutMs: patience.requestTimeoutMs } : {}),
    });
    const voice = createVoice({
      ...clients,
      redact,
      contentOf: async (what, run, signal) => (options.contentOf ?? NO_FILE)(what, run, signal),
      viewOf: (_, ref, call) => call.outlook().get(ref),
      digestOf: digest,
      log,
      pace: { everyMs: 1, burst: 100 },
      editIntervalMs: 1,
      ...(patience ? { settle: patience } : {}),
    });
    const lanes = new Lanes({
      unit,
      door,
      handlers: { ...scripted(now), ...options.stages, ...voice.handlers },
      now,
      onBroken: (row, error) => lines.push(`broken ${row.kind} ${String(error)}`),
      ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
    });
    const places = new Places({
      unit,
      door,
      agents: options.agents ?? 4,
      disk: () => undefined,
      now,
      onBroken: (error) => lines.push(`broken places ${String(error)}`),
      ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
    });
    moved = (run, news) => {
      lanes.moved(run, news);
      places.moved(run);
    };
    await places.begin();
    for (const id of await unit.read.runsWithOpenEffects()) lanes.poke(id);
    const identity = await whoAmI({ botToken: slack.botToken, apiUrl: slack.url, log, retryMs: 20 });
    const directory = createDirectory(clients.reads, log);
    const actors = new Actors({
      unit,
      directory,
      groups: [...groups.values(), 'S0GONE'],
      team: identity.team,
      bot: identity.userId,
      now,
      log,
    });
    const tools: Tools = {
      door,
      look,
      facts: actors,
      thread: threadReader({
        reads: clients.reads,
        names: (users) => actors.names(users),
        bot: identity.userId,
      }),
      plan: async () => ({ gates: [], repos: [] }),
      preview: async (wish) => previewOf(wish, { facts: factsOf(wish.repos), faults: [] }),
      doctor: async () => [],
      site: identity.url,
      now,
      log,
      linkOf: (run) => run.messages.card && permalink(identity, run.messages.card),
    };
    const homes = createHomes({
      client: clients.homes,
      sight: {
        look,
        facts: actors,
        linkOf: tools.linkOf,
        disk: options.disk ?? (() => ({ use: 'unmeasured', workspaces: 0 })),
        health: async () => options.health?.() ?? WELL,
      },
      redact,
      log,
      intervalMs: options.homeIntervalMs ?? 1,
    });
    moved = (run, news) => {
      lanes.moved(run, news);
      places.moved(run);
      homes.moved();
    };
    const connection: Connection = connectSlack({
      botToken: slack.botToken,
      ...(options.http ? { signingSecret: slack.signingSecret } : { appToken: slack.appToken }),
      port: 0,
      apiUrl: slack.url,
      identity,
      unit,
      now,
      log,
      sweepMs: 50,
      tries: options.tries ?? 3,
      listen: (app) =>
        listen(app, {
          tools: options.tools?.(tools) ?? tools,
          actors,
          openForm: voice.openForm,
          restoreSession: voice.restoreSession,
          homes,
          bot: identity.userId,
          voice,
          log,
        }),
      onConnected: () => void catchUp.run(),
    });
    const catchUp = new CatchUp({
      look,
      unit,
      reads: clients.reads,
      take: (event) => connection.inbox.take(event),
      team: identity.team,
      log,
      ...options.catchUp,
    });
    await connection.start();
    if (options.http) await slack.connectHttp(`http://127.0.0.1:${connection.port()}/slack/events`);
    else await slack.connected(2);
    const stop = async () => {
      await catchUp.stop();
      await connection.stop();
      await homes.stop();
      await voice.stop();
      await places.stop();
      await lanes.drain(1_000);
      await store.close();
    };
    return { unit, door, look, lanes, actors, homes, connection, catchUp, identity, stop };
  }

  let bot: Awaited<ReturnType<typeof live>> | undefined = await live();
  const rig = {
    slack,
    lines,
    /** Folder of the database. */
    home,
    dev: slack.channel('dev'),
    ana: slack.person('ana'),
    ben: slack.person('ben'),
    get bot() {
      if (!bot) throw new Error('the bot is down');
      return bot;
    },
    async stop() {
      await bot?.stop();
      bot = undefined;
    },
    async start() {
      bot = await live();
    },
    /** The newest run, and an event on it that no person caused. */
    run: async () => (await rig.bot.look.list({ all: true, limit: 1, offset: 0 })).runs[0]!,
    async happens(event: Record<string, unknown> & { type: RunEvent['type'] }) {
      const { id } = await rig.run();
      await rig.bot.door.deliver(id, { at: now(), ...event } as never, `test:${Math.random()}`);
    },
    /** Begins a run whose brief is complete and gives its card. */
    async begins(ticket = 'ABC-12', fields = COMPLETE) {
      await rig.ana.types(`/metawsm bootstrap ${ticket} --repos api ${fields}`, { in: rig.dev });
      return slack.message(rig.dev, ticket, { from: 'bot' });
    },
    async close() {
      await rig.stop();
      await slack.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return rig;
}

export const COMPLETE =
  '--goal "Greet people by name" --scope src/greet.ts --done "`npm test` passes" --constraints none';

const factsOf = (wishes: readonly RepoWish[]): RepoFacts[] =>
  wishes.map(({ name }) => ({
    name,
    base: 'main',
    baseCommit: 'a'.repeat(40),
    detected: ['npm test'],
    configured: [],
    areas: ['src', 'src/greet.ts'],
  }));

/** Stages that succeed at once; the agent works until the test says otherwise. */
function scripted(now: () => string): Omit<Handlers, `slack.${string}`> {
  const nothing = async () => undefined;
  return {
    'repositories.read': async ({ step }, run) => ({
      type: 'repositories_read',
      step,
      at: now(),
      facts: factsOf(run.wishes),
    }),
    'interview.ask': async ({ step }) => ({ type: 'interview_done', step, at: now(), questions: [] }),
    'workspace.prepare': async ({ step }, run) => ({
      type: 'workspace_prepared',
      step,
      at: now(),
      worktrees: run.wishes.map(({ name }) => ({
        name,
        path: `/w/${name}`,
        base: 'main',
        baseCommit: 'a'.repeat(40),
      })),
    }),
    'workspace.remove': async ({ step }) => ({ type: 'workspace_removed', step, at: now() }),
    'workspace.clean': async ({ step }) => ({ type: 'workspace_removed', step, at: now() }),
    'agent.start': async ({ step }) => ({ type: 'agent_started', step, at: now() }),
    'agent.look': async ({ step }) => ({ type: 'agent_seen', step, at: now(), activeAt: now() }),
    'feedback.write': nothing,
    'guidance.deliver': async ({ id }) => ({ type: 'guidance_delivered', id, at: now() }),
    'processes.end': async ({ step }) => ({ type: 'processes_ended', step, at: now() }),
    'checks.run': nothing,
    'merge.build': nothing,
    'merge.verify': nothing,
    'merge.push': nothing,
    'ticket.write': nothing,
  };
}

function logInto(lines: string[]) {
  const write = (first: string | object, second?: object | string) => {
    lines.push(
      `${JSON.stringify(first)} ${second instanceof Error ? second.stack : JSON.stringify(second ?? '', errors)}`,
    );
  };
  const log = { debug: write, info: write, warn: write, error: write, run: () => log };
  return log;
}

const errors = (_: string, value: unknown) => (value instanceof Error ? value.stack : value);
