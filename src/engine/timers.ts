/** Time as rows: each timer is delivered once, when it is due, also after a restart. */
import type { RunEvent } from '../run/events.js';
import type { Door } from './deliver.js';
import { type TimerRow, type UnitOfWork, UnreadableRun } from './ports.js';

export interface TimersOptions {
  unit: UnitOfWork;
  door: Door;
  now: () => string;
  onBroken: (row: TimerRow | undefined, error: unknown) => void;
  /** Pause before what went wrong is tried again. Default 5,000. */
  retryMs?: number;
}

/** A clock that is set back or forward is noticed within this time. */
const LONGEST_WAIT_MS = 30_000;
const BATCH = 100;
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

export class Timers {
  private alarm: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  /** A look is to come that nobody has begun. */
  private isNext = false;
  private stopped = false;

  constructor(private readonly options: TimersOptions) {}

  /**
   * Nobody could start an agent while the engine was down, or hear that one had started: the time for that counts
   * anew. Call it once before anything else moves runs.
   */
  async begin(): Promise<void> {
    const { unit, now } = this.options;
    for (const row of await unit.read.dueTimers(END_OF_TIME, Number.MAX_SAFE_INTEGER)) {
      if (row.name !== 'start_time') continue;
      await unit.write(async (tx) => {
        const run = await tx.run(row.runId);
        if (!run || run.unreadable) return;
        const { startTimeMs } = run.snapshot.context.settings;
        await tx.setTimer({ ...row, dueAt: new Date(Date.parse(now()) + startTimeMs).toISOString() });
      });
    }
  }

  /** Delivers what is due and waits for the next one; call it after each commit that may have set a timer. */
  poke(): void {
    if (this.stopped || this.isNext) return;
    this.isNext = true;
    this.round = this.round
      .then(() => {
        // Whoever comes from now on may have set one that this look does not see.
        this.isNext = false;
        return this.fireDue();
      })
      .catch((error: unknown) => {
        this.isNext = false;
        this.wakeIn(this.retryMs);
        this.options.onBroken(undefined, error);
      });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.alarm);
    await this.round;
  }

  private get retryMs(): number {
    return this.options.retryMs ?? 5_000;
  }

  private async fireDue(): Promise<void> {
    if (this.stopped) return;
    const { unit, now } = this.options;
    let leastMs = 1;
    for (const row of await unit.read.dueTimers(now(), BATCH))
      if (!(await this.fire(row))) leastMs = this.retryMs;
    const next = await unit.read.nextTimerAt();
    if (next === undefined) return clearTimeout(this.alarm);
    this.wakeIn(Math.max(leastMs, Date.parse(next) - Date.parse(now())));
  }

  private wakeIn(waitMs: number): void {
    clearTimeout(this.alarm);
    if (!this.stopped) this.alarm = setTimeout(() => this.poke(), Math.min(waitMs, LONGEST_WAIT_MS));
  }

  /** False when the timer is still there and due. */
  private async fire(row: TimerRow): Promise<boolean> {
    const event: RunEvent = { ...row.event, at: this.options.now() };
    try {
      await this.options.door.deliver(row.runId, event, `timer:${row.id}`, async (tx) =>
        (await tx.takeTimer(row.id)) ? undefined : 'withdrawn',
      );
      return true;
    } catch (error) {
      if (!(error instanceof UnreadableRun)) this.options.onBroken(row, error);
      return false;
    }
  }
}
