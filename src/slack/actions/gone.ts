/** A form of which nothing is known here. */
import type { Mrkdwn } from '../escape.js';
import { conclude, type Tools, type Visit } from '../gesture.js';
import { formGone } from '../messages/usage.js';

/** It belongs to no channel that is known either, so its author is told directly. */
export async function gone(
  visit: Visit,
  tools: Pick<Tools, 'door'>,
  words: Mrkdwn = formGone(),
): Promise<void> {
  visit.answer.locate(visit.actor);
  await conclude(visit, tools, words);
}
