/** The bot as a process of its own, which is started again whenever it is gone. */
import { type Child, startChild } from '../../shell/child.js';
import type { BotProcess } from '../scene/ports.js';
import type { BotPiece } from '../scene/scene.js';
import type { SlackServer } from '../server/slack-server.js';

export interface BotOptions {
  slack: SlackServer;
  argv: readonly string[];
  cwd: string;
  env: Record<string, string>;
  onOutput: (text: string) => void;
  /** Called with the pid of each start. */
  onStart?: (pid: number) => void;
  /** It ended so often by itself that trying again is no use; `output` is the end of what it said. */
  onLost: (exitCode: number | null, output: string) => void;
}

/** Pause before the next start after so many deaths in a row; the first one is only there to be seen. */
const PAUSES_MS = [700, 1_000, 2_000, 4_000];
/** sysexits.h: something in the configuration, which no repetition mends. */
const FAULTY = 78;
const KEEP_CHARACTERS = 4_000;
/** So long a bot has to be connected for its next death to count as the first. */
const STEADY_MS = 20_000;
/** Longer than the bot takes to bring to an end what is under way. */
const STOP_MS = 15_000;

export class OwnBot implements BotProcess {
  readonly #options: BotOptions;
  readonly #listeners = new Set<() => void>();
  #child: Child | undefined;
  #starts = 0;
  #deaths = 0;
  #connectedAt: number | undefined;
  #output = '';
  #shown = '';
  #pause: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(options: BotOptions) {
    this.#options = options;
    options.slack.store.subscribe(() => this.#tell());
  }

  /** Where it is started. */
  get cwd(): string {
    return this.#options.cwd;
  }

  start(): void {
    if (this.#stopping) return;
    this.#starts += 1;
    this.#output = '';
    const { argv, cwd, env } = this.#options;
    const child = startChild(argv, { cwd, env, onOutput: (text) => this.#hear(text) });
    this.#child = child;
    if (child.pid !== undefined) this.#options.onStart?.(child.pid);
    void child.ended.then(({ exitCode }) => this.#gone(exitCode));
    this.#tell();
  }

  look(): BotPiece {
    const pid = this.#child?.pid;
    const connected = this.#options.slack.sockets > 0;
    const state = this.#child === undefined ? 'gone' : connected ? 'connected' : 'starting';
    return { is: 'bot', state, starts: this.#starts, ...(pid !== undefined && { pid }) };
  }

  kill(): void {
    this.#deaths = 0;
    this.#child?.kill('SIGKILL');
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets it end what is under way; resolves when it is gone. `now`: without waiting. */
  async stop(now = false): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#pause);
    const child = this.#child;
    if (child === undefined) return;
    child.kill(now ? 'SIGKILL' : 'SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await child.ended;
    clearTimeout(late);
  }

  #hear(text: string): void {
    this.#output = (this.#output + text).slice(-KEEP_CHARACTERS);
    this.#options.onOutput(text);
  }

  #gone(exitCode: number | null): void {
    if (this.#connectedAt !== undefined && performance.now() - this.#connectedAt > STEADY_MS)
      this.#deaths = 0;
    this.#child = undefined;
    this.#tell();
    if (this.#stopping) return;
    const pause = PAUSES_MS[this.#deaths];
    this.#deaths += 1;
    if (exitCode === FAULTY || pause === undefined) this.#options.onLost(exitCode, this.#output);
    else this.#pause = setTimeout(() => this.start(), pause);
  }

  /** Only what has changed is told. */
  #tell(): void {
    const piece = this.look();
    const shown = JSON.stringify(piece);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#connectedAt = piece.state === 'connected' ? (this.#connectedAt ?? performance.now()) : undefined;
    for (const listener of [...this.#listeners]) listener();
  }
}
