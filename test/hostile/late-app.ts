/** The bot of this process, loaded only when it is asked for: the clock that it shall see is in its place by then. */
import type { Tempo } from '../../src/app/tempo.js';
import type { RunningApp } from '../../src/app.js';

export async function startLate(tempo: Tempo = {}): Promise<RunningApp> {
  const { startApp } = await import('../../src/app.js');
  const { loadConfig } = await import('../../src/config.js');
  const { createLogger } = await import('../../src/logging.js');
  const { createRedactor } = await import('../../src/redact.js');
  const config = loadConfig({ env: process.env, cwd: process.cwd() });
  const redact = createRedactor({ env: process.env, names: config.redact });
  const log = createLogger({ level: 'warn', redact, human: false });
  return await startApp({ config, redact, log, tempo });
}
