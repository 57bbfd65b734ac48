/** What intake begins with: the repositories, the ticket's own document and similar runs, read side by side. */
import type { Handler } from '../engine/ports.js';
import type { FindSimilar } from '../engine/similar.js';
import type { RunContext } from '../run/context.js';
import type { Tickets } from '../stages/tickets/tickets.js';

/**
 * Repositories that cannot be used end the run, whatever the ticket says; a ticket never ends one. `keepThread` keeps
 * the Slack thread that the run came from; it rejects only with the signal's reason.
 */
export function readingWith(
  repositories: Handler<'repositories.read'>,
  readTicket: Tickets['read'],
  findSimilar: FindSimilar,
  keepThread?: (run: RunContext, signal: AbortSignal) => Promise<void>,
): Handler<'repositories.read'> {
  return async (params, run, call) => {
    const over = new AbortController();
    const signal = AbortSignal.any([call.signal, over.signal]);
    const { id, ticketSource: source } = run;
    const ticket = readTicket(run.ticket, signal, { run: id, ...(source ? { source } : {}) });
    const thread = keepThread?.(run, signal);
    // Where the repositories fail nobody hears of the ticket, nor waits for it.
    ticket.catch(() => undefined);
    thread?.catch(() => undefined);
    try {
      const event = await repositories(params, run, call);
      if (event?.type !== 'repositories_read') return event;
      await thread;
      const similar = await findSimilar(run);
      return { ...event, ticket: await ticket, ...(similar.length > 0 ? { similar } : {}) };
    } finally {
      over.abort();
    }
  };
}
