/** Waiting for the store to hold something: wakes on changes; for what the store does not tell, looks now and then. */
import type { Store } from './store.js';
import { transcriptOfAll } from './transcript.js';

const LOOK_EVERY_MS = 50;

/**
 * Resolves with the first answer of `look` that is neither undefined, null nor false.
 * @throws after `timeoutMs`, saying `what` was waited for and printing `picture()`.
 */
export async function waitFor<T>(
  store: Store,
  look: (store: Store) => T | undefined | null | false,
  what: string,
  timeoutMs = 10_000,
  picture: () => string = () => transcriptOfAll(store),
): Promise<T> {
  const found = look(store);
  if (isThere(found)) return found;
  return await new Promise<T>((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      clearInterval(looking);
      unsubscribe();
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`Waited ${timeoutMs} ms for ${what}.\n${picture()}`));
    }, timeoutMs);
    const lookAgain = (): void => {
      try {
        const now = look(store);
        if (!isThere(now)) return;
        end();
        resolve(now);
      } catch (error) {
        end();
        reject(error);
      }
    };
    const looking = setInterval(lookAgain, LOOK_EVERY_MS);
    const unsubscribe = store.subscribe(lookAgain);
  });
}

function isThere<T>(value: T | undefined | null | false): value is T {
  return value !== undefined && value !== null && value !== false;
}
