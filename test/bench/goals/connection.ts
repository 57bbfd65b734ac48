/** Trouble with the connection to Slack: sockets that break, and a Slack that is away for a while. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Goal, type Measured, shareOfNone } from '../goal.js';
import { openLoop } from '../load.js';
import { Series, times } from '../series.js';
import { answersOf } from '../storm.js';
import { type Name, type Subject, startSubject } from '../subject.js';
import { inTurns } from '../turns.js';

const PER_SECOND = 50;
const CUT_EVERY_MS = 8_000;

export const cut: Goal = {
  id: 'P11',
  wants: 'socket cut every 8 s at 50 commands a second: none unserved',
  async measure(how): Promise<Measured[]> {
    const bare = await startSubject({ name: 'bare Bolt', root: how.root });
    const bot = await startSubject({ name: 'metawsm', root: how.root });
    try {
      await bot.slack.connected(2, 60_000);
      const seconds = how.quick ? 9 : 17;
      const rounds = { bare: 0, bot: 0 };
      const counts = await inTurns({ ...how, rounds: how.quick ? 1 : how.rounds }, [
        async () => [await unserved(bare, `BARE${rounds.bare++}`, seconds)],
        async () => [await unserved(bot, `CUT${rounds.bot++}`, seconds)],
      ]);
      const [floor, ours] = counts as [Series, Series];
      const lost = sum(ours);
      const all = ours.values.length * seconds * PER_SECOND;
      return [
        {
          what: `commands at ${PER_SECOND} a second that nobody served while a socket broke every 8 s`,
          unit: 'lost',
          floor: { name: 'bare Bolt', series: floor },
          metawsm: ours,
          figure: `${lost} of ${all}; bare Bolt ${sum(floor)}`,
          share: shareOfNone(lost),
          holds: lost === 0,
        },
      ];
    } finally {
      await bare.stop();
      await bot.stop();
    }
  },
};

const sum = (series: Series) => series.values.reduce((all, one) => all + one, 0);

/** How many commands were neither acknowledged nor answered while one socket broke again and again. */
async function unserved(one: Subject, mark: string, seconds: number): Promise<number> {
  const { slack } = one;
  const [ana, dev] = [slack.person('ana'), slack.channel('dev')];
  await slack.connected(1, 60_000);
  const refused = new Set<string>();
  const cutting = setInterval(() => slack.faults.dropSockets(1), CUT_EVERY_MS);
  await openLoop({ perSecond: PER_SECOND, seconds }, async (n) => {
    const name = `${mark}-${n}-S`;
    await ana.types(`/metawsm status ${name}`, { in: dev }).catch(() => refused.add(name));
  }).finally(() => clearInterval(cutting));
  const seen = answersOf(one, mark, (name) => refused.delete(name));
  const isServed = () => {
    seen();
    return refused.size === 0;
  };
  await slack.waitFor(isServed, 'answers', 3_000).catch(() => undefined);
  return refused.size;
}

const OUTAGE_MS = 20_000;
const QUICK_OUTAGE_MS = 4_000;
/** Whoever is not back by then is not waited for. */
const LONGEST_MS = 30_000;
/** What Slack does with every call while it is away. */
const AWAY = { down: { status: 503 }, hanging: { hang: true } } as const;

export const back: Goal = {
  id: 'P12',
  wants: 'Slack back after an outage: connected within 2 s (10 s after a hang)',
  async measure(how): Promise<Measured[]> {
    const outageMs = how.quick ? QUICK_OUTAGE_MS : OUTAGE_MS;
    const started = (name: Name) => startSubject({ name, root: how.root });
    const subjects: Subject[] = [];
    try {
      for (const name of ['bare Bolt', 'metawsm'] as const) subjects.push(await started(name));
      const measured: Measured[] = [];
      for (const [kind, most] of [
        ['down', 2_000],
        ['hanging', 10_000],
      ] as const) {
        how.tell(`Slack is ${kind}`);
        // Each waits for the end of its own outage, so both can do so at the same time.
        const pairs: [number, number][] = [];
        await inTurns({ ...how, rounds: how.quick ? 1 : how.rounds }, [
          async () => {
            const [bare, bot] = subjects as [Subject, Subject];
            pairs.push(await Promise.all([backMs(bare, kind, outageMs), backMs(bot, kind, outageMs)]));
            // It comes back after minutes, for which nobody waits before the next round.
            await bare.stop();
            subjects[0] = await started('bare Bolt');
            return [0];
          },
        ]);
        const floor = new Series(pairs.map(([ms]) => ms));
        const metawsm = new Series(pairs.map(([, ms]) => ms));
        measured.push({
          what: `from the end of ${outageMs / 1_000} s in which Slack was ${kind} to a socket`,
          unit: 'ms',
          floor: { name: 'bare Bolt', series: floor },
          metawsm,
          figure: `at most ${metawsm.max.toFixed(0)} ms, ${times(metawsm, floor).toFixed(2)} ×`,
          share: metawsm.max / most,
          holds: metawsm.max <= most,
        });
      }
      return measured;
    } finally {
      for (const one of subjects) await one.stop();
    }
  },
};

/** From the end of an outage to the first new socket. */
async function backMs({ slack }: Subject, kind: keyof typeof AWAY, outageMs: number): Promise<number> {
  await slack.connected(1, 5 * 60_000);
  const { faults } = slack;
  faults.always('*', AWAY[kind]);
  faults.refuseSockets(true);
  faults.dropSockets();
  await pause(outageMs);
  faults.clear();
  const begun = performance.now();
  await slack.connected(1, LONGEST_MS).catch(() => undefined);
  return performance.now() - begun;
}

const RATE_LIMIT_S = 8;
const FORMS = 5;

export const formDuringLimit: Goal = {
  id: 'P13',
  wants: 'a form asked for during a 429: ≤ 250 ms',
  async measure(how) {
    const bot = await startSubject({ name: 'metawsm', root: how.root });
    try {
      await formMs(bot);
      const found = await inTurns(how, [
        () => forms(bot, how.quick ? 3 : FORMS),
        () => limitedForms(bot, how.quick ? 3 : FORMS),
      ]);
      const [calm, limited] = found as [Series, Series];
      return [
        {
          what: 'from /metawsm bootstrap to the open form, while posts meet HTTP 429',
          unit: 'ms',
          floor: { name: 'metawsm without a limit', series: calm },
          metawsm: limited,
          figure: `p50 ${limited.median.toFixed(0)} ms, at most ${limited.max.toFixed(0)} ms`,
          share: limited.max / 250,
          holds: limited.max <= 250,
        },
      ];
    } finally {
      await bot.stop();
    }
  },
};

let tickets = 0;

/** Forms while the cards of new runs are refused, one after another. */
async function limitedForms(bot: Subject, count: number): Promise<number[]> {
  const { slack } = bot;
  const before = slack.callsOf('chat.postMessage').length;
  slack.faults.always('chat.postMessage', { retryAfterS: RATE_LIMIT_S });
  try {
    for (let n = 0; n < 3; n += 1) {
      tickets += 1;
      const line = `/metawsm bootstrap LIMIT-${tickets} --repos api`;
      await slack.person('ben').types(line, { in: slack.channel(`limit-${tickets}`) });
    }
    await slack.waitFor(() => slack.callsOf('chat.postMessage').length > before, 'a refused post');
    return await forms(bot, count);
  } finally {
    slack.faults.clear();
  }
}

async function forms(bot: Subject, count: number): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < count; n += 1) taken.push(await formMs(bot));
  return taken;
}

/** From the command to the form on the screen; the form is closed again. */
async function formMs({ slack }: Subject): Promise<number> {
  const ana = slack.person('ana');
  const begun = performance.now();
  await ana.types('/metawsm bootstrap', { in: slack.channel('dev') });
  const view = await ana.view();
  const took = performance.now() - begun;
  await ana.closes(view);
  return took;
}
