/** The real bot as a process that can be killed, and what its database says of a run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../../../src/playground/server/facts.js';
import { startSlack } from '../../../src/playground/server/slack-server.js';
import type { RunContext } from '../../../src/run/context.js';
import { reading } from '../../crash/database.js';
import { git, makeRemote, temporary } from '../../fixtures/git-repos.js';

/** Between two kills the programs get somewhere. */
const LEAST_LIFE_MS = 3_000;
const CONNECT_MS = 60_000;

/** What a program plays against: the bot, and the agents that work for it. */
export interface Bot {
  slack: Awaited<ReturnType<typeof startSlack>>;
  dev: Channel;
  /** Flags with which nothing has to be asked. */
  wish: string;
  defects: string[];
  begin(): Promise<void>;
  /** Ends it at once and starts it again; one at a time, whoever wishes for it. */
  kill(): Promise<void>;
  kills(): number;
  stop(): Promise<void>;
  run(id: string): Promise<RunContext & { status: string }>;
  /** How often the run was merged on the base. */
  merges(id: string): number;
  /** The agent of the run asks. */
  asks(id: string, question: string): Promise<void>;
  ends(id: string, how: 'done' | 'fail'): Promise<void>;
}

const PATIENCE_MS = 30_000;

export async function makeBot(program: string): Promise<Bot> {
  const root = temporary();
  const home = join(root, 'home');
  for (const folder of [home, join(root, 'pipes')]) mkdirSync(folder, { mode: 0o700 });
  copyFileSync(resolve('test/hostile/model/agent.sh'), join(root, 'agent.sh'));
  chmodSync(join(root, 'agent.sh'), 0o755);
  const { clone, remote } = makeRemote(join(root, 'api'), { 'README.md': '# A greeter\n' });
  const slack = await startSlack({ redeliverAfterMs: 300, ackTimeoutMs: 10_000 });
  const config = join(root, 'metawsm.yml');
  writeFileSync(config, configuration(clone, join(root, 'agent.sh')));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.url,
    METAWSM_CONFIG: config,
    METAWSM_HOME: home,
    LOG_LEVEL: 'info',
  };
  const defects: string[] = [];
  let child: ChildProcess | undefined;
  let bornAt = 0;
  let dying: Promise<void> | undefined;
  let kills = 0;

  async function begin(): Promise<void> {
    bornAt = Date.now();
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      for (const line of chunk.split('\n')) if (line.startsWith('{"level":"error"')) defects.push(line);
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => void defects.push(chunk));
    await slack.connected(1, CONNECT_MS);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const over =
      child && child.exitCode === null && child.signalCode === null ? once(child, 'close') : undefined;
    child?.kill(signal);
    await over;
    await slack.waitFor(() => slack.sockets === 0, 'the sockets of the dead bot to close');
  }

  return {
    slack,
    wish: '--goal "Greet people" --scope README.md --constraints none --done "`true`"',
    defects,
    dev: slack.channel('dev'),
    begin,
    kills: () => kills,
    async kill(): Promise<void> {
      if (dying) return dying;
      if (Date.now() - bornAt < LEAST_LIFE_MS) return;
      kills += 1;
      dying = end('SIGKILL').then(begin);
      await dying.finally(() => {
        dying = undefined;
      });
    },
    stop: () => end('SIGTERM').then(() => slack.close()),
    async run(id: string): Promise<RunContext & { status: string }> {
      const rows = await reading(join(home, 'metawsm.sqlite'), (ask) =>
        ask(`SELECT status, snapshot FROM runs WHERE id = '${id}'`),
      );
      const { context } = JSON.parse(String(rows?.[0]?.snapshot)) as { context: RunContext };
      return { ...context, status: String(rows?.[0]?.status) };
    },
    merges: (id: string) =>
      git(remote, 'log', '--merges', '--format=%s%n%b', 'main').split(`metawsm/${id}`).length - 1,
    asks: async (id, question) =>
      leave(home, id, 'guidance-request', { question, options: ['left', 'right'] }),
    async ends(id, how) {
      if (how === 'done') leave(home, id, 'implementation-complete', { summary: 'It greets.' });
      const end = Date.now() + PATIENCE_MS;
      while (!reads(join(root, 'pipes', id), how === 'done' ? '0' : '1')) {
        if (Date.now() > end) throw new Error(`${id}: no agent reads its pipe`);
        await soon();
      }
    },
  };
}

function leave(home: string, id: string, name: string, content: object): void {
  const file = join(home, 'workspaces', id, '.metawsm', `${name}.json`);
  writeFileSync(`${file}.tmp`, JSON.stringify(content));
  renameSync(`${file}.tmp`, file);
}

/** False while nobody reads. */
function reads(pipe: string, code: string): boolean {
  try {
    const end = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(end, `${code}\n`);
    closeSync(end);
    return true;
  } catch {
    return false;
  }
}

export const soon = (): Promise<void> => pause(25);

const configuration = (clone: string, agent: string): string =>
  [
    'repos:',
    `  - { name: api, path: ${JSON.stringify(clone)} }`,
    'agents:',
    `  - { name: script, runner: command, command: [${JSON.stringify(agent)}] }`,
    'defaultAgent: script',
    'limits: { agents: 100 }',
    'access: { start: [everyone], answer: [everyone], merge: [everyone], admins: [] }',
    '',
  ].join('\n');
