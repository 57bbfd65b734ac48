/** When the pool works: after a quiet moment, one round at a time, beside nobody's work, and less often where something is wrong. */

export interface RoundsOptions {
  /** How long there has to be quiet before a round. */
  settleMs: number;
  /** Time between two rounds that nobody asked for; undefined: there are none. */
  everyMs: number | undefined;
  go: () => Promise<void>;
  onFault: (what: string, error: unknown) => void;
}

const LEAST_BREAK_MS = 60_000;
const LONGEST_BREAK_MS = 60 * 60_000;

export class Rounds {
  private readonly end = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private again = false;
  private busy = 0;
  private readonly breaks = new Map<string, { untilMs: number; ms: number }>();

  constructor(private readonly options: RoundsOptions) {}

  get stopped(): AbortSignal {
    return this.end.signal;
  }

  /** True where a round has to make way. */
  isOver(): boolean {
    return this.busy > 0 || this.stopped.aborted;
  }

  wake(afterMs = this.options.settleMs): void {
    if (this.stopped.aborted) return;
    this.again = this.round !== undefined;
    if (this.again) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.begin(), afterMs).unref();
  }

  /** No round begins, and one that is under way begins nothing new, while `work` goes on. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    this.busy += 1;
    try {
      return await work();
    } finally {
      this.busy -= 1;
      this.wake();
    }
  }

  /** Does a part of a round. Where it fails, that part is left alone for a while, longer each time. */
  async guarded(what: string, work: () => Promise<void>): Promise<void> {
    const before = this.breaks.get(what);
    if (before && before.untilMs > Date.now()) return;
    try {
      await work();
      this.breaks.delete(what);
    } catch (error) {
      if (this.stopped.aborted) return;
      const ms = before ? Math.min(before.ms * 2, LONGEST_BREAK_MS) : LEAST_BREAK_MS;
      this.breaks.set(what, { untilMs: Date.now() + ms, ms });
      this.options.onFault(what, error);
    }
  }

  async stop(): Promise<void> {
    this.end.abort(new Error('the bot stops'));
    clearTimeout(this.timer);
    await this.round;
  }

  private begin(): void {
    if (this.busy > 0) return;
    this.again = false;
    this.round = this.options.go().finally(() => {
      this.round = undefined;
      if (this.again) this.wake();
      else if (this.options.everyMs !== undefined) this.wake(this.options.everyMs);
    });
  }
}
