/**
 * The world of a journey: a Slack, repositories with remotes, an agent, and the real bot between them. Journeys read
 * as conversations; nothing in here decides anything.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RunningApp, startApp } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { createLogger, type Log } from '../../src/logging.js';
import { type SlackServer, startSlack } from '../../src/playground/slack-server.js';
import { createRedactor } from '../../src/redact.js';
import { git, makeRemote, makeRepo, removeTemporary, temporary } from '../fixtures/git-repos.js';

export interface WorldOptions {
  /** `http` instead of Socket Mode. */
  http?: boolean;
  /** Names of repositories with a remote; their files. Default `api` and `web`. */
  repos?: Record<string, Record<string, string>>;
  /** Names of repositories without a remote, and their files. */
  localRepos?: Record<string, Record<string, string>>;
  /** Checks per repository. */
  checks?: Record<string, string[]>;
  /** A program below test/fixtures/agents, or an argument vector. */
  agent?: string | string[];
  /** Lines of metawsm.yml besides repositories and agents; `access` is everyone unless it stands here. */
  more?: string;
  env?: Record<string, string>;
}

const GREETER = { 'README.md': '# A greeter\n' };
const EVERYONE = 'access: { start: [everyone], answer: [everyone], merge: [everyone], admins: [] }';

export type World = Awaited<ReturnType<typeof makeWorld>>;

export async function makeWorld(options: WorldOptions = {}) {
  const root = temporary();
  const home = join(root, 'home');
  const repos: Record<
    string,
    { path: string; base: () => string; log: () => string[]; show: (file: string) => string }
  > = {};
  const remotes = options.repos ?? (options.localRepos ? {} : { api: GREETER, web: GREETER });
  for (const [name, files] of Object.entries(remotes)) {
    const { remote, clone } = makeRemote(join(root, name), files);
    repos[name] = seen(clone, remote);
  }
  for (const [name, files] of Object.entries(options.localRepos ?? {})) {
    const path = makeRepo(join(root, name), files);
    repos[name] = seen(path, path);
  }
  const slack = await startSlack();
  const lines: string[] = [];
  const file = join(root, 'metawsm.yml');
  writeFileSync(file, configuration(repos, options));
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.url,
    METAWSM_CONFIG: file,
    METAWSM_HOME: home,
    LOG_LEVEL: 'debug',
    ...(options.http
      ? { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: '0' }
      : { SLACK_APP_TOKEN: slack.appToken }),
    ...options.env,
  };

  let app: RunningApp | undefined;
  const world = {
    slack,
    root,
    home,
    repos,
    env,
    /** Every line the bot has logged. */
    lines,
    dev: slack.channel('dev'),
    ana: slack.person('ana'),
    ben: slack.person('ben'),
    async start(): Promise<void> {
      const config = loadConfig({ env, cwd: root });
      const redact = createRedactor({ env, names: config.redact });
      const log: Log = createLogger({
        level: 'debug',
        redact,
        human: false,
        destination: { write: (line) => void lines.push(line) },
      });
      app = await startApp({ config, redact, log, tempo: QUICK });
      if (options.http) await slack.connectHttp(`http://127.0.0.1:${app.port()}/slack/events`);
      else await slack.connected();
    },
    async stop(): Promise<void> {
      await app?.stop();
      app = undefined;
    },
    async restart(): Promise<void> {
      await world.stop();
      await world.start();
    },
    /** A file of the workspace of the only run. */
    inWorkspace: (runId: string, path: string) => readFileSync(join(home, 'workspaces', runId, path), 'utf8'),
    async close(): Promise<void> {
      await world.stop();
      await slack.close();
      removeTemporary();
    },
  };
  mkdirSync(home, { recursive: true });
  await world.start();
  return world;
}

/** Real work, without the pauses that spare Slack. */
const QUICK = {
  editIntervalMs: 40,
  pace: { everyMs: 5, burst: 50 },
  settle: { requestTimeoutMs: 2_000, marginMs: 200 },
  inboxSweepMs: 200,
  agentEndMs: 5_000,
  drainMs: 2_000,
};

function seen(path: string, base: string) {
  return {
    path,
    base: () => git(base, 'rev-parse', 'main'),
    log: () => git(base, 'log', '--format=%s', 'main').split('\n'),
    show: (file: string) => git(base, 'show', `main:${file}`),
  };
}

function configuration(repos: Record<string, { path: string }>, options: WorldOptions): string {
  const command =
    typeof options.agent === 'string' || options.agent === undefined
      ? [resolve('test/fixtures/agents', options.agent ?? 'asks-then-forgets-then-mends.sh')]
      : options.agent;
  const lines = ['repos:'];
  for (const [name, { path }] of Object.entries(repos)) {
    lines.push(`  - name: ${name}`, `    path: ${JSON.stringify(path)}`);
    const checks = options.checks?.[name];
    if (checks) lines.push(`    checks: ${JSON.stringify(checks)}`);
  }
  lines.push('agents:', '  - name: script', '    runner: command', `    command: ${JSON.stringify(command)}`);
  lines.push('defaultAgent: script');
  if (!options.more?.includes('access:')) lines.push(EVERYONE);
  if (options.more) lines.push(options.more);
  return `${lines.join('\n')}\n`;
}
