/** A visit from beginning to end: a home, a Slack, the bot and the page, joined. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Config, ConfigSource } from '../../config.js';
import type { PageParts } from '../scene/ports.js';
import type { Manifest } from '../server/manifest.js';
import { type SlackServer, startSlack } from '../server/slack-server.js';
import type { Flags } from './arguments.js';
import { botCommand, botEnvironment } from './bot-environment.js';
import { OwnBot } from './bot-process.js';
import { type Cast, castOf } from './cast.js';
import { diffOf } from './diff.js';
import { type HintWorld, hintFor } from './hints.js';
import { type Home, leaveHome } from './homes.js';
import { endBot, noteBot } from './inhabitants.js';
import { inspecting } from './inspection.js';
import { actorUnder, mayStart, peopleNamedBy, readConfiguration } from './own-config.js';
import { sampleConfiguration, sampleConfigurationFile } from './sample-config.js';
import { makeSampleRepos } from './sample-repos.js';
import { writeSampleTickets } from './sample-tickets.js';
import { startText } from './words.js';

export interface VisitOptions extends ConfigSource {
  flags: Flags;
  home: Home;
  /** The built page; it may take a few seconds. */
  folder: Promise<string>;
  /** Ends the waiting for it. */
  signal: AbortSignal;
  openPage: (parts: PageParts) => { href: string; close(): void };
  /** Words for the terminal. */
  say: (text: string) => void;
  /** See `BotOptions`. */
  onLost: (exitCode: number | null, output: string) => void;
}

export interface Visit {
  /** Ends everything and leaves the home. `now`: what is under way is not waited for. */
  close(now?: boolean): Promise<void>;
}

const SLOW_MS = 1_500;
const SAMPLE_FIRST = '/metawsm bootstrap DEMO-1 --repos hello,site';

/** Throws `ConfigFault`, `SavedFault`, what `folder` does, the reason of `signal`, and `EADDRINUSE` of the port; nothing runs then. */
export async function startVisit(options: VisitOptions): Promise<Visit> {
  const { flags, home } = options;
  // a fault of it is told where it is waited for
  options.folder.catch(() => undefined);
  const manifest = parse(readFileSync(top('manifest.yml'), 'utf8')) as Manifest;
  const slack = await startSlack({ port: flags.port, manifest, ...(home.kept && { file: home.slack }) });
  const ends: ((now: boolean) => void | Promise<void>)[] = [() => slack.close()];
  const end = async (now: boolean) => {
    for (const one of [...ends].reverse()) await one(now);
  };
  try {
    await open(options, { slack, manifest, ends });
  } catch (error) {
    await end(true);
    throw error;
  }
  return {
    async close(now = false) {
      await end(now);
      await leaveHome(home);
    },
  };
}

interface Opening {
  slack: SlackServer;
  manifest: Manifest;
  /** What ends that which has been started, in the order of starting. */
  ends: ((now: boolean) => void | Promise<void>)[];
}

async function open(options: VisitOptions, { slack, manifest, ends }: Opening): Promise<void> {
  const { flags, home } = options;
  const cast = castOf(slack);
  const config = await configurationOf(options, cast);
  const others = flags.config === undefined ? [] : peopleNamedBy(config, slack, cast);
  const people = [...new Set([cast.ana, cast.ben, cast.cem, ...others])];
  const bot = botOf(options, slack, config.file);
  ends.push((now) => bot.stop(now));
  await endBot(home.root);
  bot.start();
  const world = hintsOf(flags, slack, cast, config, bot);
  const repos = config.repos.map(({ name }) => name);
  const page = options.openPage({
    slack,
    key: randomBytes(18).toString('base64url'),
    folder: await folderOf(options),
    manifest,
    actors: people.map((person) => actorUnder(config, slack, person)),
    bot,
    hint: (userId) => hintFor(world(), userId),
    diff: (repo, commit) => diffOf(home.bot, repos, repo, commit),
    inspect: inspecting({ ...config, home: home.bot }, { env: options.env, cwd: bot.cwd }),
  });
  ends.push(() => page.close());
  options.say(
    startText({
      address: flags.inspector ? `${page.href}&inspector=on` : page.href,
      home,
      ...(flags.config !== undefined && { config: config.file }),
      first: world().first,
      nobodyStarts: !people.some((person) => mayStart(config, slack, person)),
      logsHere: flags.log,
    }),
  );
}

/** Says that it takes a while where it does. Throws what `folder` does, or the signal's reason. */
async function folderOf({ folder, signal, say }: VisitOptions): Promise<string> {
  const slow = setTimeout(
    () => say('The page is built, which takes a few seconds the first time …\n'),
    SLOW_MS,
  );
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
  });
  return await Promise.race([folder, aborted]).finally(() => clearTimeout(slow));
}

const top = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** One's own file, or the sample's, which is made with everything that it names. */
async function configurationOf({ flags, home, env, cwd }: VisitOptions, cast: Cast): Promise<Config> {
  if (flags.config !== undefined) return readConfiguration(flags.config, { env, cwd });
  const file = sampleConfigurationFile(home.root);
  await makeSampleRepos(home.root);
  writeSampleTickets(home.bot);
  writeFileSync(file, sampleConfiguration(cast), { mode: 0o600 });
  return readConfiguration(file, { env, cwd });
}

function botOf({ flags, home, env, onLost }: VisitOptions, slack: SlackServer, config: string): OwnBot {
  const isOwn = flags.config !== undefined;
  return new OwnBot({
    slack,
    argv: botCommand(),
    cwd: isOwn ? dirname(config) : home.bot,
    env: botEnvironment({ env, home: home.bot, config, isOwn, slack }),
    onOutput: (text) => (flags.log ? process.stderr.write(text) : noteLog(home.log, text)),
    onStart: (pid) => noteBot(home.root, pid),
    onLost,
  });
}

/** A disk that is full must not end the visit. */
function noteLog(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch {}
}

function hintsOf(
  flags: Flags,
  { store }: SlackServer,
  { ana, cem, dev }: Cast,
  { repos, channels }: Config,
  bot: OwnBot,
): () => HintWorld {
  const isSample = flags.config === undefined;
  const place = isSample ? dev.id : (Object.keys(channels)[0] ?? dev.id);
  const first = isSample ? SAMPLE_FIRST : `/metawsm bootstrap TRY-1 --repos ${repos[0]?.name}`;
  const people = isSample ? { starter: ana.id, outsider: cem.id } : {};
  return () => {
    const { starts, state } = bot.look();
    const isConnected = state === 'connected';
    return { store, channel: place, first, ...people, starts, isConnected };
  };
}
