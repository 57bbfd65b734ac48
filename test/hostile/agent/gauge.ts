/** How much memory and disk the bot takes meanwhile; the Slack that it speaks with lives in the same process. */
import { join } from 'node:path';
import type { Size } from './misdeed.js';
import { bytesIn } from './try-one.js';

const EVERY_MS = 200;
/** Beside what was there at the beginning. */
const MOST_GROWN = 700e6;
const MOST_STANDSTILL_MS = 5_000;
const MB = 1e6;

export class Gauge {
  private readonly before = process.memoryUsage().rss;
  private highest = this.before;
  private lag = 0;
  private seenAt = performance.now();
  private readonly timer = setInterval(() => this.look(), EVERY_MS);

  constructor(private readonly home: string) {}

  stop(): void {
    clearInterval(this.timer);
  }

  figures(): Record<string, string> {
    const mb = (bytes: number) => `${Math.round(bytes / MB)} MB`;
    return {
      'memory at first': mb(this.before),
      'memory at most': mb(this.highest),
      'longest standstill': `${Math.round(this.lag)} ms`,
      'runs on disk': mb(bytesIn(join(this.home, 'runs'))),
      'workspaces on disk': mb(bytesIn(join(this.home, 'workspaces'))),
      'home on disk': mb(bytesIn(this.home)),
    };
  }

  faults(_: Size): string[] {
    return [
      ...(this.highest - this.before > MOST_GROWN
        ? [`the bot took ${Math.round(this.highest / MB)} MB of memory`]
        : []),
      ...(this.lag > MOST_STANDSTILL_MS ? [`the bot stood still for ${Math.round(this.lag)} ms`] : []),
    ];
  }

  private look(): void {
    this.highest = Math.max(this.highest, process.memoryUsage().rss);
    const now = performance.now();
    this.lag = Math.max(this.lag, now - this.seenAt - EVERY_MS);
    this.seenAt = now;
  }
}
