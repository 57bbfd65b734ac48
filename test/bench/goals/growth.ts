/** How cost grows with what there is: points of curves, and whether a curve is steeper than a line. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepo } from '../../fixtures/git-repos.js';
import { bigRepository } from '../big-repository.js';
import { busyAgents } from '../busy-agents.js';
import type { Goal, How, Measured } from '../goal.js';
import { openLoop } from '../load.js';
import { Series } from '../series.js';
import { withRuns } from '../stored-runs.js';
import { type Subject, startSubject } from '../subject.js';
import { FAILING, withoutPool, workspaceMs } from '../workspaces.js';

/** Flat, or a line at the most; the noise of a shared machine is allowed for. */
const NOISE = 1.5;

interface Point {
  what: string;
  unit: Measured['unit'];
  series: Series;
}

interface Curve {
  growing: string;
  sizes: { whole: number[]; quick: number[] };
  /** `flat`: costs the same for all sizes. */
  most: 'flat' | 'line';
  measure(how: How, size: number): Promise<Point[]>;
}

const CURVES: readonly Curve[] = [
  {
    growing: 'stored runs',
    sizes: { whole: [10, 1_000, 100_000], quick: [10, 1_000] },
    most: 'flat',
    measure: (how, size) => bot(how, withRuns(size, 'closed')),
  },
  {
    growing: 'open runs',
    sizes: { whole: [10, 1_000, 10_000], quick: [10, 1_000] },
    most: 'line',
    measure: (how, size) => bot(how, withRuns(size, 'intake')),
  },
  {
    growing: 'files',
    sizes: { whole: [1_000, 80_000], quick: [200, 2_000] },
    most: 'line',
    measure: (how, size) => workspaces(how, { big0: bigRepository(join(folderIn(how), 'big'), size) }),
  },
  {
    growing: 'repositories',
    sizes: { whole: [1, 3, 10], quick: [1, 3] },
    most: 'line',
    measure(how, size) {
      const folder = folderIn(how);
      const names = Array.from({ length: size }, (_, n) => `repo${n}`);
      return workspaces(
        how,
        Object.fromEntries(names.map((name) => [name, makeRepo(join(folder, name), { 'README.md': '#\n' })])),
      );
    },
  },
  {
    growing: 'agents',
    sizes: { whole: [1, 4, 16], quick: [1, 4] },
    most: 'line',
    async measure(how, size) {
      const one = await busyAgents(how, size);
      return await looked(how, one).finally(() => one.stop());
    },
  },
];

export const growth: Goal = {
  id: 'growth',
  wants: 'nothing worse than a line; restart and commands flat in stored runs',
  isLong: true,
  async measure(how) {
    const all: Measured[] = [];
    for (const curve of CURVES) all.push(...(await drawn(how, curve)));
    return all;
  },
};

async function drawn(how: How, { growing, sizes, most, measure }: Curve): Promise<Measured[]> {
  const taken: { size: number; points: Point[] }[] = [];
  for (const size of how.quick ? sizes.quick : sizes.whole) {
    how.tell(`${size} ${growing}`);
    taken.push({ size, points: await measure(how, size) });
  }
  const [first, last] = [taken[0]!, taken.at(-1)!];
  return taken.flatMap(({ size, points }) =>
    points.map(({ what, unit, series }, n): Measured => {
      const grown = last.points[n]!.series.median / first.points[n]!.series.median;
      const allowed = (most === 'flat' ? 1 : last.size / first.size) * NOISE;
      const verdict = size === last.size ? { holds: grown <= allowed } : {};
      const figure = size === last.size ? `${grown.toFixed(1)} × for ${last.size / first.size} ×` : '';
      return { what, unit, metawsm: series, figure, at: { growing, size }, ...verdict };
    }),
  );
}

const folderIn = ({ root }: How) => mkdtempSync(join(root, 'growing-'));

/** Start, memory and commands of a bot whose database was filled; started a few times. */
async function bot(how: How, prepare: (home: string) => Promise<void>): Promise<Point[]> {
  const connected: number[] = [];
  for (let round = 1; ; round += 1) {
    const one = await startSubject({ name: 'metawsm', root: how.root, prepare });
    connected.push(one.connectedMs);
    if (round < Math.min(3, how.rounds)) {
      await one.stop();
      continue;
    }
    const start: Point = { what: 'start to connected', unit: 'ms', series: new Series(connected) };
    return [start, ...(await looked(how, one).finally(() => one.stop()))];
  }
}

async function looked({ quick }: How, one: Subject): Promise<Point[]> {
  const { slack } = one;
  const [ana, dev] = [slack.person('ana'), slack.channel('dev')];
  const load = (line: string, seconds: number) =>
    openLoop({ perSecond: 10, seconds }, () => ana.types(line, { in: dev }));
  await load('/metawsm list', 2);
  const seconds = quick ? 2 : 6;
  return [
    {
      what: '`/metawsm status` acknowledged',
      unit: 'ms',
      series: new Series(await load('/metawsm status', seconds)),
    },
    {
      what: '`/metawsm list` acknowledged',
      unit: 'ms',
      series: new Series(await load('/metawsm list', seconds)),
    },
    { what: 'memory', unit: 'MiB', series: new Series([one.residentMb()]) },
  ];
}

/** A run in all of these repositories, a few times. */
async function workspaces({ root, quick, rounds }: How, repos: Record<string, string>): Promise<Point[]> {
  const world = { ...FAILING, more: `${FAILING.more}\n${withoutPool()}` };
  const one = await startSubject({ name: 'metawsm', root, repos, world });
  try {
    const taken: number[] = [];
    for (let n = 0; n < (quick ? 1 : Math.min(3, rounds)); n += 1)
      taken.push(await workspaceMs(one, Object.keys(repos)));
    return [{ what: 'workspace of a run, without a pool', unit: 'ms', series: new Series(taken) }];
  } finally {
    await one.stop();
  }
}
