/** When a program may be started: starting one stops this process until the other has begun. */
import { setTimeout as pause } from 'node:timers/promises';
import { letOthersFirst } from './precedence.js';

/** What took longer was kept by something else, such as the machine's sleep. */
const LONGEST_REST_MS = 50;
/** So many times as long is the rest at most while others with precedence wait. */
const PATIENCE = 3;

let last: Promise<void> = Promise.resolve();

/**
 * Calls `start` when its turn has come, and rests afterwards for as long as that took, or longer while others wait. A fork
 * costs milliseconds, on a busy machine tens; several runs that each start one git after another would leave nobody else
 * any time. What `start` gives is wrapped, since a child of execa is a promise as well.
 */
export async function paced<T>(start: () => T): Promise<{ started: T }> {
  let tookMs = 0;
  const turn = last.then(() => {
    const begun = performance.now();
    try {
      return { started: start() };
    } finally {
      tookMs = Math.min(performance.now() - begun, LONGEST_REST_MS);
    }
  });
  const afterwards = () => rest(tookMs);
  last = turn.then(afterwards, afterwards);
  return turn;
}

async function rest(ms: number): Promise<void> {
  await pause(ms);
  await letOthersFirst((PATIENCE - 1) * ms);
}
