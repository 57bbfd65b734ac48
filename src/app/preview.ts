/** Dry runs: repositories and ticket are read as a run would read them, without a run. */
import type { FindSimilar } from '../engine/similar.js';
import { type Preview, previewOf, type Reading } from '../run/preview.js';
import type { NewRunWish } from '../run/wish.js';
import { Seats } from '../shell/seats.js';
import type { Tickets } from '../stages/tickets/tickets.js';

export interface Previews {
  /**
   * Undefined where reading took too long, waiting for what `asker` asked before included. Rejects when the bot ends, so
   * that it is done again.
   */
  preview(
    wish: Pick<NewRunWish, 'ticket' | 'repos' | 'agent' | 'fields' | 'channel' | 'ticketSource'>,
    asker: string,
  ): Promise<Preview | undefined>;
  /** Breaks off what is being read. */
  end(): void;
}

/** A person waits; Slack takes the answer for half an hour. */
const MOST_MS = 5 * 60_000;

/** Each asks the remotes and GitHub; one person's are read one after another. */
const AT_ONCE = 3;

export function previews(
  read: (wishes: NewRunWish['repos'], signal: AbortSignal) => Promise<Reading>,
  readTicket: Tickets['read'],
  findSimilar: FindSimilar,
): Previews {
  const ending = new AbortController();
  const seats = new Seats(AT_ONCE);
  const own = new Map<string, Seats>();
  const readAll = (wish: Parameters<Previews['preview']>[0], signal: AbortSignal) =>
    Promise.all([
      read(wish.repos, signal),
      readTicket(wish.ticket, signal, wish.ticketSource ? { source: wish.ticketSource } : {}).catch(() => ({
        fields: {},
        unread: [],
      })),
      findSimilar({ channel: wish.channel, wishes: wish.repos }),
    ]);
  return {
    async preview(wish, asker) {
      const enough = AbortSignal.timeout(MOST_MS);
      const signal = AbortSignal.any([ending.signal, enough]);
      const mine = own.get(asker) ?? new Seats(1);
      own.set(asker, mine);
      const found = await mine
        .take(signal, () => seats.take(signal, () => readAll(wish, signal)))
        .catch((error: unknown) => {
          if (!enough.aborted || error !== enough.reason) throw error;
          return undefined;
        });
      ending.signal.throwIfAborted();
      if (enough.aborted || !found) return undefined;
      const [reading, ticket, similar] = found;
      return previewOf(wish, { ...reading, ticket, similar });
    },
    end: () => ending.abort(new Error('the bot ends')),
  };
}
