/** A program begins only when whoever starts it has noted its pid: one that dies before that leaves nothing running. */
import { basename } from 'node:path';
import type { Duplex } from 'node:stream';
import { findProgram } from './find-program.js';

/** First lines of a script that waits for the word on descriptor 3. */
export const AT_THE_GATE = ['read -r metawsm_go <&3 || exit 0', 'exec 3<&-'];

/** Becomes the command. Everything comes as a positional parameter. */
const GATE = [...AT_THE_GATE, 'exec "$@"'].join('\n');

/** How execa starts the leader of a process group of its own, which nothing but a signal ends; nothing is inherited. */
export const AS_LEADER = {
  extendEnv: false,
  detached: true,
  cleanup: false,
  reject: false,
  buffer: false,
} as const;

/** Where a program is looked for without a `PATH`. */
const SYSTEM_PATH = '/usr/local/bin:/usr/bin:/bin';

/** The words that start `argv` behind the gate; `argv` where no such program is found: the system then says why. */
export function gated(
  argv: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
): readonly string[] {
  const [name = '', ...args] = argv;
  const program = findProgram(name, env.PATH ?? SYSTEM_PATH, cwd);
  return program === undefined ? argv : ['/bin/sh', '-c', GATE, basename(program), program, ...args];
}

/** The gate of a child that was started with a pipe as descriptor 3. */
export function gateOf(child: { stdio: readonly unknown[] }): { open(): void; shut(): void } {
  const gate = child.stdio[3] as Duplex | null;
  // The program may be ended before it has read the word.
  gate?.on('error', () => {});
  return {
    open: () => void gate?.end('go\n', () => gate.destroy()),
    shut: () => void gate?.destroy(),
  };
}
