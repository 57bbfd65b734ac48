/** Load that does not wait for the bot: each call has its own instant, and lateness counts from there. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Load {
  perSecond: number;
  seconds: number;
}

/** Calls `send` at every instant; gives for each the milliseconds from its instant to its answer. */
export async function openLoop(
  { perSecond, seconds }: Load,
  send: (n: number) => Promise<unknown>,
): Promise<number[]> {
  const begun = performance.now();
  const all: Promise<number>[] = [];
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = begun + (n * 1_000) / perSecond;
    // A timer may fire a little early.
    for (let wait = due - performance.now(); wait > 0; wait = due - performance.now()) await pause(wait);
    all.push(send(n).then(() => performance.now() - due));
  }
  return Promise.all(all);
}
