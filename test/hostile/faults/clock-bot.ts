/** The bot on a machine whose clock is set to and fro. Timers keep the real time, as they do where a clock is set. */
import { shiftedDate } from '../shifted-date.js';

const HOUR_MS = 3_600_000;
const AWAY_MS = [0, -HOUR_MS, 0, HOUR_MS, 2_000, -60_000, 6 * HOUR_MS, -6 * HOUR_MS];
const EVERY_MS = 1_000;

const real = Date.now;
let at = 0;
globalThis.Date = shiftedDate(() => real() + (AWAY_MS[at] ?? 0));
setInterval(() => {
  at = (at + 1) % AWAY_MS.length;
}, EVERY_MS).unref();

const { startApp } = await import('../../../src/app.js');
const { loadConfig } = await import('../../../src/config.js');
const { createLogger } = await import('../../../src/logging.js');
const { createRedactor } = await import('../../../src/redact.js');

const config = loadConfig({ env: process.env, cwd: process.cwd() });
const redact = createRedactor({ env: process.env, names: config.redact });
const log = createLogger({ level: 'warn', redact, human: false });
const app = await startApp({ config, redact, log });
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
