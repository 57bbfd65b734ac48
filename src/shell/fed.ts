/**
 * Programs that outlive the bot and are spoken to: what is appended to a file reaches their standard input, once and in
 * order, whoever appends it and whenever.
 */
import { closeSync, openSync } from 'node:fs';
import { type Detached, launch, NOTING } from './detached.js';
import { findProgram } from './find-program.js';
import { openToAppend, readText } from './own-file.js';
import { isMember } from './process-record.js';
import { runProgram } from './program.js';
import { AT_THE_GATE } from './start-gate.js';

export interface FedOptions {
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  /** Whole lines are appended to it; all of it reaches the program. It is there already. */
  sentFile: string;
  /** Made as a named pipe; nothing is there yet. */
  pipe: string;
  /** Holds the pid of the feeder: a member of the program's group that carries `sentFile` into `pipe`. */
  feederFile: string;
  /** Standard output and standard error are appended to these. */
  outFile: string;
  errorFile: string;
  /** Holds the exit code as soon as the program has ended. */
  exitFile: string;
  /** See `startDetached`. */
  onStart: (pid: number) => void;
}

/**
 * Like the wrapper of `detached`, with a feeder beside the command that it ends with it. `tail -f` of GNU, busybox and
 * macOS all know these options. Everything comes as a positional parameter, nothing is interpolated.
 */
const WRAPPER = [
  ...AT_THE_GATE,
  ...NOTING,
  'metawsm_exit=$1; metawsm_tail=$2; metawsm_sent=$3; metawsm_pipe=$4; metawsm_noted=$5; shift 5',
  '"$metawsm_tail" -n +1 -f "$metawsm_sent" > "$metawsm_pipe" 2> /dev/null &',
  'metawsm_feeder=$!',
  'metawsm_note "$metawsm_feeder" "$metawsm_noted"',
  '"$@" < "$metawsm_pipe"',
  'metawsm_code=$?',
  'kill "$metawsm_feeder" 2> /dev/null',
  'metawsm_note "$metawsm_code" "$metawsm_exit"',
  'exit "$metawsm_code"',
].join('\n');

/** The system's own programs first: an agent's PATH is not asked what `tail` is unless it has to be. */
const SYSTEM = '/usr/bin:/bin:/usr/local/bin';

/** Starts `argv` as the leader of its own process group. A program that is not there is `notStarted`, never a throw. */
export async function startFed(argv: readonly string[], options: FedOptions): Promise<Detached> {
  const path = options.env.PATH ?? '';
  const [name = '', ...args] = argv;
  const program = findProgram(name, path, options.cwd);
  if (!program) return { notStarted: `${name}: not found or not executable` };
  const tail = toolOf('tail', path);
  await makePipe(options.pipe, path);
  const files = [openSync('/dev/null', 'r')];
  try {
    files.push(openToAppend(options.outFile), openToAppend(options.errorFile));
    const { exitFile, sentFile, pipe, feederFile } = options;
    const words = [exitFile, tail, sentFile, pipe, feederFile, program, ...args];
    return await launch(WRAPPER, words, files as [number, number, number], options);
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** False when the feeder is known to be gone: nothing reaches the program any more. */
export function isFed(feederFile: string, leader: number): boolean {
  const noted = readText(feederFile);
  // Not noted yet, or the disk was full then.
  return noted === undefined || isMember(Number.parseInt(noted, 10), leader);
}

async function makePipe(pipe: string, path: string): Promise<void> {
  const made = await runProgram([toolOf('mkfifo', path), '-m', '600', pipe], {
    cwd: '/',
    env: {},
    timeoutMs: 10_000,
  });
  if (made.exitCode !== 0)
    throw new Error(`no named pipe could be made: ${made.notStarted ?? made.stderr.trim()}`);
}

function toolOf(name: string, path: string): string {
  const found = findProgram(name, SYSTEM, '/') ?? findProgram(name, path, '/');
  if (!found) throw new Error(`${name} is not there; agents of the runner acp need it`);
  return found;
}
