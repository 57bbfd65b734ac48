/** Programs that are measured: each a process of its own with a Slack of its own, which lives in this process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type SlackServer, type StartSlack, startSlack } from '../../src/playground/server/slack-server.js';
import { configuration, type WorldOptions } from '../journeys/configuration.js';
import { endAgents } from '../journeys/end-agents.js';

export type Name = 'bare Bolt' | 'Bolt with the ORM' | 'metawsm';

const PROGRAMS: Record<Name, string> = {
  'bare Bolt': 'test/bench/subjects/bare-bolt.mjs',
  'Bolt with the ORM': 'test/bench/subjects/bolt-with-orm.mjs',
  metawsm: 'dist/src/main.js',
};

export interface Subject {
  name: Name;
  slack: SlackServer;
  home: string;
  /** From the start of the process to its first socket, or first answer over HTTP. */
  connectedMs: number;
  /** Resident memory in MiB. Linux only. */
  residentMb(): number;
  /** True while programs run that it has started. Linux only. */
  hasChildren(): boolean;
  stop(): Promise<void>;
}

export interface Wanted {
  name: Name;
  root: string;
  /** Called before the program starts, for instance to fill its database. */
  prepare?: (home: string) => Promise<void>;
  /** Folders of repositories, by name. Default: `api`, with one file. */
  repos?: Record<string, string>;
  /** The agents and further lines of metawsm.yml. */
  world?: Pick<WorldOptions, 'agent' | 'agents'> & { more?: string };
  slack?: StartSlack;
  /** Default: Socket Mode. */
  overHttp?: boolean;
}

/** Names the folder in which metawsm leaves its CPU profiles; they cost time, so figures beside them count little. */
export const PROFILES_IN = 'METAWSM_BENCH_PROFILES';

const CONNECTED_MS = 60_000;

/** Starts one and waits until it is connected. */
export async function startSubject(wanted: Wanted): Promise<Subject> {
  const { name, root, prepare } = wanted;
  const folder = mkdtempSync(join(root, 'subject-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  await prepare?.(home);
  const slack = await startSlack({ ackTimeoutMs: 20_000, ...wanted.slack });
  const config = join(folder, 'metawsm.yml');
  writeFileSync(config, configurationOf(wanted));
  const begun = performance.now();
  const profile = name === 'metawsm' ? process.env[PROFILES_IN] : undefined;
  const profiled = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const way = wanted.overHttp ? await byHttp(slack) : bySocket(slack);
  const child = spawn(process.execPath, [...profiled, resolve(PROGRAMS[name])], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      SLACK_BOT_TOKEN: slack.botToken,
      ...way.env,
      SLACK_API_URL: slack.url,
      METAWSM_CONFIG: config,
      METAWSM_HOME: home,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    words = (words + part).slice(-4_000);
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${code}: ${words}`);
  });
  ended.catch(() => undefined);
  await Promise.race([ended, way.connected()]);
  const subject: Subject = {
    name,
    slack,
    home,
    connectedMs: performance.now() - begun,
    residentMb: () => residentMb(child),
    hasChildren: () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8') !== '',
    async stop() {
      const over = once(child, 'exit');
      // a profile is written at an end that the program knows of
      child.kill(profile === undefined ? 'SIGKILL' : 'SIGTERM');
      await over;
      await endAgents(home);
      await slack.close();
      living.delete(subject);
    },
  };
  living.add(subject);
  return subject;
}

const bySocket = (slack: SlackServer) => ({
  env: { SLACK_APP_TOKEN: slack.appToken },
  connected: () => slack.connected(1, CONNECTED_MS),
});

const KNOCK_EVERY_MS = 50;

/** A port that is free now is not kept for it; nothing else on a quiet machine takes it. */
async function byHttp(slack: SlackServer) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  return {
    env: { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: `${port}` },
    async connected() {
      for (const until = Date.now() + CONNECTED_MS; ; await pause(KNOCK_EVERY_MS)) {
        try {
          return await slack.connectHttp(url);
        } catch (error) {
          if (Date.now() > until) throw error;
        }
      }
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** However the bench ends, no program of it goes on. */
const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

const living = new Set<Subject>();

/** Ends all that were started and not stopped, and their agents: those would outlive the bench. */
export async function stopSubjects(): Promise<void> {
  for (const subject of living) await subject.stop();
}

function configurationOf({ root, repos = { api: join(root, 'repository') }, world = {} }: Wanted): string {
  const { more, ...options } = { agent: ['true'], ...world };
  const found = Object.entries(repos).map(([name, path]) => [name, { path }] as const);
  return configuration(Object.fromEntries(found), options, more);
}

function residentMb({ pid }: ChildProcess): number {
  const kb = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}
