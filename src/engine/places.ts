/** Gives places to queued runs, oldest first, and tells the others where they stand. */
import {
  type Contender,
  contenderOf,
  differs,
  type Limits,
  type Placing,
  placed,
  WORKING,
} from '../run/places.js';
import type { Door } from './deliver.js';
import type { StoredRun, UnitOfWork } from './ports.js';

export interface PlacesOptions {
  unit: UnitOfWork;
  door: Pick<Door, 'deliver'>;
  /** Runs that may work at the same time. */
  agents: number;
  /** What the workspaces take as far as it is known; measuring goes on beside. */
  disk: () => Limits['disk'];
  now: () => string;
  onBroken: (error: unknown) => void;
  /** Pause before what went wrong is tried again. Default 2,000. */
  retryMs?: number;
}

export class Places {
  /** Runs that work or wait. */
  private readonly contenders = new Map<string, Contender & { version: number }>();
  private round: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private alarm: NodeJS.Timeout | undefined;

  constructor(private readonly options: PlacesOptions) {}

  /** Learns of all runs that work or wait; call it once before anything else moves them. */
  async begin(): Promise<void> {
    for (const id of await this.options.unit.read.openRunIds(WORKING)) {
      const run = await this.options.unit.read.run(id);
      if (run) this.know(run);
    }
    this.poke();
  }

  /** The run has moved. */
  moved(run: StoredRun): void {
    const before = this.contenders.get(run.id);
    this.know(run);
    const after = this.contenders.get(run.id);
    // A run that goes on working concerns nobody else.
    if (before?.queue !== after?.queue || (before === undefined) !== (after === undefined)) this.poke();
  }

  /** Looks whether somebody may go on, for instance since there is more disk. */
  poke(): void {
    if (this.stopped) return;
    this.again = true;
    this.round ??= this.go().finally(() => {
      this.round = undefined;
      if (this.again) this.poke();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.alarm);
    await this.round;
  }

  private know(run: StoredRun): void {
    const known = this.contenders.get(run.id);
    if (known && known.version > run.version) return;
    const contender = contenderOf(run.status, run.snapshot.context);
    if (contender) this.contenders.set(run.id, { ...contender, version: run.version });
    else this.contenders.delete(run.id);
  }

  private async go(): Promise<void> {
    try {
      // Each delivery moves a run, which is known before the next round is counted.
      while (this.again && !this.stopped) {
        this.again = false;
        const { agents, disk } = this.options;
        const use = disk();
        const all = [...this.contenders.values()];
        for (const placing of placed(all, { agents, ...(use ? { disk: use } : {}) }))
          await this.tell(placing);
      }
    } catch (error) {
      this.options.onBroken(error);
      this.alarm = setTimeout(() => this.poke(), this.options.retryMs ?? 2_000);
    }
  }

  private async tell(placing: Placing): Promise<void> {
    const { id, step } = placing;
    const at = this.options.now();
    const known = this.contenders.get(id);
    if (!known || known.step !== step || !known.queue) return;
    if (placing.granted) {
      await this.options.door.deliver(id, { type: 'place_granted', step, at }, `place:${step}`);
    } else if (differs(known.queue, placing)) {
      const { place, places, disk } = placing;
      const event = { type: 'queue_moved' as const, step, at, place, places, ...(disk ? { disk } : {}) };
      await this.options.door.deliver(id, event, `queue:${step}:${known.version}`);
    }
  }
}
