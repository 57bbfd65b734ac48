/** How long to wait before the next try: longer with each failure, counted per effect. */
import { type EffectCall, Later } from '../engine/ports.js';
import type { Refusal } from './refusals.js';

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

export class Tries {
  private readonly failed = new Map<string, number>();

  /** 1 s, 2 s, 4 s, … at most 30 s. */
  nextMs(id: string): number {
    const before = this.failed.get(id) ?? 0;
    this.failed.set(id, before + 1);
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** before);
  }

  forget(id: string): void {
    this.failed.delete(id);
  }
}

/** The `Later` for a refusal that time mends. */
export function laterOn(
  refusal: Extract<Refusal, { kind: 'wait' }>,
  call: Pick<EffectCall, 'id'>,
  tries: Tries,
  inDoubt: boolean,
): Later {
  return new Later(refusal.afterMs ?? tries.nextMs(call.id), `Slack: ${refusal.code}`, inDoubt);
}
