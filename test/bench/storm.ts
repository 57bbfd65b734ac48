/** Many commands at once, and whether each of them was served once. */
import { setTimeout as pause } from 'node:timers/promises';
import { openLoop } from './load.js';
import { eventsOf, lookInto } from './runs.js';
import type { Subject } from './subject.js';

export interface Storm {
  /** Milliseconds until each command was acknowledged. */
  acks: number[];
  /** Later than Slack waits. */
  late: number;
  /** Stored or answered by nobody. */
  lost: number;
  doubled: number;
}

export interface Wanted {
  /** Unlike any other of the same bot. */
  mark: string;
  perSecond: number;
  seconds: number;
  /** One in so many begins a run, the others ask for a run that there is not. */
  beginsEvery: number;
}

/** Slack tells a person that the app did not respond after so long. */
const SLACK_WAITS_MS = 3_000;
const CHANNELS = 25;
const ANSWERED_MS = 60_000;
/** What is said twice comes right after the first time. */
const TWICE_MS = 500;

export async function storm(bot: Subject, wanted: Wanted): Promise<Storm> {
  const { slack, home } = bot;
  const { mark, beginsEvery } = wanted;
  const ana = slack.person('ana');
  const begins = (n: number) => n % beginsEvery === 0;
  const ticket = (n: number) => `${mark}-${n}-${begins(n) ? 'B' : 'S'}`;
  const acks = await openLoop(wanted, (n) => {
    const line = begins(n) ? `bootstrap ${ticket(n)} --repos api` : `status ${ticket(n)}`;
    // what nobody acknowledges is late
    return ana
      .types(`/metawsm ${line}`, { in: slack.channel(`storm-${n % CHANNELS}`) })
      .catch(() => undefined);
  });
  const sent = acks.map((_, n) => ticket(n));
  const asked = new Set(sent.filter((_, n) => !begins(n)));
  const answers = new Map<string, number>();
  const seen = answersOf(bot, mark, (name) => answers.set(name, (answers.get(name) ?? 0) + 1));
  const isAnswered = () => {
    seen();
    return [...asked].every((name) => answers.has(name));
  };
  await slack.waitFor(isAnswered, 'all answers', ANSWERED_MS).catch(() => undefined);
  await pause(TWICE_MS);
  seen();
  const runs = await stored(home, mark);
  await eventsOf(home, [...runs.values()].flat(), 'repositories_read');
  const times = sent.map((name) =>
    asked.has(name) ? (answers.get(name) ?? 0) : (runs.get(name) ?? []).length,
  );
  return {
    acks,
    late: acks.filter((ms) => ms > SLACK_WAITS_MS).length,
    lost: times.filter((count) => count === 0).length,
    doubled: times.filter((count) => count > 1).length,
  };
}

/** Tells of private answers that name a ticket `<mark>-<n>-S`, each once, whenever the returned function is called. */
export function answersOf({ slack }: Subject, mark: string, tell: (ticket: string) => void): () => void {
  const name = new RegExp(`\\b${mark}-\\d+-S\\b`, 'iu');
  let next = 0;
  return () => {
    const { ephemerals } = slack.store;
    for (; next < ephemerals.length; next += 1) {
      const [found] = name.exec(slack.visibleText(ephemerals[next]!)) ?? [];
      if (found) tell(found.toUpperCase());
    }
  };
}

const MOST_RUNS = 1_000_000;

/** Ids of the stored runs of this storm, by ticket. */
async function stored(home: string, mark: string): Promise<Map<string, string[]>> {
  const runs = await lookInto(home, (onlooker) => onlooker.glance((glances) => glances.runs(MOST_RUNS)));
  const found = new Map<string, string[]>();
  for (const { id, ticket } of runs)
    if (ticket.startsWith(`${mark}-`)) found.set(ticket, [...(found.get(ticket) ?? []), id]);
  return found;
}
