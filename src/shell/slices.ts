/** Work in small slices: of all that work so, one slice in each round of the event loop, so that whatever else waits gets its turn. */
import { setImmediate } from 'node:timers/promises';
import { letOthersFirst } from './precedence.js';

/** After so long a slice begins, whoever waits. */
const PATIENCE_MS = 20;

export class Slices {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when the next slice is one's own. */
  next(): Promise<void> {
    this.last = this.last.then(turn);
    return this.last;
  }
}

async function turn(): Promise<void> {
  await letOthersFirst(PATIENCE_MS);
  await setImmediate();
}
