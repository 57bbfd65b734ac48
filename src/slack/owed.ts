/**
 * Words to one person that Slack did not take yet: said as soon as it does, in order for each person. In memory: what
 * they tell was decided and stands on the card; a restart forgets them, and the log says how many.
 */
import type { Log } from '../logging.js';
import type { Refusal } from './refusals.js';
import { sleep } from './sleep.js';
import { Tries } from './tries.js';

/** Tries once; undefined when it was said. */
export type Say = () => Promise<Refusal | undefined>;

const MOST = 500;
/** After half an hour nobody remembers what was pressed. */
const LONGEST_MS = 30 * 60_000;

export class Owed {
  private readonly lines = new Map<string, Promise<void>>();
  private readonly ended = new AbortController();
  private readonly tries = new Tries();
  private count = 0;

  constructor(
    private readonly log: Pick<Log, 'warn'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether something else is to be said to this person first. */
  has(user: string): boolean {
    return this.lines.has(user);
  }

  /** Says it later; false when too much is owed, or the bot ends. */
  add(user: string, say: Say, afterMs?: number): boolean {
    if (this.count >= MOST || this.ended.signal.aborted) return false;
    this.count += 1;
    const name = `${user} ${this.count} ${this.now()}`;
    const line = (this.lines.get(user) ?? Promise.resolve())
      .then(() => this.keepSaying(name, say, afterMs))
      .catch((error: unknown) => {
        this.log.warn('a private answer was not given', { user, reason: String(error) });
      })
      .finally(() => {
        this.count -= 1;
        this.tries.forget(name);
        if (this.lines.get(user) === line) this.lines.delete(user);
      });
    this.lines.set(user, line);
    return true;
  }

  /** Gives up what is still owed. */
  async stop(): Promise<void> {
    if (this.count > 0) this.log.warn('private answers are given up', { count: this.count });
    this.ended.abort();
    await Promise.all(this.lines.values());
  }

  private async keepSaying(name: string, say: Say, firstMs?: number): Promise<void> {
    const end = this.now() + LONGEST_MS;
    let waitMs = firstMs ?? this.tries.nextMs(name);
    for (;;) {
      await sleep(waitMs, this.ended.signal);
      const refusal = await say();
      if (!refusal) return;
      if (refusal.kind !== 'wait') throw new Error(`Slack: ${refusal.code}`);
      waitMs = refusal.afterMs ?? this.tries.nextMs(name);
      if (this.now() + waitMs > end) throw new Error('Slack took it for half an hour not');
    }
  }
}
