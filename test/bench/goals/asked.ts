/** The way of a question from the agent's file to Slack, and of the answer back. */
import { type Goal, type How, shareOfNone } from '../goal.js';
import { Series } from '../series.js';
import { type Line, type Talk, talking } from '../talks.js';

interface Talked {
  /** At a pace at which nobody waits for anybody. */
  calm: Talk[];
  /** Of all: what was asked, and what was posted other than once. */
  asked: number;
  wrong: number;
  broken: string[];
}

const SIZES = {
  whole: { runs: 60, all: 10_000, calmRounds: 5, perRound: 60 },
  quick: { runs: 8, all: 120, calmRounds: 2, perRound: 20 },
};
/** Talks a second; an agent's channel takes one message a second. */
const CALM_PER_SECOND = 6;
/** Nobody presses a button while its message is still on its way to the bot: what that does would be measured as well. */
const READS_MS = 250;
/** One in so many is written in two parts. */
const PARTS_EVERY = 10;
const OWN_PACE_MS = 1_000;

export const questioned: Goal = {
  id: 'P8',
  wants:
    'guidance request written → question posted: p50 ≤ 50 ms, p99 ≤ 250 ms; none of 10,000 missed or taken half-written',
  async measure(how) {
    const { calm, asked, wrong, broken } = await talked(how);
    const metawsm = new Series(calm.map(({ askedMs }) => askedMs));
    return [
      {
        what: 'from the file that an agent writes to the question in Slack',
        unit: 'ms',
        metawsm,
        figure: `p50 ${metawsm.median.toFixed(0)} ms, p99 ${metawsm.at(0.99).toFixed(0)} ms`,
        share: Math.max(metawsm.median / 50, metawsm.at(0.99) / 250),
        holds: metawsm.median <= 50 && metawsm.at(0.99) <= 250,
      },
      {
        what: 'questions asked as fast as people answer, one in ten written in two parts',
        unit: 'lost',
        metawsm: new Series([wrong]),
        figure: `${wrong} of ${asked} missed, doubled or half${broken[0] ? ` (${broken[0].slice(0, 120)})` : ''}`,
        share: shareOfNone(wrong),
        holds: wrong === 0,
      },
    ];
  },
};

export const answered: Goal = {
  id: 'P9',
  wants:
    'answer in Slack → file in the workspace: p50 ≤ 25 ms, p99 ≤ 250 ms, committed before the acknowledgement',
  async measure(how) {
    const { calm } = await talked(how);
    const metawsm = new Series(calm.map(({ answeredMs }) => answeredMs));
    const acks = new Series(calm.map(({ ackMs }) => ackMs));
    return [
      {
        what: 'from the press of a button to the answer in the workspace',
        unit: 'ms',
        floor: { name: 'its acknowledgement, after the commit', series: acks },
        metawsm,
        figure: `p50 ${metawsm.median.toFixed(0)} ms, p99 ${metawsm.at(0.99).toFixed(0)} ms`,
        share: Math.max(metawsm.median / 25, metawsm.at(0.99) / 250),
        holds: metawsm.median <= 25 && metawsm.at(0.99) <= 250,
      },
    ];
  },
};

const known = new WeakMap<How, Promise<Talked>>();

/** Both goals look at the same talks. */
function talked(how: How): Promise<Talked> {
  const talks = known.get(how) ?? talk(how);
  known.set(how, talks);
  return talks;
}

async function talk(how: How): Promise<Talked> {
  const size = how.quick ? SIZES.quick : SIZES.whole;
  const { bot, lines } = await talking(how, size.runs);
  const broken: string[] = [];
  let asked = 0;
  const one = async (at: number, how: Parameters<Line['talk']>[0]): Promise<Talk[]> => {
    asked += 1;
    try {
      return [await lines[at % lines.length]!.talk(how)];
    } catch (error) {
      broken.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  };
  const calmly = async (count: number): Promise<Talk[]> => {
    const all: Promise<Talk[]>[] = [];
    for (let n = 0; n < count; n += 1) {
      all.push(one(n, { readsMs: READS_MS }));
      await new Promise((done) => setTimeout(done, 1_000 / Math.min(CALM_PER_SECOND, lines.length)));
    }
    return (await Promise.all(all)).flat();
  };
  try {
    await calmly(lines.length);
    const calm: Talk[] = [];
    for (let round = 1; round <= size.calmRounds; round += 1) {
      how.tell(`round ${round} of ${size.calmRounds}`);
      calm.push(...(await calmly(size.perRound)));
    }
    const rest = Math.max(0, size.all - asked);
    how.tell(`${rest} more as fast as they are answered`);
    await Promise.all(
      lines.map(async (_, at) => {
        for (let n = 0; n < Math.ceil(rest / lines.length); n += 1) {
          const pause = new Promise((done) => setTimeout(done, OWN_PACE_MS));
          await one(at, { inTwoParts: n % PARTS_EVERY === 0 });
          await pause;
        }
      }),
    );
    const doubled = lines.flatMap(({ seen }) => [...seen.values()].filter((count) => count !== 1)).length;
    const posted = lines.reduce((sum, { seen }) => sum + seen.size, 0);
    return { calm, asked, wrong: asked - posted + doubled + broken.length, broken };
  } finally {
    await bot.stop();
  }
}
