/** Acknowledgements while the machine is busy, and while many commands come at once. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { bareGit, bigRepository } from '../big-repository.js';
import { busyAgents } from '../busy-agents.js';
import { type Goal, type How, type Measured, shareOfNone } from '../goal.js';
import { openLoop } from '../load.js';
import { type Series, times } from '../series.js';
import { type Storm, storm } from '../storm.js';
import { type Subject, startSubject } from '../subject.js';
import { inTurns } from '../turns.js';

/** Slack tells a person that the app did not respond after so long. */
const SLACK_WAITS_MS = 3_000;
const AGENTS = 8;
const CHECKOUTS = 3;
const FILES = 20_000;

export const undisturbed: Goal = {
  id: 'P2',
  wants: 'acknowledgement while three checkouts loop and eight agents are busy: none of 1,000 later than 3 s',
  async measure(how): Promise<Measured[]> {
    const loopCheckouts = checkoutsIn(how);
    const metawsm = await busyAgents(how, AGENTS);
    const bare = await startSubject({ name: 'Bolt with the ORM', root: how.root });
    const checkouts = loopCheckouts();
    try {
      const load = (one: Subject) => {
        const [ana, dev] = [one.slack.person('ana'), one.slack.channel('dev')];
        return openLoop({ perSecond: 50, seconds: how.quick ? 2 : 4 }, () =>
          ana.types('/metawsm status', { in: dev }).catch(() => undefined),
        );
      };
      const [floor, ours] = (await inTurns(how, [() => load(bare), () => load(metawsm)])) as [Series, Series];
      const late = ours.values.filter((ms) => ms > SLACK_WAITS_MS).length;
      return [
        {
          what: `a command while ${CHECKOUTS} checkouts of ${FILES} files loop and ${AGENTS} agents are busy`,
          unit: 'ms',
          floor: { name: 'Bolt with the ORM', series: floor },
          metawsm: ours,
          figure: `${late} of ${ours.values.length} later than 3 s; p99 ${ours.at(0.99).toFixed(0)} ms, p50 ${times(ours, floor).toFixed(1)} ×`,
          share: ours.max / SLACK_WAITS_MS,
          holds: late === 0,
        },
      ];
    } finally {
      await checkouts.end();
      await bare.stop();
      await metawsm.stop();
    }
  },
};

/** Checks the same repository out and removes that again, three times side by side, from the call until `end`. */
function checkoutsIn({ root, quick }: How) {
  const folder = mkdtempSync(join(root, 'checkouts-'));
  const repository = bigRepository(join(folder, 'big'), quick ? FILES / 4 : FILES);
  const places = Array.from({ length: CHECKOUTS }, (_, n) => {
    mkdirSync(join(folder, `${n}`));
    return { bare: bareGit(repository, join(folder, `${n}`)), path: join(folder, `tree${n}`) };
  });
  return () => {
    let over = false;
    const loops = places.map(async ({ bare, path }) => {
      while (!over) {
        await bare.add(path);
        await bare.remove(path);
      }
    });
    const all = Promise.all(loops);
    all.catch(() => undefined);
    return {
      async end() {
        over = true;
        await all;
      },
    };
  };
}

const PER_SECOND = 200;
/** One in so many begins a run, the others ask for the status. */
const BEGINS_EVERY = 10;

export const crowd: Goal = {
  id: 'P3',
  wants: '1,000 commands in five seconds: none unacknowledged, lost or doubled',
  async measure(how) {
    const bot = await startSubject({ name: 'metawsm', root: how.root });
    try {
      const load = { perSecond: PER_SECOND, beginsEvery: BEGINS_EVERY };
      await storm(bot, { ...load, mark: 'WARM', seconds: 1 });
      const rounds: Storm[] = [];
      const [ours] = await inTurns(how, [
        async () => {
          const mark = `R${rounds.length}`;
          rounds.push(await storm(bot, { ...load, mark, seconds: how.quick ? 2 : 5 }));
          return rounds.at(-1)!.acks;
        },
      ]);
      const sum = (what: 'late' | 'lost' | 'doubled') => rounds.reduce((all, one) => all + one[what], 0);
      const [late, lost, doubled] = [sum('late'), sum('lost'), sum('doubled')];
      return [
        {
          what: `a command at ${PER_SECOND} a second, one in ${BEGINS_EVERY} of which begins a run`,
          unit: 'ms',
          metawsm: ours!,
          figure: `of ${ours!.values.length}: ${late} unacknowledged within 3 s, ${lost} lost, ${doubled} doubled`,
          share: Math.max(ours!.max / SLACK_WAITS_MS, shareOfNone(lost + doubled)),
          holds: late + lost + doubled === 0,
        },
      ];
    } finally {
      await bot.stop();
    }
  },
};
