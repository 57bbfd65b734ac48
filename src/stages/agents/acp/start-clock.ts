/** `limits.startTime`: from the start of the process until the agent has a session. */
export class StartClock {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ms: number,
    private readonly late: () => void,
  ) {
    this.run();
  }

  /** `work` takes as long as it takes; afterwards the clock starts anew. */
  async suspend(work: () => Promise<void>): Promise<void> {
    this.stop();
    await work();
    this.run();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private run(): void {
    this.timer = setTimeout(this.late, this.ms);
    this.timer.unref();
  }
}
