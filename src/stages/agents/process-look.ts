/** How a process of an agent is, from its record and from the file that holds its exit code. */
import { readText } from '../../shell/own-file.js';
import { isAlive } from '../../shell/process-record.js';
import type { Life, Look } from './runner.js';

export function lookAt(exitFile: string, life: Life | undefined): Look {
  // Asked first: a process writes its code before it goes, so a code that is missing afterwards never comes.
  const alive = life !== undefined && isAlive(life);
  const exitCode = readExit(exitFile);
  if (exitCode !== undefined) return { kind: 'ended', exitCode };
  return alive ? { kind: 'alive' } : { kind: 'ended', exitCode: null };
}

/** It lives, or it has lived and told how it ended. */
export const livesOrTold = (look: Look): boolean => look.kind === 'alive' || look.exitCode !== null;

export function readExit(path: string): number | undefined {
  const code = Number.parseInt(readText(path) ?? '', 10);
  return Number.isNaN(code) ? undefined : code;
}
