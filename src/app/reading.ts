/** What intake begins with: the repositories, the ticket's own document and similar runs, read side by side. */
import type { Handler } from '../engine/ports.js';
import type { FindSimilar } from '../engine/similar.js';
import type { Tickets } from '../stages/tickets/tickets.js';

/** Repositories that cannot be used end the run, whatever the ticket says; a ticket never ends one. */
export function readingWith(
  repositories: Handler<'repositories.read'>,
  readTicket: Tickets['read'],
  findSimilar: FindSimilar,
): Handler<'repositories.read'> {
  return async (params, run, call) => {
    const over = new AbortController();
    const ticket = readTicket(run.ticket, AbortSignal.any([call.signal, over.signal]));
    // Where the repositories fail nobody hears of the ticket, nor waits for it.
    ticket.catch(() => undefined);
    try {
      const event = await repositories(params, run, call);
      if (event?.type !== 'repositories_read') return event;
      const similar = await findSimilar(run);
      return { ...event, ticket: await ticket, ...(similar.length > 0 ? { similar } : {}) };
    } finally {
      over.abort();
    }
  };
}
