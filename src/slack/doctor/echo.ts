/** Hears whether Slack delivers the events that the bot itself causes. */
import type { Body } from '../receipt.js';

export class Echo {
  /** Messages of bots, heard while somebody listens; the event may be faster than the answer to the post. */
  private readonly heardAt = new Map<string, number>();
  private readonly waiting = new Map<string, (at: number) => void>();
  private listeners = 0;

  /** Takes every delivery as it comes. True for a message that somebody here may wait for. */
  heard(body: unknown): boolean {
    const { event } = body as Body;
    if (this.listeners === 0 || event?.type !== 'message' || event.bot_id === undefined) return false;
    const key = keyOf(String(event.channel), event.ts ?? '');
    const tell = this.waiting.get(key);
    if (tell) tell(performance.now());
    else this.heardAt.set(key, performance.now());
    return true;
  }

  /** Listens as long as `work` goes on. */
  async listening<T>(work: () => Promise<T>): Promise<T> {
    this.listeners += 1;
    try {
      return await work();
    } finally {
      this.listeners -= 1;
      if (this.listeners === 0) this.heardAt.clear();
    }
  }

  /** When the message was heard; undefined where it was not until `limitMs` are over, or the signal came. */
  async wait(
    place: { channel: string; ts: string },
    limitMs: number,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const key = keyOf(place.channel, place.ts);
    const known = this.heardAt.get(key);
    if (known !== undefined) return known;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    try {
      return await new Promise((done) => {
        this.waiting.set(key, done);
        if (limit.aborted) done(undefined);
        limit.addEventListener('abort', () => done(undefined), { once: true });
      });
    } finally {
      this.waiting.delete(key);
    }
  }
}

const keyOf = (channel: string, ts: string): string => `${channel}:${ts}`;
