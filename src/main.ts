/** Start and stop: configuration, app, signals. */
import { config as readDotenv } from 'dotenv';
import { runDoctor } from './app/doctor/command-line.js';
import { unstartable } from './app/unstartable.js';
import { type AppOptions, type RunningApp, startApp } from './app.js';
import { type Config, ConfigFault, loadConfig, warningsOf } from './config.js';
import { createLogger } from './logging.js';
import { AlreadyRunning } from './persistence/instance-lock.js';
import { createRedactor } from './redact.js';
import { findProgram } from './shell/find-program.js';
import { TokenRefused } from './slack/identity.js';
import { type DoctorFlags, usageFor } from './usage.js';

/** sysexits.h: something in the configuration; a defect; somebody else is at it. */
const EXIT = { configuration: 78, software: 70, temporary: 75 } as const;

/** No `await` at the top: the build makes a script of this. */
void main();

async function main(): Promise<void> {
  const usage = usageFor(process.argv.slice(2));
  if (usage && 'words' in usage) {
    if (usage.isFault) leave(usage.words, EXIT.configuration);
    process.stdout.write(`${usage.words}\n`);
    process.exit(0);
  }
  readDotenv({ quiet: true });
  if (usage) process.exit(await examined(usage.doctor));
  const config = configuration();
  const redact = createRedactor({ env: process.env, names: config.redact });
  await run({ config, redact, log: createLogger({ level: config.logLevel, redact }) });
}

async function run({ config, redact, log }: Pick<AppOptions, 'config' | 'redact' | 'log'>): Promise<void> {
  const fail = (error: unknown): never => {
    log.error('metawsm ends because of a fault; nothing is lost', { err: error });
    process.exit(EXIT.software);
  };
  process.on('unhandledRejection', (error) =>
    log.error('a promise was rejected and nobody listened', { err: error }),
  );
  process.on('uncaughtException', (error) => {
    log.error('a defect ended the process; it can be started again, nothing is lost', { err: error });
    process.exit(EXIT.software);
  });

  const starting = new AbortController();
  let app: RunningApp | undefined;
  let stopping = false;

  const stop = (signal: string) => {
    if (stopping) process.exit(EXIT.software);
    stopping = true;
    log.info('stopping: what is under way is brought to an end, agents go on', { signal });
    starting.abort(new Error('stopped while starting'));
    if (app) app.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const isThere = (program: string) => findProgram(program, config.environment.PATH ?? '', '/') !== undefined;
  for (const { place, what, remedy } of warningsOf(config, isThere))
    log.warn(`${place}: ${what}`, { remedy });

  try {
    app = await startApp({ config, redact, log, signal: starting.signal });
    if (stopping) await app.stop().then(() => process.exit(0), fail);
  } catch (error) {
    if (stopping) process.exit(0);
    if (error instanceof TokenRefused) leave(error.message, EXIT.configuration);
    if (error instanceof AlreadyRunning) leave(error.message, EXIT.temporary);
    const words = unstartable(error, config);
    if (words !== undefined) leave(words, EXIT.configuration);
    fail(error);
  }
}

/** A signal breaks the doctor off, who then leaves nothing behind either. */
async function examined(flags: DoctorFlags): Promise<number> {
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => over.abort());
  try {
    return await runDoctor({
      env: process.env,
      cwd: process.cwd(),
      flags,
      write: (text) => new Promise((done) => process.stdout.write(text, () => done())),
      colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
      signal: over.signal,
    });
  } catch (error) {
    if (over.signal.aborted) return 1;
    throw error;
  }
}

function configuration(): Config {
  try {
    return loadConfig({ env: process.env, cwd: process.cwd() });
  } catch (error) {
    if (error instanceof ConfigFault) return leave(error.message, EXIT.configuration);
    throw error;
  }
}

function leave(words: string, code: number): never {
  process.stderr.write(`${words}\n`);
  process.exit(code);
}
