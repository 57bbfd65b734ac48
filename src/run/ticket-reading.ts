/** What a ticket's own document says about the fields of a brief, and how it comes into a draft. Pure. */
import { withField } from './brief.js';
import { FIELDS, type Field, type FieldLink, type RunContext } from './context.js';
import type { Notice, TicketCheckout, UnreadFile } from './evidence.js';
import { addNotice } from './verdict.js';

export interface TicketReading {
  /** Texts as they stand in the document, at most `MOST_TEXT` characters each. */
  fields: Partial<Record<Field, string>>;
  /** Fields that are from the ticket's issue. */
  links?: Partial<Record<Field, FieldLink>>;
  /** What could not be read, and why; empty where there is no document at all. */
  unread: UnreadFile[];
  /** What closing the ticket would move forward, as it stands now. */
  checkout?: TicketCheckout;
}

/** The draft with what the ticket says about fields that nobody has filled; what could not be read is said once. */
export function takeTicket(
  run: RunContext,
  ticket: TicketReading | undefined,
  at: string,
): Partial<RunContext> {
  if (!ticket) return {};
  let next = run;
  for (const field of FIELDS) {
    const text = ticket.fields[field];
    if (text === undefined || isSaid(run, field)) continue;
    const link = ticket.links?.[field];
    const draft = { text, source: 'ticket' as const, ...(link ? { link } : {}) };
    next = { ...next, ...withField(next, field, draft) };
  }
  const notice: Omit<Notice, 'id'> = { kind: 'ticket_unread', at, unread: ticket.unread };
  return {
    draft: next.draft,
    vague: next.vague,
    ...(ticket.checkout ? { ticketCheckout: ticket.checkout } : {}),
    ...(ticket.unread.length > 0 ? addNotice(run, notice) : {}),
  };
}

const isSaid = ({ draft }: RunContext, field: Field) =>
  draft[field] !== undefined && draft[field].source !== 'default';
