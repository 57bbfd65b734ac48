/** Who did what and when, as the documents of a ticket say it: names as well as Slack ids, times in UTC. Pure. */
import type { RunContext } from '../../run/context.js';
import type { Decision, MessagePlace } from '../../run/decision.js';
import { oneLine } from './markup.js';

/** Names of people by Slack user id. */
export type Names = ReadonlyMap<string, string>;

/** `Ana (U1)`; the id alone where nobody knows the name. */
export function person(names: Names, id: string): string {
  const name = oneLine(names.get(id) ?? '', 80);
  return name === '' || name === id ? id : `${name} (${id})`;
}

/** `2026-11-24 12:00:00 UTC`. */
export const when = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

export type LinkOf = (place: MessagePlace) => string | undefined;

/** By whom, when, and from which Slack message. */
export function decided(names: Names, linkOf: LinkOf, { by, at, message, from }: Decision): string {
  const link = message && linkOf(message);
  const place = message ? `, [Slack message](${link})` : '';
  const unlinked = message ? `, Slack message ${message.ts} in ${message.channel}` : '';
  const home = from === 'home' ? ', from the App Home' : '';
  return `${person(names, by)} on ${when(at)}${link ? place : unlinked}${home}`;
}

/** Everybody whom the documents name. */
export function peopleIn(run: RunContext): string[] {
  const ids = [
    run.requester,
    run.startedBy?.by,
    run.mergedBy?.by,
    ...run.guidance.flatMap(({ answer, handedTo }) => [
      answer?.decision.by,
      handedTo?.to,
      handedTo?.decision.by,
    ]),
    ...run.questions.map(({ answer }) => answer?.decision.by),
    ...[...run.feedback, ...run.notes].map(({ by }) => by),
  ];
  return [...new Set(ids.filter((id) => id !== undefined))];
}
