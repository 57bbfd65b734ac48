/** When it is safe to look for what an earlier try has left in Slack: not before its request can no longer arrive. */
import { type EffectCall, Later } from '../engine/ports.js';

export interface Settle {
  requestTimeoutMs: number;
  marginMs: number;
}

export class Settling {
  /** When this process last sent an effect's request. */
  private readonly sentAt = new Map<string, number>();
  private readonly bornAt: number;

  constructor(
    private readonly settle: Settle,
    private readonly now: () => number,
  ) {
    this.bornAt = now();
  }

  /** The request of this effect leaves now. */
  sent(id: string): void {
    this.sentAt.set(id, this.now());
  }

  forget(id: string): void {
    this.sentAt.delete(id);
  }

  /** Throws `Later` while a request of an earlier try may still land. */
  expectSettled(call: EffectCall): void {
    const waitMs = this.settledAt(call) - this.now();
    if (waitMs > 0) throw new Later(waitMs, 'an earlier request may still land', true);
  }

  private settledAt(call: EffectCall): number {
    const { requestTimeoutMs, marginMs } = this.settle;
    const sentAt = this.sentAt.get(call.id);
    if (sentAt !== undefined) return sentAt + requestTimeoutMs + marginMs;
    // The request of an earlier process ended with it at the latest, long before this one began to serve.
    return Math.max(Date.parse(call.startedAt) + requestTimeoutMs, this.bornAt) + marginMs;
  }
}
