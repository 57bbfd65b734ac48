/** What an earlier bot has left: agents and files are watched again, and runs that cannot be read are set aside. */
import type { StoredRun, UnitOfWork } from '../engine/ports.js';
import type { RunContext } from '../run/context.js';
import { BEGUN, type Status } from '../run/status.js';

export interface TakingUpOptions {
  unit: Pick<UnitOfWork, 'read'>;
  follow: (run: RunContext) => void;
  /** Of a run whose stored state cannot be read. */
  leave: (run: StoredRun) => void;
  onBroken: (error: unknown) => void;
}

export class TakingUp {
  private readonly seen = new Set<string>();
  private looking: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: TakingUpOptions) {}

  /** Takes up the runs that have begun; call it before anything moves them. */
  async begin(): Promise<void> {
    await this.each(BEGUN);
  }

  /** Looks at all others, for which nothing has to be done before people can go on. */
  beginLater(): void {
    this.looking = this.each().catch(this.options.onBroken);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.looking;
  }

  private async each(statuses?: readonly Status[]): Promise<void> {
    const { unit, follow, leave } = this.options;
    for (const id of await unit.read.openRunIds(statuses)) {
      if (this.stopped) return;
      if (this.seen.has(id)) continue;
      this.seen.add(id);
      const run = await unit.read.run(id);
      if (run?.unreadable) leave(run);
      else if (run) follow(run.snapshot.context);
    }
  }
}
