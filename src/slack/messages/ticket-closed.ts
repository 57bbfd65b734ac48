/** Where a closed ticket's documents stand, and what is still open in it. */
import type { TicketClosed } from '../../run/evidence.js';
import { code, join, type Mrkdwn, say, words } from '../escape.js';
import { count, type Detail } from './words.js';

export function ticketLines(ticket: TicketClosed | undefined, detail: Pick<Detail, 'rows'>): Mrkdwn[] {
  if (!ticket) return [];
  const place = ticket.repo ? say` of ${code(ticket.repo)}` : say` of the bot’s home`;
  const where = say`Its documents, with the run’s report, are in ${code(ticket.folder)}${place}.`;
  return ticket.openTasks ? [where, openTasks(ticket.openTasks, detail)] : [where];
}

function openTasks(
  { count: open, first }: NonNullable<TicketClosed['openTasks']>,
  detail: Pick<Detail, 'rows'>,
): Mrkdwn {
  const shown = first.slice(0, detail.rows);
  const left = open - shown.length;
  return join([
    say`${count(open, 'task')} in \`tasks.md\` ${open === 1 ? 'is' : 'are'} still open; I tick none, so tick what is done:`,
    ...shown.map((text) => say`• ${words(text, 150)}`),
    left > 0 ? say`… and ${left} more.` : undefined,
  ]);
}
