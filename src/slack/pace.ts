/** How fast messages may follow one another in one channel. */
import { setTimeout as delay } from 'node:timers/promises';
import { Later } from '../engine/ports.js';

export interface PaceOptions {
  /** One post per so many milliseconds and channel. */
  everyMs: number;
  /** So many may follow at once after a quiet time. */
  burst: number;
  now: () => number;
  /** Longer waits are not held open but thrown as `Later`. */
  patienceMs?: number;
}

export class Pace {
  /** Per channel the instant at which its bucket is full again. */
  private readonly fullAt = new Map<string, number>();

  constructor(private readonly options: PaceOptions) {}

  /** Waits for this channel's turn; other channels do not wait. Throws `Later` when that takes long. */
  async turn(channel: string, signal: AbortSignal): Promise<void> {
    const { everyMs, burst, now, patienceMs = 5_000 } = this.options;
    const fullAt = Math.max(now(), this.fullAt.get(channel) ?? 0) + everyMs;
    const waitMs = fullAt - everyMs * burst - now();
    if (waitMs > patienceMs) throw new Later(waitMs, 'this channel takes one message after another');
    this.fullAt.set(channel, fullAt);
    this.forget();
    if (waitMs <= 0) return;
    await delay(waitMs, undefined, { signal }).catch(() => {
      throw new Later(waitMs, 'the wait for the channel was broken off');
    });
  }

  /** Slack asked for patience with this channel. */
  hold(channel: string, ms: number): void {
    const { everyMs, burst, now } = this.options;
    const until = now() + ms + everyMs * (burst - 1);
    this.fullAt.set(channel, Math.max(until, this.fullAt.get(channel) ?? 0));
  }

  private forget(): void {
    if (this.fullAt.size < 1_000) return;
    for (const [channel, at] of this.fullAt) if (at <= this.options.now()) this.fullAt.delete(channel);
  }
}
