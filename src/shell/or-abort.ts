/**
 * The end of `work`, or the signal's reason as soon as that is given: work may wait for its turn or for a remote, and
 * cannot always be broken off. What it ends in afterwards nobody hears.
 */
export function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
