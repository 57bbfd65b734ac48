/** Starts the bot, kills it with SIGKILL at a moment drawn by lot, starts it again. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { killAgents } from './agents.js';
import { Bot } from './life.js';
import type { Place } from './marks.js';
import type { Random } from './random.js';
import type { CrashWorld } from './world.js';

/**
 * What the moment of a kill is measured from: the start of the process, the connection to Slack, the next message
 * that Slack has stored (its answer is still on the way), the next step of a run; or a place in the bot's own work.
 */
export type Aim = 'start' | 'connection' | 'post' | 'step' | Place;

export interface Kill {
  aim: Aim;
  /** Milliseconds since 1970. */
  at: number;
  connected: boolean;
  /** What each open run was doing, from the database. */
  states: string[];
  /** What the bot was in the midst of. */
  inside: Place[];
}

export interface KillerOptions {
  program: string;
  world: CrashWorld;
  random: Random;
  /** What open runs are doing now. */
  statesNow: () => Promise<string[]>;
}

const AIMS: Partial<Record<Aim, number>> = {
  start: 20,
  connection: 12,
  post: 20,
  step: 18,
  transaction: 20,
  program: 4,
};
/** Where a run comes to next what can be hit nowhere else, that is aimed at more often than anything else. */
const CHANCES: [RegExp, Partial<Record<Aim, number>>][] = [
  [/^(merge_ready|closing)/, { merge: 60, worktree: 20 }],
  [/^(intake\.confirming|preparing|checking)/, { worktree: 50 }],
  [/^(preparing|running\.starting)/, { agent: 30 }],
];
/** Latest moment after the mark, in milliseconds; half of the kills at a place come at once. */
const REACH_MS: Record<Aim, number> = {
  start: 700,
  connection: 600,
  post: 40,
  step: 300,
  transaction: 2,
  merge: 25,
  worktree: 25,
  agent: 40,
  program: 25,
};
/** The place is met so many times first, at most. */
const NTH: Record<Place, number> = { transaction: 100, merge: 8, worktree: 5, agent: 1, program: 8 };
/** How often the agents at work die with the bot. */
const AGENT_TOO = 0.2;
/** A mark that does not come is not waited for longer than this. */
const PATIENCE_MS = 800;
/** After so many kills that have found the runs as they were, one waits for a step: else few would ever come to a merge. */
const MOST_ALIKE = 3;
const STEP_MS = 4_000;
/** How long a start takes on a machine that has nothing else to do. */
const QUICK_START_MS = 600;
/** On a busy machine the start alone takes that long, and what comes after it is to be killed too. */
const CONNECTION_MS = 60_000;

/** Beside the home: where the bot notes what it is at. */
const MARKS = 'marks';
const MOVED = '"msg":"moved"';

export class Killer {
  readonly kills: Kill[] = [];
  /** Ends of the bot that nobody wanted. */
  readonly deaths: string[] = [];
  /** Lines in which the bot calls something a defect. */
  readonly defects: string[] = [];
  /** Runs whose agent was killed together with the bot, once each. */
  readonly agentsKilled = new Set<string>();
  /** How long each start took until the connection, in milliseconds. */
  readonly starts: number[] = [];
  private bot: Bot | undefined;
  /** Kills in a row after which no run had moved. */
  private alike = 0;

  constructor(private readonly options: KillerOptions) {}

  /** One life with a violent end. */
  async live(): Promise<void> {
    const { random, world, statesNow } = this.options;
    this.trouble();
    const last = this.kills.at(-1)?.states ?? [];
    const isStuck = this.alike >= MOST_ALIKE;
    const aim = isStuck ? 'step' : random.pick(aimsAt(last));
    const afterMs = isPlace(aim) && random.chance(0.5) ? 0 : random.between(0, REACH_MS[aim]);
    const at = isPlace(aim) ? `${aim} ${random.between(1, NTH[aim])} ${afterMs}` : undefined;
    const bot = await this.begin(at);
    const waited = new AbortController();
    const patienceMs = isStuck ? STEP_MS : PATIENCE_MS;
    await Promise.race([this.moment({ aim, afterMs, patienceMs }, bot, waited.signal), bot.exit]);
    waited.abort();
    const connected = bot.connectedAt !== undefined;
    if (bot.diedByItself()) return;
    await bot.kill();
    this.bot = undefined;
    // As a machine that fails would do; a run bears it only so many times in a row.
    if (random.chance(AGENT_TOO))
      for (const id of killAgents(world.root, this.agentsKilled)) this.agentsKilled.add(id);
    world.slack.faults.duplicate(false);
    const inside = insideOf(join(world.root, MARKS));
    const states = await statesNow();
    this.alike = String(states) === String(last) ? this.alike + 1 : 0;
    this.kills.push({ aim, at: Date.now(), connected, states, inside });
  }

  /** How much longer a start takes than on a machine that has nothing else to do. */
  slowness(): number {
    return Math.max(1, (this.starts.at(-1) ?? 0) / QUICK_START_MS);
  }

  /** A life that goes on until `stop`. */
  async begin(at?: string): Promise<Bot> {
    const { program, world } = this.options;
    const marks = join(world.root, MARKS);
    rmSync(marks, { force: true });
    const bot = new Bot(program, { ...world.env, CRASH_MARKS: marks, ...(at ? { CRASH_AT: at } : {}) });
    this.bot = bot;
    void bot.connected.then(() => this.starts.push(Date.now() - bot.bornAt));
    void bot.exit.then(() => {
      this.defects.push(...bot.defects);
      if (bot.diedByItself()) this.deaths.push(bot.words());
    });
    return bot;
  }

  /** Ends the bot as an operator would; SIGKILL where that does not help. */
  async stop(): Promise<void> {
    await this.bot?.stop();
    this.bot = undefined;
  }

  /** Slack delivers some things twice, and takes some acknowledgements for lost. */
  private trouble(): void {
    const { random, world } = this.options;
    world.slack.faults.duplicate(random.chance(0.3));
    world.slack.faults.loseAcks(random.chance(0.15) ? 1 : 0);
  }

  /** Resolves at the moment to kill from outside. At a place the bot dies of itself, where it comes there in time. */
  private async moment(
    { aim, afterMs, patienceMs }: { aim: Aim; afterMs: number; patienceMs: number },
    bot: Bot,
    signal: AbortSignal,
  ): Promise<void> {
    // A machine that is busy otherwise gives each life as much time as it needs to get anywhere.
    const slow = this.slowness();
    const wait = (ms: number) => pause(ms * slow, undefined, { signal }).catch(() => undefined);
    if (aim === 'start') return wait(afterMs);
    await Promise.race([bot.connected, wait(CONNECTION_MS)]);
    if (isPlace(aim)) return wait(patienceMs);
    if (aim !== 'connection')
      await Promise.race([aim === 'post' ? this.nextPost() : bot.next(MOVED), wait(patienceMs)]);
    return wait(afterMs);
  }

  private nextPost(): Promise<void> {
    const { store, bot } = this.options.world.slack;
    return new Promise((resolve) => {
      const end = store.subscribe((change) => {
        if (change.type !== 'message' || change.message.user !== bot.userId) return;
        end();
        resolve();
      });
    });
  }
}

const aimsAt = (states: string[]): Record<Aim, number> =>
  Object.assign(
    {},
    AIMS,
    ...CHANCES.flatMap(([met, aims]) => (states.some((one) => met.test(one)) ? aims : [])),
  );

const isPlace = (aim: Aim): aim is Place => aim in NTH;

/** The places that the bot had come to and not left when it died. */
function insideOf(marks: string): Place[] {
  const lines = existsSync(marks) ? readFileSync(marks, 'utf8').split('\n') : [];
  const open = new Map<string, number>();
  for (const line of lines) {
    const [sign, place = ''] = line.split(' ');
    open.set(place, (open.get(place) ?? 0) + (sign === '+' ? 1 : -1));
  }
  return (Object.keys(NTH) as Place[]).filter((place) => (open.get(place) ?? 0) > 0);
}
