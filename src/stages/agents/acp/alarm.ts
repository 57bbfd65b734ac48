/** Pauses that end early when something happens in a folder. */
import { type FSWatcher, watch } from 'node:fs';

export class Alarm {
  private readonly sleepers = new Set<() => void>();
  private watcher: FSWatcher | undefined;

  /** Rings at each change in `folder`. Where the system allows no watch, pauses take their whole time. */
  watch(folder: string, changed: () => void, fault: (error: unknown) => void): void {
    try {
      this.watcher = watch(folder, { persistent: false }, changed);
      this.watcher.on('error', () => this.close());
    } catch (error) {
      // A limit of the system: everything is seen a moment later.
      fault(error);
    }
  }

  /** Ends all pauses. */
  ring(): void {
    for (const wake of [...this.sleepers]) wake();
  }

  /** Resolves after `ms`, or when it rings. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      timer.unref();
      this.sleepers.add(wake);
    });
  }

  close(): void {
    this.watcher?.close();
    this.watcher = undefined;
  }
}
