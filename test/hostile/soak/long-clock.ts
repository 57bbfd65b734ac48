/**
 * A clock that can be set forward: timers of 20 seconds and more belong to it, shorter ones and what waits for the
 * network keep the real time. To be installed before anything else is loaded.
 */
import { shiftedDate } from '../shifted-date.js';

const LONG_MS = 20_000;

interface Waiting {
  dueAt: number;
  everyMs: number | undefined;
  fire: () => void;
}

export interface LongClock {
  /** Sets it forward by `ms`, through every timer on the way, in their order. */
  advance(ms: number): Promise<void>;
  /** Long timers that wait now. */
  waiting(): number;
}

export function installLongClock(): LongClock {
  const real = { Date, setTimeout, setInterval, clearTimeout, clearInterval };
  let ahead = 0;
  const now = () => real.Date.now() + ahead;
  const long = new Map<object, Waiting>();

  const wait = (repeat: boolean, call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (!(ms >= LONG_MS)) return (repeat ? real.setInterval : real.setTimeout)(call, ms, ...args);
    // A real timer of the same length keeps Node's manners: unref, refresh, an end when it is over.
    const handle = (repeat ? real.setInterval : real.setTimeout)(() => {
      if (!repeat) long.delete(handle);
      call(...args);
    }, ms);
    long.set(handle, { dueAt: now() + ms, everyMs: repeat ? ms : undefined, fire: () => call(...args) });
    return handle;
  };
  const forget = (handle: unknown) => {
    if (typeof handle === 'object' && handle !== null) long.delete(handle);
    real.clearTimeout(handle as NodeJS.Timeout);
  };

  Object.assign(globalThis, {
    Date: shiftedDate(now),
    setTimeout: (...args: Parameters<typeof setTimeout>) => wait(false, ...(args as [never])),
    setInterval: (...args: Parameters<typeof setInterval>) => wait(true, ...(args as [never])),
    clearTimeout: forget,
    clearInterval: forget,
  });

  return {
    waiting: () => long.size,
    async advance(ms) {
      const until = now() + ms;
      for (;;) {
        const [next] = [...long]
          .filter(([, one]) => one.dueAt <= until)
          .sort(([, a], [, b]) => a.dueAt - b.dueAt);
        if (!next) break;
        const [handle, one] = next;
        ahead = Math.max(ahead, one.dueAt - real.Date.now());
        if (one.everyMs === undefined) forget(handle);
        else one.dueAt += one.everyMs;
        one.fire();
        // What it began gets a turn before the next one.
        await new Promise((done) => setImmediate(done));
      }
      ahead = Math.max(ahead, until - real.Date.now());
    },
  };
}
