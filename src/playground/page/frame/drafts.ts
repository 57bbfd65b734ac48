/** What people have begun to write, by person and place; kept for this tab. */

export class Drafts {
  readonly #texts: Map<string, string>;
  readonly #keep: (text: string) => void;
  readonly #listeners = new Set<() => void>();

  /** `kept` is what `keep` was last called with; anything unreadable is forgotten. */
  constructor(kept: string | null, keep: (text: string) => void) {
    this.#texts = new Map(readKept(kept));
    this.#keep = keep;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(key: string): string {
    return this.#texts.get(key) ?? '';
  }

  set(key: string, text: string): void {
    if (this.get(key) === text) return;
    if (text === '') this.#texts.delete(key);
    else this.#texts.set(key, text);
    this.#keep(JSON.stringify([...this.#texts]));
    for (const listener of [...this.#listeners]) listener();
  }
}

export const draftKey = (userId: string, channel: string, thread = ''): string =>
  `${userId} ${channel} ${thread}`;

function readKept(kept: string | null): [string, string][] {
  try {
    const read: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(read) ? read.filter(isPair) : [];
  } catch {
    return [];
  }
}

const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
