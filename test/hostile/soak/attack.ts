/**
 * A day in which people begin thousands of runs: what the bot holds afterwards is what it held before. The clock is
 * set forward step by step, through reminders, refreshes and trimming; a tenth of the runs waits meanwhile.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleBot } from '../../crash/build.js';
import { makeWorld, type World } from '../../journeys/world.js';
import type { Attack } from '../attack.js';
import type { Held, Order } from './bot.js';
import { type End, oneRun } from './people.js';

const HOUR_MS = 3_600_000;
const AT_ONCE = 6;
/** One in so many is merged, one discarded after work; the others are called off in intake. */
const MERGED_EVERY = 50;
/** One in so many waits in intake while the clock goes on. */
const WAITS_EVERY = 10;

export const attack: Attack = {
  title: 'A day of simulated time',
  order: 15,
  unit: 'runs',
  tries: { whole: 2_000, small: 12 },
  async run({ tries, tell }) {
    const world = await makeWorld({
      asleep: true,
      repos: { api: { 'README.md': '# A greeter\n' } },
      agent: 'greets.sh',
    });
    const { program, remove } = await bundleBot('test/hostile/soak/bot.ts');
    const bot = spawnBot(world, program);
    const failures: string[] = [];
    try {
      await bot.started;
      const steps = tries < 500 ? 4 : 24;
      await pass(world, bot, { runs: warmUp(tries), steps: 2, stepMs: HOUR_MS, mark: 'W' }, tell);
      const before = await bot.ask({ measure: true });
      const begun = await pass(
        world,
        bot,
        { runs: tries, steps, stepMs: (24 * HOUR_MS) / steps, mark: 'D' },
        tell,
      );
      const after = await bot.ask({ measure: true });
      failures.push(...begun.failures, ...grown(before as Held, after as Held, tries));
      return { tries: begun.done, failures, figures: figuresOf(before as Held, after as Held, begun.ends) };
    } finally {
      await bot.stop();
      if (bot.errors() !== '') failures.push(`the bot reports: ${bot.errors().slice(0, 2_000)}`);
      await world.close();
      remove();
    }
  },
};

/** Caches and pools fill in the beginning. */
const warmUp = (tries: number): number => Math.max(6, Math.round(tries / 20));

interface Day {
  runs: number;
  /** Steps in which the clock goes on, and by how much. */
  steps: number;
  stepMs: number;
  /** Of the tickets. */
  mark: string;
}

async function pass(
  world: World,
  bot: Bot,
  { runs, steps, stepMs, mark }: Day,
  tell: (words: string) => void,
) {
  const ends: Record<End, number> = { cancelled: 0, merged: 0, discarded: 0 };
  const failures: string[] = [];
  let next = 0;
  const run = (n: number, until?: Promise<void>) =>
    oneRun(world, `${mark}-${n}`, endOf(n), until).then(
      () => {
        ends[endOf(n)] += 1;
      },
      (error: unknown) => void failures.push(String(error)),
    );
  for (let step = 1; step <= steps; step += 1) {
    const last = Math.min(runs, Math.ceil((step * runs) / steps));
    const waiting: Promise<void>[] = [];
    let goOn: () => void = () => undefined;
    const later = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const lane = async () => {
      while (next < last) {
        next += 1;
        if (next % WAITS_EVERY === 0) waiting.push(run(next, later));
        else await run(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await bot.ask({ advance: stepMs });
    // Nobody has pinged for hours: the connection counts as dead, and the bot makes a new one.
    await world.slack.connected(1, 60_000);
    goOn();
    await Promise.all(waiting);
    tell(`${mark} ${step} of ${steps}: ${next} runs`);
  }
  return { done: ends.cancelled + ends.merged + ends.discarded, ends, failures };
}

const endOf = (n: number): End =>
  n % MERGED_EVERY === 1 ? 'merged' : n % MERGED_EVERY === 2 ? 'discarded' : 'cancelled';

/** Megabytes of heap that a run may leave behind: its row in the caches of drawn messages, no more. */
const HEAP_PER_RUN_MB = 0.002;
const HEAP_NOISE_MB = 12;
const HANDLES_NOISE = 6;

function grown(before: Held, after: Held, runs: number): string[] {
  const failures: string[] = [];
  const heap = after.heapMb - before.heapMb;
  if (heap > HEAP_NOISE_MB + runs * HEAP_PER_RUN_MB) failures.push(`the heap grew by ${heap.toFixed(1)} MB`);
  for (const what of ['descriptors', 'watches', 'longTimers'] as const)
    if (after[what] > before[what] + HANDLES_NOISE)
      failures.push(`${what} grew from ${before[what]} to ${after[what]}`);
  for (const [kind, many] of Object.entries(after.resources))
    if (many > (before.resources[kind] ?? 0) + HANDLES_NOISE)
      failures.push(`${kind} grew from ${before.resources[kind] ?? 0} to ${many}`);
  return failures;
}

function figuresOf(before: Held, after: Held, ends: Record<End, number>) {
  const pair = (what: keyof Omit<Held, 'resources'>) =>
    `${before[what].toFixed(0)} → ${after[what].toFixed(0)}`;
  return {
    ...ends,
    'heap MB': pair('heapMb'),
    'resident MB': pair('rssMb'),
    descriptors: pair('descriptors'),
    watches: pair('watches'),
    'long timers': pair('longTimers'),
  };
}

type Bot = ReturnType<typeof spawnBot>;

function spawnBot(world: World, program: string) {
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    env: world.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let errors = '';
  const hear = (words: string) => {
    errors = (
      errors +
      words
        .split('\n')
        .filter((line) => line.includes('"level":"error"'))
        .join('\n')
    ).slice(-8_000);
  };
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', (words: string) => {
    errors += words;
  });
  const dead = once(child, 'exit').then(([code]) => {
    throw new Error(`The bot ended with ${code}: ${errors}`);
  });
  dead.catch(() => undefined);
  const answer = () => Promise.race([once(child, 'message').then(([told]) => told as Held | 'done'), dead]);
  return {
    started: answer(),
    errors: () => errors,
    ask(order: Order): Promise<Held | 'done'> {
      const told = answer();
      child.send(order);
      return told;
    },
    async stop(): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.send({ stop: true } satisfies Order);
      await ended;
    },
  };
}
