/** How much disk the workspaces take. Measured beside everything else, since a large tree takes seconds. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../shell/program.js';

export interface DiskOptions {
  /** Absolute path. */
  home: string;
  /** The bot's environment, for finding `du`. */
  environment: Record<string, string>;
  /** Draws the consequences; until it has ended, the measurement is owed. */
  onMeasured: () => Promise<void> | void;
  onFault: (error: unknown) => void;
  /** Called after each measurement and its consequences, also where they failed. */
  onSettled: () => void;
  /** How long a measurement counts before it is made anew unasked. Default 5 minutes. */
  everyMs?: number;
}

export interface Disk {
  /** Bytes by run id, as last measured; undefined before the first measurement. */
  bytes(): ReadonlyMap<string, number> | undefined;
  /** Measures now, or once more after the measurement under way. Never rejects. */
  measure(): Promise<void>;
  /** Measures in a while, once for all that ask until then: who asks is in the midst of something that people wait for. */
  measureSoon(): void;
  /** True from `measureSoon` until that is measured: what is known is of before. It is then measured at once. */
  isOwed(): boolean;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 5 * 60_000;
const SOON_MS = 1_000;

export function diskOf(options: DiskOptions): Disk {
  const { home, environment, onMeasured, onFault, onSettled, everyMs = 5 * 60_000 } = options;
  const folder = join(home, 'workspaces');
  const stopped = new AbortController();
  let known: ReadonlyMap<string, number> | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let soon: NodeJS.Timeout | undefined;
  /** How often it was asked for, and how many of these are answered. */
  let asked = 0;
  let answered = 0;

  const once = async () => {
    const all = asked;
    try {
      await mkdir(folder, { recursive: true });
      known = await sizes(folder, environment.PATH ?? '', stopped.signal);
      if (!stopped.signal.aborted) await onMeasured();
    } catch (error) {
      if (!stopped.signal.aborted) onFault(error);
    }
    answered = all;
    if (!stopped.signal.aborted) onSettled();
  };
  const all = async () => {
    do {
      again = false;
      await once();
    } while (again && !stopped.signal.aborted);
    running = undefined;
  };
  const measure = (): Promise<void> => {
    if (stopped.signal.aborted) return Promise.resolve();
    clearTimeout(soon);
    soon = undefined;
    if (running) again = true;
    running ??= all();
    return running;
  };
  const timer = setInterval(measure, everyMs);
  timer.unref();
  return {
    bytes: () => known,
    measure,
    isOwed() {
      if (soon) void measure();
      return answered < asked;
    },
    measureSoon() {
      asked += 1;
      soon ??= setTimeout(measure, SOON_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      clearTimeout(soon);
      stopped.abort();
      await running;
    },
  };
}

/** So many names fit into one argument vector. */
const MOST_NAMES = 500;

/** Bytes on disk of each workspace; the folder is there. Throws where they cannot be measured. */
export async function sizes(folder: string, path: string, signal: AbortSignal): Promise<Map<string, number>> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const found = new Map<string, number>();
  while (names.length > 0) {
    // All in one program: there may be hundreds at rest, and every move of a run asks for this.
    const result = await runProgram(
      ['du', '-sk', ...names.splice(0, MOST_NAMES).map((name) => `./${name}`)],
      {
        cwd: folder,
        env: { PATH: path, LC_ALL: 'C' },
        timeoutMs: TIMEOUT_MS,
        signal,
      },
    );
    if (result.notStarted) throw new Error(result.notStarted);
    // Exit code 1: files vanished meanwhile; what was counted counts.
    for (const line of result.stdout.split('\n')) {
      const [, kib, name] = /^(\d+)\s+\.\/(.+)$/.exec(line) ?? [];
      if (name !== undefined) found.set(name, Number(kib) * 1024);
    }
  }
  return found;
}
