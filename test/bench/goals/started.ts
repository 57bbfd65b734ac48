import type { Goal, How } from '../goal.js';
import { type Series, times } from '../series.js';
import { withRuns } from '../stored-runs.js';
import { type Name, startSubject, type Wanted } from '../subject.js';
import { inTurns } from '../turns.js';

const MANY = 10_000;
/** After this an idle program has done what it does after its start. */
const IDLE_MS = 5_000;

export const started: Goal = {
  id: 'P4',
  wants: 'start to connected ≤ 1.5 × Bolt with the same ORM; 10,000 open runs add ≤ 300 ms',
  async measure(how) {
    const measures = [
      () => connectedMs(how, 'Bolt with the ORM'),
      () => connectedMs(how, 'metawsm'),
      () => connectedMs(how, 'metawsm', withRuns(MANY, 'intake')),
    ];
    // Fills the caches of the system.
    for (const measure of measures) await measure();
    const [floor, metawsm, crowded] = (await inTurns(how, measures)) as [Series, Series, Series];
    const more = crowded.median - metawsm.median;
    return [
      {
        what: 'from the start of the process to its socket',
        unit: 'ms',
        floor: { name: 'Bolt with the ORM', series: floor },
        metawsm,
        figure: `${times(metawsm, floor).toFixed(2)} ×`,
        share: times(metawsm, floor) / 1.5,
        holds: times(metawsm, floor) <= 1.5,
      },
      {
        what: `the same with ${MANY} open runs`,
        unit: 'ms',
        floor: { name: 'metawsm without runs', series: metawsm },
        metawsm: crowded,
        figure: `${more >= 0 ? '+' : ''}${more.toFixed(0)} ms`,
        share: Math.max(0, more) / 300,
        holds: more <= 300,
      },
    ];
  },
};

export const idle: Goal = {
  id: 'P5',
  wants: 'idle memory ≤ 1.25 × bare Bolt with the ORM; with 10,000 stored runs ≤ 1.5 ×',
  async measure(how) {
    const [floor, few, many] = (await inTurns(how, [
      () => residentMb(how, { name: 'Bolt with the ORM', root: how.root }),
      () => residentMb(how, { name: 'metawsm', root: how.root }),
      () => residentMb(how, { name: 'metawsm', root: how.root, prepare: withRuns(MANY, 'closed') }),
    ])) as [Series, Series, Series];
    return [
      { what: 'resident memory of an idle bot', series: few, most: 1.25 },
      { what: `the same with ${MANY} stored runs`, series: many, most: 1.5 },
    ].map(({ what, series, most }) => ({
      what,
      unit: 'MiB' as const,
      floor: { name: 'Bolt with the ORM', series: floor },
      metawsm: series,
      figure: `${times(series, floor).toFixed(2)} ×`,
      share: times(series, floor) / most,
      holds: times(series, floor) <= most,
    }));
  },
};

async function connectedMs({ root }: How, name: Name, prepare?: Wanted['prepare']): Promise<number[]> {
  const one = await startSubject({ name, root, ...(prepare ? { prepare } : {}) });
  await one.stop();
  return [one.connectedMs];
}

async function residentMb({ quick }: How, wanted: Wanted): Promise<number[]> {
  const one = await startSubject(wanted);
  await new Promise((done) => setTimeout(done, quick ? 2_000 : IDLE_MS));
  const found = one.residentMb();
  await one.stop();
  return [found];
}
