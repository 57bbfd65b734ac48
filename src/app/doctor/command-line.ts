/** `npm run doctor`: proves the set-up from a terminal, whether the bot runs or not. Changes nothing. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigFault, loadConfig } from '../../config.js';
import { examine } from '../../doctor/examine.js';
import { type Finding, findingsOn, isFaulty } from '../../doctor/finding.js';
import { asJson, printed } from '../../doctor/print.js';
import { isHeld } from '../../persistence/instance-lock.js';
import { createRedactor } from '../../redact.js';
import { inheritForGit } from '../../shell/git.js';
import { Echo } from '../../slack/doctor/echo.js';
import { tryEvents } from '../../slack/doctor/events.js';
import { tryHttp } from '../../slack/doctor/http.js';
import { trySocket } from '../../slack/doctor/socket.js';
import { tryAppToken } from '../../slack/doctor/tokens.js';
import type { DoctorFlags } from '../../usage.js';
import { withScratch } from './hands.js';
import { probesOf, type Sights } from './probes.js';
import { faultsOf } from './set-up.js';

export interface DoctorOptions {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  flags: DoctorFlags;
  /** Takes what is printed. */
  write: (text: string) => Promise<void>;
  colours: boolean;
  signal: AbortSignal;
  /** How long a socket, an event or an agent may take. Default 10 and 15 seconds. */
  patienceMs?: number;
}

/** For scripts: all is well, something is wrong, the configuration cannot be read. */
const EXIT = { well: 0, faulty: 1, configuration: 78 } as const;
const { unproven } = findingsOn('slack');

/** Answers the exit code. Rejects with the reason of `signal`. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const { env, cwd, flags, write, colours } = options;
  const tell = (findings: Finding[], names: readonly string[] = []) => {
    const redact = createRedactor({ env, names });
    return write(flags.json ? asJson(findings, { redact }) : printed(findings, { colours, redact }));
  };
  let config: Config;
  try {
    config = loadConfig({ env, cwd });
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    await tell(faultsOf(error));
    return EXIT.configuration;
  }
  const findings = await lookAround(config, options);
  await tell(findings, config.redact);
  return isFaulty(findings) ? EXIT.faulty : EXIT.well;
}

async function lookAround(
  config: Config,
  { cwd, flags, signal, patienceMs }: DoctorOptions,
): Promise<Finding[]> {
  inheritForGit(config.environment);
  const isRunning = await botRuns(config);
  return withScratch((scratch) => {
    const deliveries: Sights['deliveries'] =
      config.slack.appToken === undefined
        ? (_, limit) => overHttp(config, isRunning, limit)
        : (bot, limit) =>
            overSockets(config, bot, isRunning ? 'running' : { to: flags.channel, patienceMs }, limit);
    return examine(probesOf({ config, cwd, scratch, isRunning, signal, deliveries, patienceMs }), signal);
  });
}

/** Either lock: two homes may name one database. */
async function botRuns({ home, database }: Config): Promise<boolean> {
  const locks = [join(home, 'instance.lock'), `${realOf(database.url.slice('sqlite:'.length))}.lock`];
  return (await Promise.all(locks.map((lock) => isHeld(lock).catch(() => false)))).includes(true);
}

function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

async function overHttp(config: Config, isRunning: boolean, signal: AbortSignal): Promise<Finding[]> {
  const { port, signingSecret = '' } = config.slack;
  const found = await tryHttp({ port, signingSecret, isRunning }, signal);
  return [...found, unproven(isRunning ? 'doctor_events_running' : 'doctor_events_untried')];
}

type Bot = Parameters<Sights['deliveries']>[0];

/** Slack gives each event to any one of an app's sockets, so a bot that runs is left alone. */
async function overSockets(
  config: Config,
  { page, seen }: Bot,
  wish: 'running' | { to: string | undefined; patienceMs: number | undefined },
  signal: AbortSignal,
): Promise<Finding[]> {
  const token = await tryAppToken(config.slack, signal);
  if (token.grade === 'fault') return [token, unproven('doctor_events_unheard')];
  if (wish === 'running') return [token, unproven('doctor_socket_left'), unproven('doctor_events_running')];
  const { appToken = '', apiUrl } = config.slack;
  const echo = new Echo();
  const watch = yieldTo(() => botRuns(config));
  const limit = AbortSignal.any([signal, watch.signal]);
  const { to, patienceMs } = wish;
  const common = { echo, page, signal: limit, ...(patienceMs === undefined ? {} : { limitMs: patienceMs }) };
  const place = { ...common, appToken, ...(apiUrl === undefined ? {} : { apiUrl }) };
  try {
    const found = await trySocket(place, async () =>
      seen && to !== undefined
        ? tryEvents({ ...common, web: seen.asking.web, to })
        : [unproven('doctor_events_untried')],
    );
    return [token, ...(watch.signal.aborted ? [unproven('doctor_socket_yielded')] : found)];
  } finally {
    watch.end();
  }
}

const LOOK_MS = 250;

/** Aborts as soon as the bot runs: what Slack sends then is for the bot. */
function yieldTo(isRunning: () => Promise<boolean>) {
  const given = new AbortController();
  const timer = setInterval(() => {
    void isRunning().then((is) => is && given.abort(new Error('the bot runs now')));
  }, LOOK_MS);
  return { signal: given.signal, end: () => clearInterval(timer) };
}
