/** Remembering the agent's process over restarts of the bot. */
import { renameSync, statSync } from 'node:fs';
import type { AgentMode } from '../../run/agent-life.js';
import { readJson } from '../../shell/own-file.js';
import { recordOf } from '../../shell/process-record.js';
import { runFile } from '../../shell/run-folder.js';
import { writeWhole } from '../../shell/whole-file.js';
import { LOG } from './command-runner.js';
import type { Life } from './runner.js';

const RECORD = 'agent.json';
/** A log that has grown beyond this is put aside before the next start. */
const LOG_BYTES = 16 * 1024 * 1024;

export const readLife = (home: string, runId: string) => readJson<Life>(runFile(home, runId, RECORD));

/** Notes a process that has not begun its work yet; on disk when this returns. */
export function noteLife(
  home: string,
  runId: string,
  pid: number,
  about: { step: number; mode: AgentMode; agent: string; startedAt: string; logFrom: number; runner?: 'acp' },
): void {
  const record = recordOf(pid);
  if (!record) throw new Error(`process ${pid} is gone before it began`);
  writeWhole(runFile(home, runId, RECORD), `${JSON.stringify({ ...record, ...about })}\n`, { durable: true });
}

/** Bytes that were written to the log since this life began. */
export const logSince = (home: string, runId: string, { logFrom }: Life): number =>
  (statSync(runFile(home, runId, LOG), { throwIfNoEntry: false })?.size ?? 0) - logFrom;

/** Size of the log in bytes; a very long one is put aside first. */
export function startLog(home: string, runId: string): number {
  const log = runFile(home, runId, LOG);
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LOG_BYTES) return size;
  renameSync(log, `${log}.1`);
  return 0;
}
