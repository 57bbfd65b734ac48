/** Runs a program to its end. The only place that does; what shall outlive the bot is started by `detached`. */
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { Head } from './head.js';
import { paced } from './pace.js';
import { giveWay } from './priority.js';
import { endMembers, groupAlive } from './process-record.js';
import { gated, gateOf } from './start-gate.js';
import { Tail } from './tail.js';

export interface ProgramResult {
  /** null: ended by a signal, or not started. */
  exitCode: number | null;
  signal?: string;
  /** The end of the stream, at most `keepBytes`; its beginning with `keep: 'start'`. */
  stdout: string;
  stderr: string;
  timedOut: boolean;
  aborted: boolean;
  durationMs: number;
  /** Set when the program could not be started at all; begins with the code (`ENOENT`, `EACCES`). */
  notStarted?: string;
}

export interface ProgramOptions {
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Standard input; without it, it is empty. */
  input?: string;
  /** A regular file that becomes standard input, in place of `input`. */
  stdinFile?: string;
  /** Of `input` and the streams. Default `utf8`; `latin1` has one character for each byte. */
  encoding?: 'utf8' | 'latin1';
  /** Keeps at most this much of each stream: its end. Default 1 MiB; more output never costs memory. */
  keepBytes?: number;
  /** Which part of `stdout` is kept. Default `end`. */
  keep?: 'start' | 'end';
  /** Own process group, ended as a whole on timeout and abort. Default true. */
  group?: boolean;
  /** Between SIGTERM and SIGKILL. Default 5,000. */
  graceMs?: number;
  /** Called with the pid before the program begins; it begins only when this has returned. */
  onStart?: (pid: number) => void;
  /** Puts stderr into `stdout`, in the order of arrival. */
  all?: boolean;
  /** Leaves members of the group alone that outlive their leader; by default they are ended. */
  leaveSurvivors?: boolean;
  /** It and what it starts give way to the bot where both want to compute. Default false. */
  givesWay?: boolean;
}

/** How long output is waited for that a program outside the group holds open after the end. */
const DRAIN_MS = 1_000;

/** Runs `argv` without a shell. Never throws for the program's faults: see `exitCode` and `notStarted`. */
export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  let startedAt = performance.now();
  const keepBytes = options.keepBytes ?? 1024 * 1024;
  const stdout = options.keep === 'start' ? new Head(keepBytes) : new Tail(keepBytes);
  const stderr = options.all ? stdout : new Tail(keepBytes);
  const end = { timedOut: false, aborted: false };
  const finish = (rest: Pick<ProgramResult, 'exitCode' | 'signal' | 'notStarted'>): ProgramResult => ({
    ...rest,
    stdout: stdout.text(options.encoding),
    stderr: options.all ? '' : stderr.text(),
    ...end,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const { started: child } = await paced(() => {
    end.aborted = options.signal?.aborted ?? false;
    // that it waited for its turn is no time of the program
    startedAt = performance.now();
    return end.aborted ? undefined : start(options.onStart ? gated(argv, options) : argv, options);
  });
  if (!child) return finish({ exitCode: null, notStarted: 'ABORTED: it was not wanted any more' });
  const pid = child.pid;
  if (pid === undefined)
    return finish({ exitCode: null, notStarted: reason(await child, argv, options.cwd) });
  if (options.givesWay) giveWay(pid);
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;

  const ended: Promise<void>[] = [];
  const stop = () => ended.push(endAll(child, pid, options));
  const timer = setTimer(options.timeoutMs, () => {
    end.timedOut = true;
    stop();
  });
  const onAbort = () => {
    end.aborted = true;
    stop();
  };
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (options.onStart) announce(child, pid, options.onStart, stop);
    const [exitCode, signal] = await exited;
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    await Promise.all(ended);
    if (options.group !== false && !options.leaveSurvivors && groupAlive(pid))
      await endMembers(pid, options.graceMs ?? 5_000);
    await drained(child);
    return finish({ exitCode, ...(signal ? { signal } : {}) });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

function start(argv: readonly string[], options: ProgramOptions) {
  if (options.stdinFile === undefined) return launch(argv, options);
  const input = openSync(options.stdinFile, 'r');
  try {
    return launch(argv, options, input);
  } finally {
    closeSync(input);
  }
}

function launch(argv: readonly string[], options: ProgramOptions, input?: number) {
  const [file = '', ...args] = argv;
  const group = options.group !== false;
  // execa takes any open descriptor; its types know the small ones only
  return execa(file, args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    detached: group,
    cleanup: !group,
    reject: false,
    buffer: false,
    encoding: 'buffer',
    stdio: [
      options.input === undefined ? ((input ?? 'ignore') as 'ignore') : 'pipe',
      'pipe',
      'pipe',
      ...(options.onStart ? (['pipe'] as const) : []),
    ],
    ...(options.input === undefined ? {} : { input: Buffer.from(options.input, options.encoding) }),
  });
}

type Child = ReturnType<typeof start>;

function setTimer(timeoutMs: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return timeoutMs === undefined ? undefined : setTimeout(act, timeoutMs);
}

/** A caller that cannot note the pid must not leave a process that nobody knows of. */
function announce(child: Child, pid: number, onStart: (pid: number) => void, stop: () => void): void {
  const gate = gateOf(child);
  try {
    onStart(pid);
    gate.open();
  } catch (error) {
    gate.shut();
    stop();
    throw error;
  }
}

async function endAll(child: Child, pid: number, options: ProgramOptions): Promise<void> {
  const graceMs = options.graceMs ?? 5_000;
  if (options.group !== false) return endMembers(pid, graceMs);
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([gone, delay(graceMs, undefined, { ref: false })]);
  child.kill('SIGKILL');
}

/** Waits for the rest of the output, but not for a stranger who holds the pipe open. */
async function drained(child: Child): Promise<void> {
  const closed = Promise.all([child.stdout, child.stderr].map(closing));
  const timeout = new AbortController();
  await Promise.race([closed, delay(DRAIN_MS, undefined, { signal: timeout.signal }).catch(() => undefined)]);
  timeout.abort();
  child.stdout.destroy();
  child.stderr.destroy();
  await child;
}

async function closing(stream: Readable): Promise<void> {
  if (!stream.readableEnded && !stream.destroyed) await once(stream, 'close').catch(() => undefined);
}

function reason(result: Awaited<Child>, argv: readonly string[], cwd: string): string {
  const code = result.code ?? 'UNKNOWN';
  return `${code}: ${argv[0]} could not be started in ${cwd}`;
}
