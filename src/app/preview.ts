/** Dry runs: repositories and ticket are read as a run would read them, without a run. */
import type { FindSimilar } from '../engine/similar.js';
import { type Preview, previewOf, type Reading } from '../run/preview.js';
import type { NewRunWish } from '../run/wish.js';
import type { Tickets } from '../stages/tickets/tickets.js';

export interface Previews {
  /** Undefined where reading took too long. Rejects when the bot ends, so that it is done again. */
  preview(
    wish: Pick<NewRunWish, 'ticket' | 'repos' | 'agent' | 'fields' | 'channel' | 'ticketSource'>,
  ): Promise<Preview | undefined>;
  /** Breaks off what is being read. */
  end(): void;
}

/** A person waits; Slack takes the answer for half an hour. */
const MOST_MS = 5 * 60_000;

export function previews(
  read: (wishes: NewRunWish['repos'], signal: AbortSignal) => Promise<Reading>,
  readTicket: Tickets['read'],
  findSimilar: FindSimilar,
): Previews {
  const ending = new AbortController();
  return {
    async preview(wish) {
      const enough = AbortSignal.timeout(MOST_MS);
      const signal = AbortSignal.any([ending.signal, enough]);
      const none = { fields: {}, unread: [] };
      const [reading, ticket, similar] = await Promise.all([
        read(wish.repos, signal),
        readTicket(wish.ticket, signal, wish.ticketSource ? { source: wish.ticketSource } : {}).catch(
          () => none,
        ),
        findSimilar({ channel: wish.channel, wishes: wish.repos }),
      ]);
      ending.signal.throwIfAborted();
      return enough.aborted ? undefined : previewOf(wish, { ...reading, ticket, similar });
    },
    end: () => ending.abort(new Error('the bot ends')),
  };
}
