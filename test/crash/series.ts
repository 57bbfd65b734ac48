/** Journeys through one bot that is killed again and again, then one quiet life, then the verdict. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openStates, reading } from './database.js';
import { judge, type Verdict } from './judge.js';
import { unfinishedIn } from './judge-pool.js';
import { type Kill, Killer } from './killer.js';
import { type Visitor, visitor } from './person.js';
import { seeded } from './random.js';
import { type CrashWorld, makeCrashWorld } from './world.js';

export interface SeriesOptions {
  seed: number;
  kills: number;
  /** Runs that are open at the same time. */
  atOnce: number;
  /** No kills after so many seconds. */
  seconds: number;
  /** False makes the bot blind for what it has posted: the judge must see duplicates then. */
  lookUp: boolean;
  /** The compiled bot. */
  program: string;
  /** Told of each kill. */
  tell?: (words: string) => void;
  /** Keeps the folder for a look at it where something failed. */
  keep?: boolean;
}

export interface Report extends Verdict {
  kills: Kill[];
  startsMs: number[];
  failedPresses: number;
  seconds: number;
  /** CPU seconds of the harness itself, without the bot and its programs. */
  ownSeconds: number;
  /** What stood in Slack. */
  transcript: string;
  root: string;
}

/** How long the last life may take to bring everything to its end. */
const QUIET_MS = 240_000;

export async function runSeries(options: SeriesOptions): Promise<Report> {
  const random = seeded(options.seed);
  const world = await makeCrashWorld(seeded(options.seed + 1), options.lookUp);
  const person = visitor(world, seeded(options.seed + 2), () => killer.slowness());
  const file = join(world.home, 'metawsm.sqlite');
  const statesNow = () => openStates(file);
  const killer = new Killer({ program: options.program, world, random, statesNow });
  const begun = Date.now();
  const used = process.cpuUsage();
  const faults: string[] = [];
  const working = person.work().catch((error: unknown) => void faults.push(`the person: ${String(error)}`));
  const journeys = beginJourneys(options, world, person, killer).catch(
    (error: unknown) => void faults.push(`the journeys: ${String(error)}`),
  );
  try {
    const goesOn = () =>
      killer.kills.length < options.kills &&
      killer.deaths.length < 3 &&
      secondsSince(begun) < options.seconds;
    while (goesOn()) {
      await killer.live();
      const kill = killer.kills.at(-1);
      if (kill)
        options.tell?.(
          `kill ${killer.kills.length} (${kill.aim}): ${kill.states.join(', ') || 'no open run'}`,
        );
    }
    await killer.begin();
    // A command that was confirmed and lost would be waited for without end.
    await Promise.race([journeys, pause(QUIET_MS, undefined, { ref: false })]);
    const unsettled = await settle(world, file);
    person.stop();
    await Promise.all([working, killer.stop()]);
    const verdict = await judge({ world, person, killer, file, faults: [...faults, ...unsettled] });
    const report = {
      ...verdict,
      kills: killer.kills,
      startsMs: killer.starts,
      failedPresses: person.failed(),
      seconds: secondsSince(begun),
      ownSeconds: process.cpuUsage(used).user / 1e6,
      transcript: world.slack.transcript(world.dev),
      root: world.root,
    };
    return report;
  } finally {
    person.stop();
    await killer.stop();
    await world.slack.close();
    if (!options.keep) world.remove();
  }
}

/** Begins the next run as soon as one is over, as long as there are kills left; at least one. */
async function beginJourneys(
  { kills, atOnce, seconds }: SeriesOptions,
  world: CrashWorld,
  person: Visitor,
  killer: Killer,
): Promise<void> {
  const until = Date.now() + seconds * 1_000;
  const goesOn = () => killer.kills.length < kills && Date.now() < until;
  for (let n = 1; n === 1 || goesOn(); n += 1) {
    await person.bootstrap(`CRASH-${n}`);
    while (openCards(world, person) >= atOnce && goesOn()) await pause(50);
  }
}

const openCards = ({ slack }: CrashWorld, person: Visitor): number =>
  [...person.cards().values()].filter((card) => !/\bclosed\b/i.test(slack.visibleText(card))).length;

/** Waits until nothing is left to do; says what was left when the time was up. */
async function settle({ slack, home }: CrashWorld, file: string): Promise<string[]> {
  const until = Date.now() + QUIET_MS;
  for (;;) {
    const left = [...(await leftIn(file)), ...unheard(slack), ...(await unfinishedIn(home))];
    if (left.length === 0 || Date.now() > until) return left;
    await pause(200);
  }
}

const unheard = (slack: CrashWorld['slack']): string[] =>
  slack.deliveries
    .filter((one) => one.kind === 'events_api' && !one.acked)
    .map((one) => `an event was never acknowledged: ${JSON.stringify(one.body).slice(0, 200)}`);

async function leftIn(file: string): Promise<string[]> {
  const rows = await reading(file, (ask) =>
    ask(`SELECT 'run ' || id || ' is ' || status AS what FROM runs WHERE status <> 'closed'
      UNION ALL SELECT 'effect ' || id || ' ' || kind || ' is ' || status FROM effects WHERE status IN ('pending', 'started')
      UNION ALL SELECT 'inbox ' || key || ' is ' || status || coalesce(': ' || error, '') FROM inbox WHERE status = 'new'`),
  );
  return (rows ?? [{ what: 'there is no database' }]).map(({ what }) => String(what));
}

const secondsSince = (begun: number): number => Math.round((Date.now() - begun) / 100) / 10;
