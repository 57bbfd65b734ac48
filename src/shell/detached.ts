/** Programs that outlive the bot: own process group, files instead of pipes, the exit code in a file. */
import { closeSync, openSync } from 'node:fs';
import { execa } from 'execa';
import { findProgram } from './find-program.js';
import { openToAppend } from './own-file.js';
import { paced } from './pace.js';
import { giveWay } from './priority.js';
import { AS_LEADER, AT_THE_GATE, gateOf } from './start-gate.js';

export interface DetachedOptions {
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  /** A regular file that becomes standard input. */
  stdinFile: string;
  /** Standard output and error are appended to it. */
  logFile: string;
  /** Holds the exit code as soon as the program has ended. */
  exitFile: string;
  /**
   * Called before the program begins. It begins only when this has returned; a bot that dies before that leaves
   * nothing running.
   */
  onStart: (pid: number) => void;
}

export type Detached = { pid: number } | { notStarted: string };

/**
 * A function for the wrappers: writes a word into a file that is whole as soon as it is there. On a full disk it tries
 * for a minute, so that nobody takes a program that has ended well for one that died.
 */
export const NOTING = [
  'metawsm_note() {',
  '  metawsm_tries=60',
  '  until (umask 077; echo "$1" > "$2.tmp" && mv -f "$2.tmp" "$2") 2> /dev/null; do',
  '    rm -f "$2.tmp"',
  '    metawsm_tries=$((metawsm_tries - 1))',
  '    [ "$metawsm_tries" -gt 0 ] && [ -d "${2%/*}" ] && sleep 1 || break',
  '  done',
  '}',
] as const;

/**
 * Waits for the word to begin on descriptor 3, runs the command as a child and writes its exit code. Everything
 * comes as a positional parameter, nothing is interpolated.
 */
const WRAPPER = [
  ...AT_THE_GATE,
  ...NOTING,
  'metawsm_exit=$1; shift',
  '"$@"',
  'metawsm_code=$?',
  'metawsm_note "$metawsm_code" "$metawsm_exit"',
  'exit "$metawsm_code"',
].join('\n');

/** Starts `argv` as the leader of its own process group. A program that is not there is `notStarted`, never a throw. */
export async function startDetached(argv: readonly string[], options: DetachedOptions): Promise<Detached> {
  const [name = '', ...args] = argv;
  const program = findProgram(name, options.env.PATH ?? '', options.cwd);
  if (!program) return { notStarted: `${name}: not found or not executable` };
  const input = openSync(options.stdinFile, 'r');
  const log = openToAppend(options.logFile);
  try {
    return await launch(WRAPPER, [options.exitFile, program, ...args], [input, log, log], options);
  } finally {
    closeSync(input);
    closeSync(log);
  }
}

/** Starts a constant `wrapper` that waits for the word to begin on descriptor 3; `args` are its positional parameters. */
export async function launch(
  wrapper: string,
  args: string[],
  [input, output, errors]: [number, number, number],
  options: Pick<DetachedOptions, 'cwd' | 'env' | 'onStart'>,
): Promise<Detached> {
  const { started: child } = await paced(() =>
    execa('/bin/sh', ['-c', wrapper, 'metawsm', ...args], {
      cwd: options.cwd,
      env: options.env,
      ...AS_LEADER,
      stdio: [descriptor(input), descriptor(output), descriptor(errors), 'pipe'],
    }),
  );
  child.unref();
  if (child.pid === undefined) return { notStarted: (await child).message ?? 'could not be started' };
  const gate = gateOf(child);
  try {
    giveWay(child.pid);
    options.onStart(child.pid);
    gate.open();
  } catch (error) {
    gate.shut();
    throw error;
  }
  return { pid: child.pid };
}

/** Execa takes any open descriptor; its types know the small ones only. */
const descriptor = (fd: number) => fd as 3;
