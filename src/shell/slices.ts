/** Work in small slices: of all that work so, one slice in each round of the event loop, so that whatever else waits gets its turn. */
import { setImmediate } from 'node:timers/promises';

export class Slices {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when the next slice is one's own. */
  next(): Promise<void> {
    this.last = this.last.then(() => setImmediate());
    return this.last;
  }
}
