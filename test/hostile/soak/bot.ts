/** The bot with a clock that its parent sets forward, and which tells how much it holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RunningApp } from '../../../src/app.js';
import { startLate } from '../late-app.js';
import { installLongClock } from './long-clock.js';

export type Order = { advance: number } | { measure: true } | { stop: true };

/** What the process holds after the garbage is gone. */
export interface Held {
  heapMb: number;
  rssMb: number;
  descriptors: number;
  /** inotify watches. */
  watches: number;
  /** Sockets, pipes, child processes and the like, by kind. */
  resources: Record<string, number>;
  longTimers: number;
}

const clock = installLongClock();

const TEMPO = {
  editIntervalMs: 100,
  pace: { everyMs: 2, burst: 200 },
  settle: { requestTimeoutMs: 10_000, marginMs: 500 },
  inboxSweepMs: 500,
  agentEndMs: 5_000,
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

// A bundle knows no `await` at its top.
void startLate(TEMPO).then((app) => {
  process.on('message', (order: Order) => {
    void obey(app, order).then((told) => process.send?.(told));
  });
  process.send?.('started');
});

async function obey(app: RunningApp, order: Order): Promise<Held | 'done'> {
  if ('advance' in order) await clock.advance(order.advance);
  else if ('measure' in order) return held();
  else {
    await app.stop();
    setImmediate(() => process.exit(0));
  }
  return 'done';
}

/** So long after their last use connections to Slack are kept open. */
const KEPT_OPEN_MS = 6_000;

async function held(): Promise<Held> {
  await new Promise((done) => setTimeout(done, KEPT_OPEN_MS));
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((done) => setImmediate(done));
  }
  const { heapUsed, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return {
    heapMb: heapUsed / 1e6,
    rssMb: rss / 1e6,
    descriptors: readdirSync('/proc/self/fd').length,
    watches: watches(),
    resources,
    longTimers: clock.waiting(),
  };
}

function watches(): number {
  return readdirSync('/proc/self/fdinfo').reduce((sum, fd) => {
    try {
      return sum + (readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').match(/^inotify /gmu)?.length ?? 0);
    } catch {
      return sum; // the descriptor with which the folder itself is read
    }
  }, 0);
}
