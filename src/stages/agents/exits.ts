/** Watches for the ends of agents that nobody speaks with. */
import type { RunContext } from '../../run/context.js';
import { ExitWatch } from './exit-watch.js';
import type { Runner } from './runner.js';

export interface ExitsOptions {
  pollMs: number;
  exitFile: Runner['exitFile'];
  hasEnded: (runId: string, step: number) => boolean;
  tell: (runId: string, step: number) => Promise<void>;
  fault: (runId: string, error: unknown) => void;
}

export class Exits {
  private readonly watches = new Map<string, { step: number; watch: ExitWatch }>();
  private readonly stopping = new Set<Promise<void>>();

  constructor(private readonly options: ExitsOptions) {}

  follow({ id, agent: { alive, step } }: RunContext): void {
    if (alive && this.watches.get(id)?.step === step) return;
    this.forget(id);
    if (alive) this.watches.set(id, { step, watch: this.watch(id, step) });
  }

  forget(runId: string): void {
    const known = this.watches.get(runId);
    this.watches.delete(runId);
    if (!known) return;
    const stopped = known.watch.stop().finally(() => this.stopping.delete(stopped));
    this.stopping.add(stopped);
  }

  async close(): Promise<void> {
    for (const runId of [...this.watches.keys()]) this.forget(runId);
    await Promise.all(this.stopping);
  }

  private watch(runId: string, step: number): ExitWatch {
    const { pollMs, exitFile, hasEnded, tell, fault } = this.options;
    return new ExitWatch({
      file: exitFile(runId, step),
      pollMs,
      hasEnded: () => hasEnded(runId, step),
      tell: () => tell(runId, step),
      fault: (error) => fault(runId, error),
    });
  }
}
