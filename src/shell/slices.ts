/** Work in small slices: of all that work so, one slice in each round of the event loop, so that whatever else waits gets its turn. */
import { setTimeout as delay, setImmediate } from 'node:timers/promises';

/** Between two looks whether the others are through. */
const LOOK_MS = 2;
/** After so many a slice begins all the same. */
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
