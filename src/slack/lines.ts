/** Work that belongs together, one after another, sorted by `order`. Different lines run side by side. */
interface Job {
  order: string;
  ready: Promise<unknown>;
  go: () => Promise<void>;
}

export class Lines {
  private readonly lines = new Map<string, Job[]>();

  /**
   * Resolves or rejects as `work` does, once `ready` is settled and everything of a lower order has been done, also
   * what came while this one was not ready.
   */
  run(line: string, order: string, ready: Promise<unknown>, work: () => Promise<void>): Promise<void> {
    // It may fail long before it is this one's turn.
    ready.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const job: Job = { order, ready, go: () => work().then(resolve, reject) };
      const queue = this.lines.get(line) ?? [];
      queue.push(job);
      queue.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
      if (this.lines.has(line)) return;
      this.lines.set(line, queue);
      void this.drive(line, queue);
    });
  }

  private async drive(line: string, queue: Job[]): Promise<void> {
    for (let job = queue[0]; job; job = queue[0]) {
      await job.ready.catch(() => undefined);
      if (queue[0] !== job) continue;
      queue.shift();
      await job.go();
    }
    this.lines.delete(line);
  }
}
