/** The answer to "this ticket has an active run": that one, another one, or none. */

import { ticketIn } from '../../run/issue.js';
import { isTicket } from '../../run/wish.js';
import { begin } from '../commands/begin.js';
import { conclude, type Tools, type Visit } from '../gesture.js';
import { nothingStarted } from '../messages/twin.js';
import { formGone } from '../messages/usage.js';
import type { Clicked } from '../views/press.js';
import { readWish, TWIN_IDS, type Wish } from '../views/twin.js';

export const isTwinPress = ({ action_id }: Clicked): boolean =>
  (Object.values(TWIN_IDS) as string[]).includes(action_id);

export async function onTwinPress(clicked: Clicked, visit: Visit, tools: Tools): Promise<void> {
  // A link: Slack has opened it already.
  if (clicked.action_id === TWIN_IDS.open) return conclude(visit, tools);
  visit.answer.replacing();
  if (clicked.action_id === TWIN_IDS.cancel) return conclude(visit, tools, nothingStarted());
  const wish = readWish(clicked.value);
  if (!wish || !fits(wish, tools)) return conclude(visit, tools, formGone());
  // The message with the button is gone afterwards, and only its author ever saw it.
  const { message: _, ...plain } = visit;
  await begin(ofIssue(wish, tools), plain, tools);
}

/** The issue anew from its address, which alone Slack is believed. */
function ofIssue({ ticketSource, ...wish }: Wish, { look: { known } }: Tools): Wish {
  const typed = ticketSource && ticketIn(ticketSource.address, known.github);
  return typed?.kind === 'ticket' && typed.ticket === wish.ticket && typed.source
    ? { ...wish, ticketSource: typed.source }
    : wish;
}

/** The configuration may have changed since, and what Slack brings back is not trusted. */
const fits = ({ ticket, repos, agent }: Wish, { look: { known } }: Tools): boolean =>
  isTicket(ticket) &&
  repos.length > 0 &&
  repos.every(({ name }) => known.repos.includes(name)) &&
  known.agents.includes(agent);
