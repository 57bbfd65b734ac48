/** Journals end somewhere: a playground may be open for weeks. */

const MOST_LINES = 10_000;

/** Takes away the oldest tenth of a journal that has grown too long. */
export function forgetOldest(journal: unknown[]): void {
  if (journal.length > MOST_LINES) journal.splice(0, MOST_LINES / 10);
}
