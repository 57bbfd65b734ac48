/** Programs that live as long as whoever started them, and say that they are over. */
import { execa } from 'execa';

export interface ChildOptions {
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  /** Gets what the program writes to standard output and error. */
  onOutput: (text: string) => void;
}

export interface Child {
  /** undefined: it could not be started. */
  pid: number | undefined;
  /** Resolves when it is over. */
  ended: Promise<{ exitCode: number | null }>;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/**
 * Starts `argv` without a shell, in a process group of its own, so that keys pressed at a terminal reach only its
 * starter. It has a channel to the starter, which closes when that dies: `disconnect` in the program.
 */
export function startChild(argv: readonly string[], { cwd, env, onOutput }: ChildOptions): Child {
  const [file = '', ...args] = argv;
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    ipc: true,
    stdin: 'ignore',
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput);
  return {
    pid: child.pid,
    ended: child.then(({ exitCode }) => ({ exitCode: exitCode ?? null })),
    kill: (signal) => void child.kill(signal),
  };
}
