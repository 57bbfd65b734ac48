/** For what puts things in order behind work that was broken off: it may go on a while, and not for ever. */

/** Aborted `afterMs` after `signal` is. */
export function lateAbort(signal: AbortSignal, afterMs: number): AbortSignal {
  const late = new AbortController();
  const begin = () => setTimeout(() => late.abort(signal.reason), afterMs).unref();
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return late.signal;
}
