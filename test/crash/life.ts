/** One life of the bot: its process, and what it says of itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { FLAGS } from './flags.js';

const CONNECTED = '"msg":"metawsm is connected to Slack"';

export class Bot {
  readonly bornAt = Date.now();
  readonly connected: Promise<void>;
  readonly exit: Promise<unknown>;
  connectedAt: number | undefined;
  ending = false;
  readonly defects: string[] = [];
  private readonly child: ChildProcess;
  /** At a place that was drawn for it. */
  private readonly mayDie: boolean;
  private noise = '';
  private rest = '';
  private waiting: { mark: string; resolve: () => void }[] = [];

  constructor(program: string, env: Record<string, string>) {
    this.mayDie = env.CRASH_AT !== undefined;
    this.child = spawn(process.execPath, [...FLAGS, program], {
      cwd: env.HOME,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exit = once(this.child, 'close');
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.noise += chunk;
    });
    this.connected = this.next(CONNECTED).then(() => {
      this.connectedAt = Date.now();
    });
  }

  /** Resolves with the next line that holds `mark`; never, where none comes. */
  next(mark: string): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ mark, resolve }));
  }

  /** SIGKILL, and the end of the process. */
  async kill(): Promise<void> {
    this.ending = true;
    this.child.kill('SIGKILL');
    await this.exit;
  }

  async stop(): Promise<void> {
    const done = new AbortController();
    this.ending = true;
    this.child.kill('SIGTERM');
    const late = pause(15_000, 'late', { signal: done.signal }).catch(() => undefined);
    if ((await Promise.race([this.exit, late])) === 'late') {
      this.noise += 'it did not stop within 15 s after SIGTERM';
      this.ending = false;
      this.child.kill('SIGKILL');
    }
    done.abort();
  }

  /** Over, and nobody wanted it. */
  diedByItself(): boolean {
    const { exitCode, signalCode } = this.child;
    if (exitCode === null && signalCode === null) return false;
    return !this.ending && !(this.mayDie && signalCode === 'SIGKILL');
  }

  words(): string {
    return `exit ${this.child.exitCode ?? this.child.signalCode}: ${this.noise.slice(-2_000)} ${this.defects.at(-1) ?? ''}`;
  }

  private read(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{"level":"error"')) this.defects.push(line);
      const met = this.waiting.filter(({ mark }) => line.includes(mark));
      this.waiting = this.waiting.filter((one) => !met.includes(one));
      for (const { resolve } of met) resolve();
    }
  }
}
