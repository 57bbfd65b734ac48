/** Agents that print a gigabyte: what it costs the bot, and whether it still listens meanwhile. */
import { resolve } from 'node:path';
import type { Goal, How } from '../goal.js';
import { openLoop } from '../load.js';
import { beginRun, eventsOf } from '../runs.js';
import { Series } from '../series.js';
import { type Subject, startSubject } from '../subject.js';
import { inTurns } from '../turns.js';

/** An agent may print 256 MiB in a turn, so a gigabyte takes four. */
const AGENTS = 4;
const MB_EACH = 250;
const QUICK_MB_EACH = 40;
const ROUNDS = 3;
const ACKS_PER_SECOND = 20;
const LOOK_EVERY_MS = 50;

interface Printed {
  mbPerSecond: number;
  grownMb: number;
  /** Posts a second in the channel with most of them. */
  posts: number;
  acks: number[];
}

export const printed: Goal = {
  id: 'P10',
  wants:
    '1 GB of agent output: memory grows ≤ 64 MiB, ≥ 100 MB/s, at most one post per second and channel, acks p99 ≤ 250 ms meanwhile',
  async measure(how) {
    const each = how.quick ? QUICK_MB_EACH : MB_EACH;
    const rounds: Printed[] = [];
    await inTurns({ ...how, rounds: how.quick ? 1 : ROUNDS }, [
      async () => {
        rounds.push(await print(how, each));
        return [0];
      },
    ]);
    const series = (of: (one: Printed) => number[]) => new Series(rounds.flatMap(of));
    const [memory, speed] = [series((one) => [one.grownMb]), series((one) => [one.mbPerSecond])];
    const [posts, acks] = [series((one) => [one.posts]), series((one) => one.acks)];
    const what = `${AGENTS} agents print ${each} MB each`;
    return [
      {
        what: `${what}: how much the memory grows`,
        unit: 'MiB',
        metawsm: memory,
        figure: `at most ${memory.max.toFixed(0)} MiB`,
        share: memory.max / 64,
        holds: memory.max <= 64,
      },
      {
        what: `${what}: how fast it is heard, writing included`,
        unit: 'MB/s',
        metawsm: speed,
        figure: `${speed.median.toFixed(0)} MB/s`,
        share: 100 / speed.median,
        holds: speed.median >= 100,
      },
      {
        what: `${what}: posts a second in the busiest channel`,
        unit: 'posts/s',
        metawsm: posts,
        figure: `at most ${posts.max.toFixed(2)}`,
        share: posts.max,
        holds: posts.max <= 1,
      },
      {
        what: `${what}: acknowledgements meanwhile`,
        unit: 'ms',
        metawsm: acks,
        figure: `p99 ${acks.at(0.99).toFixed(0)} ms`,
        share: acks.at(0.99) / 250,
        holds: acks.at(0.99) <= 250,
      },
    ];
  },
};

/** A bot of its own for each round, since memory that was taken once is seldom given back. */
async function print({ root }: How, each: number): Promise<Printed> {
  const command = [process.execPath, resolve('test/bench/subjects/prints.mjs'), String(each)];
  const small = [...command.slice(0, 2), '2'];
  const bot = await startSubject({
    name: 'metawsm',
    root,
    world: {
      agents: { small: spoken(small), large: spoken(command) },
      more: `limits: { agents: ${AGENTS} }`,
    },
  });
  try {
    const warm = await beginRun(bot, { ticket: 'WARM-1', channel: 'warm', agent: 'small' });
    await eventsOf(bot.home, [warm.id], 'checks_finished');
    return await whilePrinting(bot, each);
  } finally {
    await bot.stop();
  }
}

const spoken = (command: string[]) => ({
  lines: ['runner: acp', `command: ${JSON.stringify(command)}`],
});

async function whilePrinting(bot: Subject, each: number): Promise<Printed> {
  const { slack } = bot;
  const before = bot.residentMb();
  let most = before;
  const looking = setInterval(() => {
    most = Math.max(most, bot.residentMb());
  }, LOOK_EVERY_MS);
  const ended = new AbortController();
  try {
    const since = Date.now();
    const begun = Array.from({ length: AGENTS }, (_, n) =>
      beginRun(bot, { ticket: `PRINT-${n}`, channel: `print-${n}`, agent: 'large' }),
    );
    const ids = (await Promise.all(begun)).map(({ id }) => id);
    // while they print, and not while the workspaces are made
    await Promise.race(ids.map((id) => eventsOf(bot.home, [id], 'agent_started')));
    const acks = acknowledging(bot, ended.signal);
    const ends = await eventsOf(bot.home, ids, 'agent_exited');
    const starts = await eventsOf(bot.home, ids, 'agent_started');
    const tookS = (Math.max(...ends) - Math.min(...starts)) / 1_000;
    const posted = slack.callsOf('chat.postMessage').filter(({ at }) => at >= since);
    const overS = (Date.now() - since) / 1_000;
    ended.abort();
    const heard = await acks;
    return {
      mbPerSecond: (AGENTS * each) / tookS,
      grownMb: most - before,
      posts: busiest(posted.map(({ args }) => String(args.channel))) / overS,
      acks: heard,
    };
  } finally {
    ended.abort();
    clearInterval(looking);
  }
}

/** Commands, second after second, until `ended`. */
async function acknowledging({ slack }: Subject, ended: AbortSignal): Promise<number[]> {
  const [ana, dev] = [slack.person('ana'), slack.channel('dev')];
  const taken: Promise<number[]>[] = [];
  while (!ended.aborted) {
    const second = openLoop({ perSecond: ACKS_PER_SECOND, seconds: 1 }, () =>
      ana.types('/metawsm status', { in: dev }).catch(() => undefined),
    );
    taken.push(second);
    await new Promise((done) => setTimeout(done, 1_000));
  }
  return (await Promise.all(taken)).flat();
}

function busiest(channels: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const channel of channels) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
