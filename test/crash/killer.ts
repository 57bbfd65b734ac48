/** Starts the bot, kills it with SIGKILL at a moment drawn by lot, starts it again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { killAgents } from './agents.js';
import type { Random } from './random.js';
import type { CrashWorld } from './world.js';

/**
 * What the moment of a kill is measured from: the start of the process, the connection to Slack, the next message
 * that Slack has stored (its answer is still on the way), the next step of a run.
 */
export type Aim = 'start' | 'connection' | 'post' | 'step';

export interface Kill {
  aim: Aim;
  /** Milliseconds since 1970. */
  at: number;
  connected: boolean;
  /** What each open run was doing, from the database. */
  states: string[];
}

export interface KillerOptions {
  program: string;
  world: CrashWorld;
  random: Random;
  /** What open runs are doing now. */
  statesNow: () => Promise<string[]>;
}

const AIMS: Record<Aim, number> = { start: 15, connection: 30, post: 25, step: 30 };
/** Latest moment after the mark, in milliseconds. */
const REACH_MS: Record<Aim, number> = { start: 2_500, connection: 1_500, post: 40, step: 500 };
/** How often the agents at work die with the bot. */
const AGENT_TOO = 0.2;
/** A mark that does not come is not waited for longer than this. */
const PATIENCE_MS = 4_000;
/** On a busy machine the start alone takes that long, and what comes after it is to be killed too. */
const CONNECTION_MS = 20_000;

const CONNECTED = '"msg":"metawsm is connected to Slack"';
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

  constructor(private readonly options: KillerOptions) {}

  /** One life with a violent end. */
  async live(): Promise<void> {
    const { random, world, statesNow } = this.options;
    this.trouble();
    const aim = random.pick(AIMS);
    const afterMs = random.between(0, REACH_MS[aim]);
    const bot = await this.begin();
    const ended = await Promise.race([
      this.mark(aim, bot).then(() => pause(afterMs)),
      bot.exit.then(() => 'ended'),
    ]);
    const connected = bot.connectedAt !== undefined;
    if (ended === 'ended') return;
    await bot.kill();
    this.bot = undefined;
    // As a machine that fails would do; a run bears it only so many times in a row.
    if (random.chance(AGENT_TOO))
      for (const id of killAgents(world.root, this.agentsKilled)) this.agentsKilled.add(id);
    world.slack.faults.duplicate(false);
    this.kills.push({ aim, at: Date.now(), connected, states: await statesNow() });
  }

  /** A life that goes on until `stop`. */
  async begin(): Promise<Bot> {
    const { program, world } = this.options;
    const bot = new Bot(program, world.env);
    this.bot = bot;
    void bot.connected.then(() => this.starts.push(Date.now() - bot.bornAt));
    void bot.exit.then(() => {
      this.defects.push(...bot.defects);
      if (!bot.ending) this.deaths.push(bot.words());
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

  private async mark(aim: Aim, bot: Bot): Promise<unknown> {
    if (aim === 'start') return undefined;
    await Promise.race([bot.connected, pause(CONNECTION_MS, undefined, { ref: false })]);
    const waited = new AbortController();
    const patience = pause(PATIENCE_MS, undefined, { signal: waited.signal }).catch(() => undefined);
    const comes = aim === 'post' ? this.nextPost() : aim === 'step' ? bot.next(MOVED) : Promise.resolve();
    return Promise.race([comes, patience]).finally(() => waited.abort());
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

/** One process of the bot. */
class Bot {
  readonly bornAt = Date.now();
  readonly connected: Promise<void>;
  readonly exit: Promise<unknown>;
  connectedAt: number | undefined;
  ending = false;
  readonly defects: string[] = [];
  private readonly child: ChildProcess;
  private noise = '';
  private rest = '';
  private waiting: { mark: string; resolve: () => void }[] = [];

  constructor(program: string, env: Record<string, string>) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      cwd: env.HOME,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exit = once(this.child, 'close');
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.noise += chunk;
    });
    this.connected = this.next(CONNECTED).then(() => {
      this.connectedAt = Date.now();
    });
  }

  /** Resolves with the next line that holds `mark`; never, where none comes. */
  next(mark: string): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ mark, resolve }));
  }

  /** SIGKILL, and the end of the process. */
  async kill(): Promise<void> {
    this.ending = true;
    this.child.kill('SIGKILL');
    await this.exit;
  }

  async stop(): Promise<void> {
    const done = new AbortController();
    this.ending = true;
    this.child.kill('SIGTERM');
    const late = pause(15_000, 'late', { signal: done.signal }).catch(() => undefined);
    if ((await Promise.race([this.exit, late])) === 'late') {
      this.noise += 'it did not stop within 15 s after SIGTERM';
      this.ending = false;
      this.child.kill('SIGKILL');
    }
    done.abort();
  }

  words(): string {
    return `exit ${this.child.exitCode ?? this.child.signalCode}: ${this.noise.slice(-2_000)} ${this.defects.at(-1) ?? ''}`;
  }

  private read(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{"level":"error"')) this.defects.push(line);
      const met = this.waiting.filter(({ mark }) => line.includes(mark));
      this.waiting = this.waiting.filter((one) => !met.includes(one));
      for (const { resolve } of met) resolve();
    }
  }
}
