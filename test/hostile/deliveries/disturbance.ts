/** What befalls the deliveries of a world: late, twice, in another order, under other names, again after a restart. */
import type { Json } from '../../../src/playground/server/json.js';
import { newId } from '../../../src/playground/server/store.js';
import type { Random } from '../../crash/random.js';
import { HOUR_MS, type Stand } from './stand.js';

type Kind = 'events_api' | 'slash_commands' | 'interactive';

interface Sent {
  kind: Kind;
  body: Json;
}

export interface Counts {
  deliveries: number;
  copies: number;
  twins: number;
  renamed: number;
  stored: number;
  late: number;
  restarts: number;
}

export interface Disturbance {
  counts: Counts;
  /** The bot goes down; what people do meanwhile is found in its store, or at the door, or both. */
  restart(): Promise<void>;
  /** An hour later everything comes once more, in any order. */
  again(times: number): Promise<void>;
}

const LONGEST_DELAY_MS = 25;
/** Of one delivery while its journey goes on: what is known costs little, a journey much. */
const MOST_COPIES = 9;

export function disturb(stand: Stand, random: Random): Disturbance {
  const { slack } = stand.rig;
  const counts: Counts = { deliveries: 0, copies: 0, twins: 0, renamed: 0, stored: 0, late: 0, restarts: 0 };
  const sent: Sent[] = [];
  const held: Sent[] = [];
  const pending = new Set<Promise<unknown>>();

  const repeat = async ({ kind, body }: Sent): Promise<void> => {
    const copy = otherwise(kind, body, random, counts);
    counts.deliveries += 1;
    counts.copies += 1;
    await slack.deliversAgain(kind, copy);
  };
  const later = (ms: number, one: Sent): void => {
    const work = wait(ms)
      .then(() => stand.gate())
      .then(() => answered(one))
      .then(() => repeat(one));
    pending.add(work);
    void work.finally(() => pending.delete(work));
  };

  /** The answer to a copy goes to nobody, so none of a gesture's overtakes the original. */
  const answered = async ({ kind, body }: Sent): Promise<void> => {
    if (kind === 'events_api') return;
    const original = slack.deliveries.find((delivery) => delivery.body === body);
    await slack
      .waitFor(() => original?.acked !== false, 'the answer to a gesture', 60_000)
      .catch(() => undefined);
  };

  slack.faults.meddle((kind, body) => {
    if (!isOfPerson(body, slack.bot.userId)) return undefined;
    const one = { kind: kind as Kind, body };
    counts.deliveries += 1;
    sent.push(one);
    const gate = stand.gate();
    if (gate) held.push(one);
    const mine = (gate ?? Promise.resolve()).then(() => wait(random.between(0, LONGEST_DELAY_MS)));
    const many = random.between(0, MOST_COPIES);
    void mine.then(() => {
      for (let n = 0; n < many; n += 1)
        later(random.chance(0.5) ? random.between(0, 20) : random.between(100, 1_500), one);
    });
    return mine;
  });

  return {
    counts,
    async restart() {
      counts.restarts += 1;
      await stand.restart(async (store) => {
        await wait(random.between(50, 200));
        if (random.chance(0.3)) slack.passes(HOUR_MS);
        for (const { body } of held.splice(0))
          if (random.chance(0.7) && (await store(body))) counts.stored += 1;
      });
      for (const one of sent.slice(-60)) if (random.chance(0.5)) later(random.between(0, 300), one);
    },
    async again(times) {
      slack.passes(HOUR_MS);
      for (let round = 0; round < times; round += 1) {
        counts.late += sent.length;
        await Promise.all(shuffled(sent, random).map((one) => repeat(one)));
      }
      await Promise.all(pending);
    },
  };
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function isOfPerson(body: Json, bot: string): boolean {
  const event = body.event as Json | undefined;
  if (event === undefined) return true;
  const message = (event.message ?? event.previous_message ?? event) as Json;
  return message.user !== bot;
}

/** The same again: as Slack repeats it, under another event id, or as the twin of a message. */
function otherwise(kind: Kind, body: Json, random: Random, counts: Counts): Json {
  if (kind !== 'events_api') return body;
  const event = body.event as Json;
  const old = { ...body, event_time: Number(body.event_time) - HOUR_MS / 1_000 };
  const how = random.pick({ same: 3, renamed: 2, twin: 2 });
  if (how === 'same') return old;
  const renamed = { ...old, event_id: newId('Ev', 10) };
  if (how === 'renamed' || typeof event.client_msg_id !== 'string') {
    counts.renamed += 1;
    return renamed;
  }
  counts.twins += 1;
  const [seconds, micros] = String(event.ts).split('.');
  const ts = `${seconds}.${String((Number(micros) + random.between(1, 999)) % 1_000_000).padStart(6, '0')}`;
  return { ...renamed, event: { ...event, ts, event_ts: ts } };
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
