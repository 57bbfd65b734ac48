/**
 * The world of a journey: a Slack, repositories with remotes, an agent, and the real bot between them. Journeys read
 * as conversations; nothing in here decides anything.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningApp, startApp } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { createLogger, type Log } from '../../src/logging.js';
import type { Channel, Message } from '../../src/playground/server/facts.js';
import type { Person } from '../../src/playground/server/people.js';
import { startSlack } from '../../src/playground/server/slack-server.js';
import { createRedactor } from '../../src/redact.js';
import { git, makeRemote, makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';
import { configuration, type WorldOptions } from './configuration.js';
import { endAgents } from './end-agents.js';
import { nothingLeft } from './leftovers.js';

/** How a run is begun when nothing has to be asked. */
export interface Begun {
  repos?: string;
  agent?: string;
  done?: string;
  by?: Person;
  in?: Channel;
}

const GREETER = { 'README.md': '# A greeter\n' };

export type World = Awaited<ReturnType<typeof makeWorld>>;

export async function makeWorld(options: WorldOptions = {}) {
  const root = temporary();
  const home = options.home ?? join(root, 'home');
  const repos: Record<string, Seen> = {};
  const remotes = options.repos ?? (options.localRepos ? {} : { api: GREETER, web: GREETER });
  for (const [name, files] of Object.entries(remotes)) {
    const { remote, clone, push } = makeRemote(join(root, name), files);
    repos[name] = { ...seen(clone, remote), remote, push };
  }
  for (const [name, files] of Object.entries(options.localRepos ?? {})) {
    const path = makeRepo(join(root, name), files);
    repos[name] = seen(path, path);
  }
  // a busy machine must not owe an acknowledgement that a journey does not speak of
  const slack = await startSlack({ ackTimeoutMs: 20_000 });
  write(root, options.files ?? {});
  const lines: string[] = [];
  const file = join(root, 'metawsm.yml');
  const ana = slack.person('ana');
  const ben = slack.person('ben');
  const more = typeof options.more === 'function' ? options.more({ ana, ben, slack }) : options.more;
  writeFileSync(file, configuration(repos, options, more));
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
  const spoken = (message: Message) => slack.visibleText(message);
  const world = {
    slack,
    root,
    home,
    repos,
    env,
    /** Every line the bot has logged. */
    lines,
    dev: slack.channel('dev'),
    ana,
    ben,
    /** Begins a run that needs no question: the command with every field, the brief, `Start run`. */
    async begins(ticket: string, begun: Begun = {}): Promise<{ card: Message; id: string }> {
      const { by = world.ana, in: channel = world.dev, repos: named = Object.keys(repos).join(',') } = begun;
      const agent = begun.agent ? ` --agent ${begun.agent}` : '';
      const done = begun.done ?? '`test -e greeting.txt` passes';
      const before = slack.messages(channel).at(-1);
      await by.types(`/metawsm bootstrap ${ticket} --repos ${named}${agent} ${WISH} --done "${done}"`, {
        in: channel,
      });
      const card = await slack.message(channel, (m) => !m.thread_ts && spoken(m).includes(ticket), {
        from: 'bot',
        ...(before ? { after: before } : {}),
      });
      const brief = await world.hears(card, /^Brief for/m);
      await by.presses('Start run', { on: brief });
      const [id = ''] = new RegExp(`${ticket}-[a-z2-7]{6}`, 'i').exec(spoken(card)) ?? [];
      return { card, id };
    },
    /** Waits until the run's card shows `words`. */
    async shows(card: Message, words: RegExp, timeoutMs = 20_000): Promise<void> {
      await slack.waitFor(() => words.test(spoken(card)), `a card with ${words}`, timeoutMs);
    },
    /** Waits for the newest reply of the bot in the run's thread that matches. */
    hears: (card: Message, words: RegExp, after?: Message, timeoutMs = 20_000): Promise<Message> =>
      slack.message(
        card.channel,
        (message) =>
          message.ts !== card.ts && (!after || message.ts > after.ts) && words.test(spoken(message)),
        { thread: card, from: 'bot', timeoutMs },
      ),
    /** What the bot wrote to Slack from one of its messages to another, both counted. */
    writesBetween(first: Message, last: Message) {
      const writes = slack.calls.filter(({ method }) => /^(chat\.(post|update)|reactions\.add)/.test(method));
      const postOf = (message: Message) => writes.findIndex(({ result }) => result?.ts === message.ts);
      return writes.slice(postOf(first), postOf(last) + 1);
    },
    /** Waits for something outside of Slack. */
    async until(holds: () => boolean, what: string, timeoutMs = 10_000): Promise<void> {
      const end = Date.now() + timeoutMs;
      while (!holds()) {
        if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms until ${what}.\n${slack.transcript()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
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
    /** Ends everything; throws where something is left that the states of the runs do not explain. */
    async close(): Promise<void> {
      try {
        await world.stop();
        await slack.close();
        if (existsSync(join(home, 'metawsm.sqlite')))
          await nothingLeft(home, { mayLack: options.losesWorkspaces === true });
      } finally {
        await endAgents(home);
        removeTemporary();
      }
    },
  };
  mkdirSync(home, { recursive: true });
  if (!options.asleep) await world.start();
  return world;
}

const WISH = '--goal "Greet people" --scope "greeting.txt" --constraints none';

interface Seen {
  path: string;
  /** The bare repository behind the clone. */
  remote?: string;
  /** Commit of the base. */
  base: () => string;
  /** Subjects of the base's commits, newest first. */
  log: () => string[];
  /** Body of the message of the base's newest commit. */
  body: () => string;
  /** A file on the base. */
  show: (file: string) => string;
  /** Somebody else pushes to the base, or to another branch. */
  push?: (files: Record<string, string>, branch?: string) => string;
}

/** Real work, without the pauses that spare Slack. */
const QUICK = {
  editIntervalMs: 40,
  homeIntervalMs: 40,
  pace: { everyMs: 5, burst: 50 },
  settle: { requestTimeoutMs: 2_000, marginMs: 200 },
  inboxSweepMs: 200,
  agentEndMs: 5_000,
  limitMarginMs: 200,
  progressMs: 100,
  doctorMs: 3_000,
  drainMs: 2_000,
};

function seen(path: string, base: string): Seen {
  return {
    path,
    base: () => git(base, 'rev-parse', 'main'),
    log: () => git(base, 'log', '--format=%s', 'main').split('\n'),
    body: () => git(base, 'show', '-s', '--format=%b', 'main'),
    show: (file: string) => git(base, 'show', `main:${file}`),
  };
}
