/** Work that several ask for under one key: all who came before it began share what it gives. */
interface Shared<T> {
  result: Promise<T>;
  /** Given when nobody wants it any more. */
  over: AbortController;
  wanted: number;
}

export class Joint<T> {
  private readonly waiting = new Map<string, Shared<T>>();

  /**
   * Joins what waits under `key`, or lets `work` wait; it calls `begin` when it begins, and whoever comes later asks
   * anew. Throws what the work throws, or the reason of `signal` as soon as it is given; the work's own signal is given
   * when nobody is left.
   */
  async take(
    key: string,
    signal: AbortSignal,
    work: (begin: () => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const shared = this.waiting.get(key) ?? this.wait(key, work);
    shared.wanted += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        shared.wanted -= 1;
        if (shared.wanted === 0) {
          this.leave(key, shared);
          shared.over.abort(signal.reason);
        }
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const ended = () => signal.removeEventListener('abort', leave);
      shared.result.then(resolve, reject).finally(ended);
    });
  }

  private wait(key: string, work: (begin: () => void, signal: AbortSignal) => Promise<T>): Shared<T> {
    const over = new AbortController();
    const begin = () => this.leave(key, shared);
    // Not before `shared` is known to `begin`.
    const result = Promise.resolve().then(() => work(begin, over.signal));
    const shared: Shared<T> = { result, over, wanted: 0 };
    this.waiting.set(key, shared);
    return shared;
  }

  private leave(key: string, shared: Shared<T>): void {
    if (this.waiting.get(key) === shared) this.waiting.delete(key);
  }
}
