/** The bot as it is, only less patient: what the harness starts and kills. */
import './marks.js';

import type { Tempo } from '../../src/app/tempo.js';
import { startApp } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { createLogger } from '../../src/logging.js';
import { createRedactor } from '../../src/redact.js';

// A request of a dead process is long over after `requestTimeoutMs`: the harness' Slack answers within 30 ms.
const TEMPO: Tempo = {
  editIntervalMs: 100,
  pace: { everyMs: 5, burst: 50 },
  settle: { requestTimeoutMs: 1_000, marginMs: 250 },
  inboxSweepMs: 200,
  agentEndMs: 5_000,
  drainMs: 2_000,
};

const config = loadConfig({ env: process.env, cwd: process.cwd() });
const redact = createRedactor({ env: process.env, names: config.redact });
const log = createLogger({ level: config.logLevel, redact, human: false });
// Whoever kills the harness itself does not want it to go on.
const harness = process.ppid;
setInterval(() => process.ppid === harness || process.exit(1), 1_000).unref();

// The bundle is a script, which knows no `await` at its top.
void startApp({ config, redact, log, tempo: TEMPO }).then((app) => {
  const stop = () => void app.stop().then(() => process.exit(0));
  process.on('SIGTERM', stop);
});
