/** What the workspaces take of `limits.disk`, and whose may be cleaned. */
import type { Config } from '../config.js';
import type { StoredRun, UnitOfWork } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { DiskUse } from '../run/onward.js';
import type { Status } from '../run/status.js';
import { diskOf } from '../stages/workspace/disk.js';
import type { Pool } from '../stages/workspace/pool/pool.js';

export interface Budget {
  /** Undefined where it cannot be measured. */
  use(): DiskUse | 'unmeasured' | undefined;
  /** How many there are; 0 before they are measured. */
  workspaces(): number;
  /** The run has moved: where that changes what its workspace takes or who works in it, it is measured anew. */
  moved(run: StoredRun): void;
  measure(): Promise<void>;
  /** True where so many bytes more would fit; false before it is measured. */
  hasRoom(bytes: number): boolean;
  /** What waits in the pool counts as well. */
  poolChanged(): void;
  stop(): Promise<void>;
}

/** Nobody works in workspaces of such runs. */
const AT_REST: readonly Status[] = ['failed', 'stopped', 'closed'];
const MEASURED: readonly Status[] = ['running', 'merge_ready', ...AT_REST];

export function budgetOf(
  config: Config,
  unit: Pick<UnitOfWork, 'read'>,
  log: Log,
  pool: Pick<Pool, 'bytes' | 'empty'>,
  onMeasured: () => void,
): Budget {
  const statuses = new Map<string, Status>();
  let use: DiskUse | 'unmeasured' | undefined = 'unmeasured';
  const weigh = async () => {
    const bytes = disk.bytes();
    if (!bytes) return;
    const cleanable: DiskUse['cleanable'] = [];
    for (const [run, size] of bytes) {
      const status = (await unit.read.run(run))?.status;
      if (status && AT_REST.includes(status)) cleanable.push({ run, status, bytes: size });
    }
    cleanable.sort((one, other) => other.bytes - one.bytes);
    const taken = [...bytes.values()].reduce((sum, size) => sum + size, 0);
    const limitBytes = config.limits.diskBytes;
    // no run waits for the sake of worktrees that wait themselves
    if (taken + pool.bytes() >= limitBytes) await pool.empty();
    use = { usedBytes: taken + pool.bytes(), limitBytes, cleanable: cleanable.slice(0, 5) };
  };
  const fault = (error: unknown) => {
    log.warn('the disk that workspaces take could not be measured', { err: error });
    // A bot that cannot measure works all the same.
    if (use === 'unmeasured') use = undefined;
  };
  const disk = diskOf({
    home: config.home,
    environment: config.environment,
    onMeasured: weigh,
    onFault: fault,
    onSettled: onMeasured,
  });
  return {
    // Somebody waits for a place, who might get one that is taken.
    use: () => (disk.isOwed() ? 'unmeasured' : use),
    workspaces: () => disk.bytes()?.size ?? 0,
    moved({ id, status }) {
      const before = statuses.get(id);
      statuses.set(id, status);
      if (status === 'closed') statuses.delete(id);
      if (before !== status && MEASURED.includes(status)) disk.measureSoon();
    },
    measure: () => disk.measure(),
    hasRoom: (bytes) => use !== 'unmeasured' && (!use || use.usedBytes + bytes < use.limitBytes),
    poolChanged: () => void weigh().catch(fault).then(onMeasured),
    stop: () => disk.stop(),
  };
}
