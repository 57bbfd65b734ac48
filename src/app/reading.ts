/** What intake begins with: the repositories and the ticket's own document, read side by side. */
import type { Handler } from '../engine/ports.js';
import type { Tickets } from '../stages/tickets/tickets.js';

/** Repositories that cannot be used end the run, whatever the ticket says; a ticket never ends one. */
export function readingWith(
  repositories: Handler<'repositories.read'>,
  readTicket: Tickets['read'],
): Handler<'repositories.read'> {
  return async (params, run, call) => {
    const [event, ticket] = await Promise.all([
      repositories(params, run, call),
      readTicket(run.ticket, call.signal),
    ]);
    return event?.type === 'repositories_read' ? { ...event, ticket } : event;
  };
}
