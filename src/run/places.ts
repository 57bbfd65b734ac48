/** Who may work now and who has to wait, and for what. Pure. */

import type { RunContext } from './context.js';
import type { DiskUse, Queued } from './onward.js';
import type { Status } from './status.js';

/** What places know of one run. */
export interface Contender {
  id: string;
  status: Status;
  /** Number of the work in hand, for the event that answers. */
  step: number;
  /** Present while it waits. */
  queue?: Queued;
}

export interface Limits {
  /** Runs that may work at the same time. */
  agents: number;
  /** What workspaces take; absent where it cannot be measured, which holds nobody back. */
  disk?: DiskUse | 'unmeasured';
}

export type Placing =
  | { id: string; step: number; granted: true }
  | { id: string; step: number; granted: false; place: number; places: number; disk?: DiskUse };

/** Those that may work or wait for their turn; all others are nothing to places. */
export const WORKING: readonly Status[] = ['preparing', 'running', 'checking'];

/** A run counts while it prepares past the queue, works or is checked; one that waits for a person does not. */
const works = ({ status, queue }: Contender): boolean => WORKING.includes(status) && queue === undefined;

/** What a run is to places; undefined where it neither works nor waits. */
export function contenderOf(status: Status, run: RunContext): Contender | undefined {
  if (!WORKING.includes(status)) return undefined;
  return { id: run.id, status, step: run.step, ...(run.queue ? { queue: run.queue } : {}) };
}

/**
 * Whoever has waited longest comes first. Only runs that need a new workspace wait for disk: those behind them that
 * have one already pass by. Before the first measurement they are neither let go nor told anything.
 */
export function placed(contenders: readonly Contender[], { agents, disk }: Limits): Placing[] {
  let free = agents - contenders.filter(works).length;
  let place = 0;
  const unknown = disk === 'unmeasured';
  const full = disk !== undefined && (unknown || disk.usedBytes >= disk.limitBytes);
  return contenders
    .filter((one): one is Contender & { queue: Queued } => one.queue !== undefined)
    .sort((one, other) => compare(one.queue.since, other.queue.since) || compare(one.id, other.id))
    .flatMap(({ id, step, queue }): Placing[] => {
      const held = full && queue.next === 'workspace';
      if (free > 0 && !held) {
        free -= 1;
        return [{ id, step, granted: true }];
      }
      place += 1;
      if (held && unknown) return [];
      return [{ id, step, granted: false, place, places: agents, ...(held && !unknown ? { disk } : {}) }];
    });
}

/** True where the run's card says something else than what is so. Bytes move all the time and do not count. */
export function differs(queue: Queued | undefined, now: Extract<Placing, { granted: false }>): boolean {
  return (
    queue?.place !== now.place || queue.places !== now.places || namesIn(queue.disk) !== namesIn(now.disk)
  );
}

const namesIn = (disk: DiskUse | undefined): string | undefined =>
  disk?.cleanable.map(({ run, status }) => `${run} ${status}`).join();

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
