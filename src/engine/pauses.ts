/** Pauses of effects that are tried again later: rows keep them over a restart, this process counts them by itself as well. */
import type { EffectRow } from './ports.js';

/** Who asks for more patience is asked again after this. */
const LONGEST_MS = 15 * 60_000;

export class Pauses {
  /** By effect, on a clock that nobody sets. */
  private readonly ends = new Map<string, number>();

  constructor(private readonly now: () => string) {}

  /** Begins a pause; returns the instant that is to be stored. */
  begin({ id }: Pick<EffectRow, 'id'>, afterMs: number): string {
    const pauseMs = Math.min(afterMs, LONGEST_MS);
    this.ends.set(id, performance.now() + pauseMs);
    return new Date(Date.parse(this.now()) + pauseMs).toISOString();
  }

  /** The effect needs no further try. */
  forget({ id }: Pick<EffectRow, 'id'>): void {
    this.ends.delete(id);
  }

  /** How long, in ms, until it is tried; 0 or less where it is due. */
  leftMs({ id, dueAt }: Pick<EffectRow, 'id' | 'dueAt'>): number {
    if (dueAt === undefined) return 0;
    const end = this.ends.get(id);
    const counted = end === undefined ? undefined : end - performance.now();
    const byDate = Date.parse(dueAt) - Date.parse(this.now());
    // Stored by a clock that has been set back since.
    if (byDate > LONGEST_MS) return counted ?? 0;
    return Math.min(byDate, counted ?? byDate);
  }
}
