/** When it is safe to look for what an earlier try has left in Slack: not before its request can no longer arrive. */
import { type EffectCall, Later } from '../engine/ports.js';

export interface Settle {
  requestTimeoutMs: number;
  marginMs: number;
}

export class Settling {
  /** Per effect the instant, on a clock that nobody sets, from which on its earlier requests can no longer arrive. */
  private readonly settledAt = new Map<string, number>();
  private readonly bornAt: number;

  constructor(
    private readonly settle: Settle,
    private readonly now: () => number,
    private readonly steady: () => number,
  ) {
    this.bornAt = now();
  }

  /** The request of this effect leaves now. */
  sent(id: string): void {
    this.settledAt.set(id, this.steady() + this.longestMs);
  }

  forget(id: string): void {
    this.settledAt.delete(id);
  }

  /** Throws `Later` while a request of an earlier try may still land. */
  expectSettled(call: EffectCall): void {
    const settledAt = this.settledAt.get(call.id) ?? this.steady() + this.inheritedMs(call);
    // Asked again, it goes on from here, wherever the clock is set to meanwhile.
    this.settledAt.set(call.id, settledAt);
    const waitMs = settledAt - this.steady();
    if (waitMs > 0) throw new Later(waitMs, 'an earlier request may still land', true);
  }

  private get longestMs(): number {
    return this.settle.requestTimeoutMs + this.settle.marginMs;
  }

  /** The request of an earlier process ended with it at the latest, long before this one began to serve. */
  private inheritedMs({ startedAt }: EffectCall): number {
    const { requestTimeoutMs, marginMs } = this.settle;
    const landed = Math.max(Date.parse(startedAt) + requestTimeoutMs, this.bornAt) + marginMs;
    return Math.min(landed - this.now(), this.longestMs);
  }
}
