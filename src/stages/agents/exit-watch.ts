/** Waits for the end of one agent process and tells it exactly once. */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface ExitWatchOptions {
  /** The file that appears when the process ends. */
  file: string;
  pollMs: number;
  /** True as soon as the process has ended. */
  hasEnded: () => boolean;
  /** Tells it. May throw: it is called again at the next look. */
  tell: () => Promise<void>;
  fault: (error: unknown) => void;
}

export class ExitWatch {
  private readonly timer: NodeJS.Timeout;
  private watcher: FSWatcher | undefined;
  private telling: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: ExitWatchOptions) {
    this.timer = setInterval(() => this.look(), options.pollMs);
    this.timer.unref();
    try {
      this.watcher = watch(dirname(options.file), { persistent: false }, (_, name) => {
        // The log lies in the same folder and may change thousands of times a second.
        if (name === null || name === basename(options.file)) this.look();
      });
      this.watcher.on('error', () => this.watcher?.close());
    } catch (error) {
      // Without a watch (a limit of the system) the end is seen a moment later.
      options.fault(error);
    }
    this.look();
  }

  /** Looks no more; resolves when nothing is being told. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    this.watcher?.close();
    await this.telling;
  }

  private look(): void {
    if (this.stopped || this.telling) return;
    try {
      if (this.options.hasEnded()) this.telling = this.tell();
    } catch (error) {
      this.options.fault(error);
    }
  }

  private async tell(): Promise<void> {
    try {
      await this.options.tell();
      this.stopped = true;
      clearInterval(this.timer);
      this.watcher?.close();
    } catch (error) {
      this.options.fault(error);
    } finally {
      this.telling = undefined;
    }
  }
}
