/** Kills a git that a process has started, at a moment of its work. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** What came of `work`, and which command of git was killed meanwhile. */
export interface Struck<T> {
  value?: T;
  error?: unknown;
  killed?: string;
  ms: number;
}

/** Which git is killed: the first of this command, or of any, so long after it was first seen. */
export interface Aim {
  command?: string;
  afterMs: number;
}

/** Does `work`, and kills with all of its children the git that `aim` names. */
export async function strike<T>(aim: Aim, work: () => Promise<T>): Promise<Struck<T>> {
  const begun = performance.now();
  const struck: Struck<T> = { ms: 0 };
  const over = new AbortController();
  const killing = kill(aim, over.signal).then((killed) => {
    if (killed !== undefined) struck.killed = killed;
  });
  try {
    struck.value = await work();
  } catch (error) {
    struck.error = error;
  }
  over.abort();
  await killing;
  struck.ms = performance.now() - begun;
  return struck;
}

async function kill({ command, afterMs }: Aim, over: AbortSignal): Promise<string | undefined> {
  let waitMs = afterMs;
  while (!over.aborted) {
    const found = gitOf(process.pid).find((one) => command === undefined || one.command === command);
    if (found) {
      await delay(waitMs);
      // it may have been too quick: the next one is struck earlier
      waitMs /= 2;
      if (gitOf(process.pid).some(({ pid }) => pid === found.pid) && struckDown(found.pid))
        return found.command;
    } else await delay(1);
  }
  return undefined;
}

function struckDown(group: number): boolean {
  try {
    process.kill(-group, 'SIGKILL');
    return true;
  } catch {
    return false; // it ended by itself
  }
}

/** The gits that a process has started and that run. */
export function gitOf(parent: number): { pid: number; command: string }[] {
  return read(`/proc/${parent}/task/${parent}/children`)
    .split(' ')
    .filter(Boolean)
    .flatMap((pid) => {
      const words = read(`/proc/${pid}/cmdline`).split('\0');
      if (!words[0]?.endsWith('git')) return [];
      let at = 1;
      while (words[at] === '-c') at += 2;
      return [{ pid: Number(pid), command: words[at] ?? '' }];
    });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it is over
  }
}
