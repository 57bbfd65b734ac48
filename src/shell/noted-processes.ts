/** Processes that a bot which dies leaves behind, noted in a file so that the next one ends them. */
import { rmSync } from 'node:fs';
import { readJson } from './own-file.js';
import { endGroup, type ProcessRecord, recordOf } from './process-record.js';
import { writeWhole } from './whole-file.js';

/** Adds the leader of a process group to the list in `file`. */
export function noteProcess(file: string, pid: number): void {
  const record = recordOf(pid);
  if (record) writeWhole(file, `${JSON.stringify([...readNoted(file), record])}\n`);
}

/** Ends every group of the list, side by side, and empties it. */
export async function endNoted(file: string, graceMs: number): Promise<void> {
  await Promise.all(readNoted(file).map((record) => endGroup(record, graceMs)));
  rmSync(file, { force: true });
}

const readNoted = (file: string) => readJson<ProcessRecord[]>(file) ?? [];
