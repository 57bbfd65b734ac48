/** Says one line to a program and waits for one: to see that it answers. Afterwards nothing of it is left. */
import { execa } from 'execa';
import { endMembers } from './process-record.js';
import { AS_LEADER } from './start-gate.js';
import { Tail } from './tail.js';

export interface ExchangeOptions {
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  /** Written to its standard input, which stays open until the end. */
  line: string;
  /** Whether a line of its output is the one that is waited for. */
  isAnswer: (line: string) => boolean;
  limitMs: number;
  signal: AbortSignal;
  /** Between SIGTERM and SIGKILL. Default 1,000. */
  graceMs?: number;
}

export type Exchanged =
  | { kind: 'answered'; line: string; afterMs: number }
  | { kind: 'silent' }
  /** `said`: the end of what it wrote to standard error. */
  | { kind: 'ended'; exitCode: number | null; said: string }
  | { kind: 'not_started'; detail: string };

const LONGEST = 1024 * 1024;

/** Starts `argv` without a shell, in a process group of its own that is ended as a whole. Never throws for its faults. */
export async function exchange(argv: readonly string[], options: ExchangeOptions): Promise<Exchanged> {
  const [file = '', ...args] = argv;
  const begun = performance.now();
  const child = execa(file, args, {
    cwd: options.cwd,
    env: options.env,
    ...AS_LEADER,
    encoding: 'buffer',
    stdin: 'pipe',
  });
  const { pid } = child;
  if (pid === undefined) return { kind: 'not_started', detail: (await child).shortMessage ?? file };
  const said = new Tail(2_000);
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${options.line}\n`);
  const limit = AbortSignal.any([options.signal, AbortSignal.timeout(options.limitMs)]);
  const answered = new Promise<Exchanged>((done) => {
    eachLine(child.stdout, (line) => {
      if (options.isAnswer(line))
        done({ kind: 'answered', line, afterMs: Math.round(performance.now() - begun) });
    });
  });
  const ended = child.then(
    ({ exitCode }): Exchanged => ({ kind: 'ended', exitCode: exitCode ?? null, said: said.text().trim() }),
  );
  const silent = new Promise<Exchanged>((done) => {
    if (limit.aborted) done({ kind: 'silent' });
    limit.addEventListener('abort', () => done({ kind: 'silent' }), { once: true });
  });
  try {
    return await Promise.race([answered, ended, silent]);
  } finally {
    child.stdin.end();
    await endMembers(pid, options.graceMs ?? 1_000);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Lines that are too long are left out. */
function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) rest = '';
    for (const line of lines) take(line);
  });
}
