/** Those who should not be let in, each as Slack describes them. */
import type { PersonFacts } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import type { Rig } from '../../slack/rig.js';

export interface Stranger {
  name: string;
  facts: PersonFacts;
  /** A program, which is never answered. */
  isProgram?: true;
  /** What Slack does when it is asked about this person. */
  trouble?: 'error' | 'hangs';
  /** Known as a full member first; then the facts change. */
  changes?: true;
}

export const STRANGERS: readonly Stranger[] = [
  { name: 'without-rights', facts: {} },
  { name: 'guest', facts: { is_restricted: true } },
  { name: 'one-channel-guest', facts: { is_ultra_restricted: true } },
  { name: 'other-organisation', facts: { is_stranger: true, team_id: 'T0OTHER' } },
  { name: 'other-team', facts: { team_id: 'T0OTHER' } },
  { name: 'deactivated', facts: { deleted: true } },
  { name: 'program', facts: { is_bot: true }, isProgram: true },
  { name: 'not-told', facts: {}, trouble: 'error' },
  { name: 'became-guest', facts: { is_restricted: true }, changes: true },
];

/** The person, with what the bot may know by now. */
export async function meet(rig: Rig, stranger: Stranger, nth: number): Promise<Person> {
  const { slack, dev } = rig;
  const name = `${stranger.name}-${nth}`;
  if (!stranger.changes) return slack.person(name, stranger.facts);
  const person = slack.person(name);
  await person.types('/metawsm status', { in: dev });
  slack.person(name, stranger.facts);
  await slack.settled();
  await until(async () => (await rig.bot.unit.read.person(person.id))?.isFullMember === false);
  return person;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds()) && Date.now() < end) await new Promise((go) => setTimeout(go, 10));
}
