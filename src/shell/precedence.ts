/** Who has precedence in this process, which has one thread: work that can wait lets them go first, but not without end. */
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 2;

let othersWait = (): boolean => false;

/** `waits` is true while somebody with precedence waits for this process. Called once, by the part that joins all. */
export function givePrecedence(waits: () => boolean): void {
  othersWait = waits;
}

/** Resolves when nobody with precedence waits, or after `atMostMs` milliseconds. */
export async function letOthersFirst(atMostMs: number): Promise<void> {
  const until = performance.now() + atMostMs;
  while (othersWait() && performance.now() < until) await pause(LOOK_MS);
}
