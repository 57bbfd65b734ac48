/** Dry runs: the repositories are read as a run would read them, without a run. */
import { type Preview, previewOf, type Reading } from '../run/preview.js';
import type { NewRunWish } from '../run/wish.js';

export interface Previews {
  /** Undefined where reading took too long. Rejects when the bot ends, so that it is done again. */
  preview(wish: Pick<NewRunWish, 'ticket' | 'repos' | 'agent' | 'fields'>): Promise<Preview | undefined>;
  /** Breaks off what is being read. */
  end(): void;
}

/** A person waits; Slack takes the answer for half an hour. */
const MOST_MS = 5 * 60_000;

export function previews(
  read: (wishes: NewRunWish['repos'], signal: AbortSignal) => Promise<Reading>,
): Previews {
  const ending = new AbortController();
  return {
    async preview(wish) {
      const enough = AbortSignal.timeout(MOST_MS);
      const reading = await read(wish.repos, AbortSignal.any([ending.signal, enough]));
      ending.signal.throwIfAborted();
      return enough.aborted ? undefined : previewOf(wish, reading);
    },
    end: () => ending.abort(new Error('the bot ends')),
  };
}
