/** One round: runs from their commands to their ends, and at each write whose turn it is, a fault that goes away. */
import { setTimeout as pause } from 'node:timers/promises';
import type sqlite3 from 'sqlite3';
import type { Random } from '../../crash/random.js';
import { begin, type Fault, truncate } from './faults.js';
import { travel } from './journey.js';
import { judgeAcks, judgeDatabase } from './judge.js';
import { type Place, watch, writesOf } from './seam.js';
import type { FaultyWorld } from './world.js';

export interface RoundOptions {
  fault: Fault;
  random: Random;
  /** Which writes have not met their fault yet, from 1; those that do are taken out. */
  open: Set<number>;
  /** Unlike those of any other round. */
  tickets: string[];
}

export interface Round {
  failures: string[];
  /** How many statements SQLite refused. */
  refused: number;
  writes: number;
  acked: number;
}

/** Between two faults the bot is seen at work. */
const COMMITS_BETWEEN = 1;
const MOST_WAIT_MS = 3_000;

export async function play(
  world: FaultyWorld,
  { fault, random, open, tickets }: RoundOptions,
): Promise<Round> {
  const { rig, file } = world;
  const from = rig.slack.deliveries.length;
  const sums = { failures: [] as string[], refused: 0, writes: 0, acked: 0 };
  let refused = 0;
  let commits = COMMITS_BETWEEN;
  let aim: { write: number; place: Place } | undefined;
  let under: Promise<void> | undefined;

  const endures = async (write: number, begun: Promise<() => Promise<void>>) => {
    const end = await begun;
    const [before, latest] = [refused, Date.now() + MOST_WAIT_MS];
    while (refused === before && Date.now() < latest) await pause(3);
    if (refused === before) sums.failures.push(`${fault} at write ${write}: it refused nothing`);
    await pause(random.between(0, 60));
    await end();
    commits = 0;
    for (const words of await judgeDatabase(file)) sums.failures.push(`${fault} at write ${write}: ${words}`);
    under = undefined;
  };
  const before = (handle: sqlite3.Database, write: number, place: Place) => {
    if (under) return undefined;
    const begins = place === 'begin' || place === 'single';
    if (begins && commits >= COMMITS_BETWEEN && open.delete(write))
      aim = { write, place: fault === 'busy' ? 'begin' : random.pick({ begin: 2, inside: 1, commit: 1 }) };
    if (aim?.write !== write) return undefined;
    // A statement that is not there: the last one will do.
    if (place !== aim.place && place !== 'commit' && place !== 'single')
      return place === 'begin' && fault === 'full' ? truncate(handle) : undefined;
    const begun = begin(fault, world, handle, random);
    under = endures(write, begun);
    aim = undefined;
    return begun.then(() => undefined);
  };
  const unwatch = watch(file, {
    before,
    refused() {
      refused += 1;
    },
    committed() {
      commits += 1;
    },
  });
  const told = (error: unknown) => void sums.failures.push(`${fault}: ${String(error).slice(0, 900)}`);
  await Promise.all(tickets.map((ticket) => travel(rig, ticket).catch(told)));
  await under;
  await rig.slack.settled().catch(told);
  sums.writes = writesOf(file);
  unwatch();
  const acked = rig.slack.deliveries.slice(from).filter((one) => one.acked);
  for (const words of await judgeAcks(file, acked)) sums.failures.push(`${fault}: ${words}`);
  return { ...sums, refused, acked: acked.length };
}
