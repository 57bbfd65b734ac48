/** Where the bot keeps what belongs to one run but not to its workspace: logs, records of processes, prompts. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** `<home>/runs/<run id>/<name>`; the folder is made, readable by the bot's user only. */
export function runFile(home: string, runId: string, name: string): string {
  const folder = join(home, 'runs', runId);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, name);
}

/** Records of the check processes that run. */
export const CHECK_PROCESSES = 'checks.json';
