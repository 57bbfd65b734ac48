import { DuplicateKey, type Tx } from '../engine/ports.js';

type Write = (...args: unknown[]) => Promise<unknown>;

/** A transaction between its begin and its end: knows who works in it and whether all of it went well. */
export class OpenTransaction {
  /** True once nobody may join any more. */
  over = false;
  private readonly tx: Tx;
  private readonly running = new Set<Promise<unknown>>();
  private readonly faults: unknown[] = [];

  constructor(tx: Tx) {
    const watched = Object.entries(tx as unknown as Record<string, Write>).map(
      ([name, write]) => [name, (...args: unknown[]) => this.step(() => write(...args))] as const,
    );
    this.tx = Object.fromEntries(watched) as unknown as Tx;
  }

  /** Runs `work` inside. If it throws, the whole transaction is lost, whoever catches the error. */
  join<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.watch(
      async () => work(this.tx),
      () => true,
    );
  }

  /** Waits for whatever still runs inside, then throws the first fault, if any. */
  async end(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
    this.over = true;
    if (this.faults.length > 0) throw this.faults[0];
  }

  // After a failed statement SQLite may have rolled back, and the next one would be stored on its own.
  private async step(write: () => Promise<unknown>): Promise<unknown> {
    if (this.over) throw new Error('This transaction is over.');
    if (this.faults.length > 0) throw this.faults[0];
    return this.watch(write, (error) => !(error instanceof DuplicateKey));
  }

  private async watch<T>(work: () => Promise<T>, isFault: (error: unknown) => boolean): Promise<T> {
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } catch (error) {
      if (isFault(error)) this.faults.push(error);
      throw error;
    } finally {
      this.running.delete(running);
    }
  }
}
