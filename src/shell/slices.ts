/** Work in small slices: of all that work so, one slice in each round of the event loop, so that whatever else waits gets its turn. */
import { setTimeout as delay, setImmediate } from 'node:timers/promises';

/** How often is looked whether the others are through, and how often at most before a slice begins all the same. */
const LOOK_MS = 2;
const LOOKS = 10;

export class Slices {
  private last: Promise<void> = Promise.resolve();

  /** `othersWait`: true while somebody waits for this process who has precedence. */
  constructor(private readonly othersWait: () => boolean = () => false) {}

  /** Resolves when the next slice is one's own. */
  next(): Promise<void> {
    this.last = this.last.then(() => this.turn());
    return this.last;
  }

  private async turn(): Promise<void> {
    for (let looks = 0; looks < LOOKS && this.othersWait(); looks += 1) await delay(LOOK_MS);
    await setImmediate();
  }
}
