/** The bot on a machine whose clock is set to and fro. Timers keep the real time, as they do where a clock is set. */
import { startLate } from '../late-app.js';
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

const app = await startLate();
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
