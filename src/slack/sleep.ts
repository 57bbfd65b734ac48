import { setTimeout as later } from 'node:timers/promises';

/** Waits; rejects with the signal's reason when that comes first. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await later(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    throw signal?.aborted ? (signal.reason as unknown) : error;
  });
}
