/** One after another for the same key, side by side for different ones. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();
  private readonly spares = new Map<string, AbortController>();

  /** Runs `work` when everything before it under `key` has ended, whether well or not. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    this.spares.get(key)?.abort(new Error('somebody else wants the turn'));
    const before = this.last.get(key) ?? Promise.resolve();
    return this.turn(key, before.then(work, work));
  }

  /**
   * Runs `work` where nobody is at it; its signal is given as soon as somebody comes. Undefined where it was not begun, or
   * has given way.
   */
  async spare<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (this.last.has(key)) return undefined;
    const way = new AbortController();
    this.spares.set(key, way);
    try {
      return await this.turn(key, work(way.signal));
    } catch (error) {
      if (way.signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.spares.get(key) === way) this.spares.delete(key);
    }
  }

  private async turn<T>(key: string, mine: Promise<T>): Promise<T> {
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }
}
