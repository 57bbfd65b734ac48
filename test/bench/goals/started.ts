import { openStore } from '../../../src/persistence/store.js';
import { runOf } from '../../persistence/samples.js';
import type { Goal, How } from '../goal.js';
import { Series, times } from '../series.js';
import { type Name, startSubject, type Wanted } from '../subject.js';

const MANY = 10_000;
/** After this an idle program has done what it does after its start. */
const IDLE_MS = 5_000;

export const started: Goal = {
  id: 'P4',
  wants: 'start to connected ≤ 1.5 × Bolt with the same ORM; 10,000 open runs add ≤ 300 ms',
  async measure(how) {
    const orm: number[] = [];
    const ours: number[] = [];
    const full: number[] = [];
    for (let round = 0; round <= how.rounds; round += 1) {
      how.tell(`round ${round} of ${how.rounds}`);
      const [a, b] = [await connectedMs(how, 'Bolt with the ORM'), await connectedMs(how, 'metawsm')];
      const c =
        round <= 1 || !how.quick ? await connectedMs(how, 'metawsm', withRuns(MANY, 'intake')) : undefined;
      // The first round fills the caches of the system.
      if (round === 0) continue;
      orm.push(a);
      ours.push(b);
      if (c !== undefined) full.push(c);
    }
    const [floor, metawsm, crowded] = [new Series(orm), new Series(ours), new Series(full)];
    const more = crowded.median - metawsm.median;
    return [
      {
        what: 'from the start of the process to its socket',
        unit: 'ms',
        floor: { name: 'Bolt with the ORM', series: floor },
        metawsm,
        figure: `${times(metawsm, floor).toFixed(2)} ×`,
        holds: times(metawsm, floor) <= 1.5,
      },
      {
        what: `the same with ${MANY} open runs`,
        unit: 'ms',
        floor: { name: 'metawsm without runs', series: metawsm },
        metawsm: crowded,
        figure: `${more >= 0 ? '+' : ''}${more.toFixed(0)} ms`,
        holds: more <= 300,
      },
    ];
  },
};

export const idle: Goal = {
  id: 'P5',
  wants: 'idle memory ≤ 1.25 × bare Bolt with the ORM; with 10,000 stored runs ≤ 1.5 ×',
  async measure(how) {
    const orm: number[] = [];
    const ours: number[] = [];
    const full: number[] = [];
    for (let round = 1; round <= how.rounds; round += 1) {
      how.tell(`round ${round} of ${how.rounds}`);
      orm.push(await residentMb(how, { name: 'Bolt with the ORM', root: how.root }));
      ours.push(await residentMb(how, { name: 'metawsm', root: how.root }));
      full.push(
        await residentMb(how, { name: 'metawsm', root: how.root, prepare: withRuns(MANY, 'closed') }),
      );
    }
    const floor = new Series(orm);
    return [
      { what: 'resident memory of an idle bot', series: new Series(ours), most: 1.25 },
      { what: `the same with ${MANY} stored runs`, series: new Series(full), most: 1.5 },
    ].map(({ what, series, most }) => ({
      what,
      unit: 'MiB' as const,
      floor: { name: 'Bolt with the ORM', series: floor },
      metawsm: series,
      figure: `${times(series, floor).toFixed(2)} ×`,
      holds: times(series, floor) <= most,
    }));
  },
};

async function connectedMs({ root }: How, name: Name, prepare?: Wanted['prepare']): Promise<number> {
  const one = await startSubject({ name, root, ...(prepare ? { prepare } : {}) });
  await one.stop();
  return one.connectedMs;
}

async function residentMb({ quick }: How, wanted: Wanted): Promise<number> {
  const one = await startSubject(wanted);
  await new Promise((done) => setTimeout(done, quick ? 2_000 : IDLE_MS));
  const found = one.residentMb();
  await one.stop();
  return found;
}

/** A database with so many runs, all in one state. */
const withRuns =
  (many: number, status: 'intake' | 'closed') =>
  async (home: string): Promise<void> => {
    const store = await openStore({ url: `sqlite:${home}/metawsm.sqlite`, home });
    for (let at = 0; at < many; at += 500)
      await store.unit.write(async (tx) => {
        for (let n = at; n < Math.min(many, at + 500); n += 1)
          await tx.addRun({ ...runOf(`t-${n}`), status });
      });
    await store.close();
  };
