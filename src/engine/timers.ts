/** Time as rows: each timer is delivered once, when it is due, also after a restart. */
import type { RunEvent } from '../run/events.js';
import type { Door } from './deliver.js';
import type { TimerRow, UnitOfWork } from './ports.js';

export interface TimersOptions {
  unit: UnitOfWork;
  door: Door;
  now: () => string;
  onBroken: (row: TimerRow | undefined, error: unknown) => void;
}

/** A clock that is set back or forward is noticed within this time. */
const LONGEST_WAIT_MS = 30_000;
const BATCH = 100;

export class Timers {
  private alarm: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: TimersOptions) {}

  /** Delivers what is due and waits for the next one; call it after each commit that may have set a timer. */
  poke(): void {
    if (this.stopped) return;
    this.round = this.round
      .then(() => this.fireDue())
      .catch((error: unknown) => this.options.onBroken(undefined, error));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.alarm);
    await this.round;
  }

  private async fireDue(): Promise<void> {
    if (this.stopped) return;
    const { unit, now } = this.options;
    for (const row of await unit.read.dueTimers(now(), BATCH)) await this.fire(row);
    const next = await unit.read.nextTimerAt();
    clearTimeout(this.alarm);
    if (next === undefined || this.stopped) return;
    const waitMs = Math.max(1, Date.parse(next) - Date.parse(now()));
    this.alarm = setTimeout(() => this.poke(), Math.min(waitMs, LONGEST_WAIT_MS));
  }

  private async fire(row: TimerRow): Promise<void> {
    const event: RunEvent = { ...row.event, at: this.options.now() };
    try {
      await this.options.door.deliver(row.runId, event, `timer:${row.id}`, async (tx) =>
        (await tx.takeTimer(row.id)) ? undefined : 'withdrawn',
      );
    } catch (error) {
      this.options.onBroken(row, error);
    }
  }
}
