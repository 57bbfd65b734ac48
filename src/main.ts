/** Start and stop: configuration, app, signals. */
import { config as readDotenv } from 'dotenv';
import { startApp } from './app.js';
import { ConfigFault, loadConfig } from './config.js';
import type { Config } from './configuration/types.js';
import { createLogger } from './logging.js';
import { AlreadyRunning } from './persistence/instance-lock.js';
import { createRedactor } from './redact.js';
import { TokenRefused } from './slack/identity.js';

/** sysexits.h: something in the configuration; a defect; somebody else is at it. */
const EXIT = { configuration: 78, software: 70, temporary: 75 } as const;

readDotenv({ quiet: true });
const config = configuration();
const redact = createRedactor({ env: process.env, names: config.redact });
const log = createLogger({ level: config.logLevel, redact });

process.on('unhandledRejection', (error) =>
  log.error('a promise was rejected and nobody listened', { error }),
);
process.on('uncaughtException', (error) => {
  log.error('a defect ended the process; it can be started again, nothing is lost', { error });
  process.exit(EXIT.software);
});

try {
  const app = await startApp({ config, redact, log });
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(EXIT.software);
    stopping = true;
    log.info('stopping: what is under way is brought to an end, agents go on', { signal });
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stopping failed; nothing is lost', { error });
        process.exit(EXIT.software);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  if (error instanceof TokenRefused) leave(error.message, EXIT.configuration);
  if (error instanceof AlreadyRunning) leave(error.message, EXIT.temporary);
  log.error('metawsm could not start', { error });
  process.exit(EXIT.software);
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
