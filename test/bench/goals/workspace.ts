/** How long a run waits for its workspace, beside bare git that checks the same repositories out. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { bareGit, bigRepository } from '../big-repository.js';
import type { Goal, How, Measured } from '../goal.js';
import { type Series, times } from '../series.js';
import { startSubject } from '../subject.js';
import { inTurns } from '../turns.js';
import { FAILING, poolIsFull, withoutPool, workspaceMs } from '../workspaces.js';

const FILES = 20_000;
const QUICK_FILES = 4_000;
const WORKERS = ['-c', 'checkout.workers=2', '-c', 'checkout.thresholdForParallelism=100'];

export const fromPool: Goal = {
  id: 'P6',
  wants: `workspace from the pool: p95 ≤ 100 ms and ≤ 0.1 × git worktree add of ${FILES} files`,
  async measure(how) {
    const ground = groundOf(how, 1);
    const { bot, measured } = await botOn(ground, true);
    try {
      const [floor, ours] = await several(how, 4, [() => ground.gitMs([]), () => measured(['big0'])]);
      return [
        {
          what: `a run's workspace of ${ground.files} files, from its place to its end`,
          unit: 'ms',
          floor: { name: 'git worktree add', series: floor! },
          metawsm: ours!,
          figure: `p95 ${ours!.at(0.95).toFixed(0)} ms, ${times(ours!, floor!).toFixed(2)} ×`,
          share: Math.max(ours!.at(0.95) / 100, times(ours!, floor!) / 0.1),
          holds: ours!.at(0.95) <= 100 && times(ours!, floor!) <= 0.1,
        },
      ];
    } finally {
      await bot.stop();
    }
  },
};

export const cold: Goal = {
  id: 'P7',
  wants:
    'cold workspace ≤ 1.15 × git worktree add with two workers; three repositories ≤ 0.75 × one after another',
  async measure(how): Promise<Measured[]> {
    const ground = groundOf(how, 3);
    const { bot, measured } = await botOn(ground, false);
    try {
      const [one, ours, three, oursThree, beside] = (await several(how, 1, [
        () => ground.gitMs(WORKERS),
        () => measured(['big0']),
        () => ground.gitMs(WORKERS, 3),
        () => measured(['big0', 'big1', 'big2']),
        () => ground.gitBesideMs(WORKERS, 3),
      ])) as [Series, Series, Series, Series, Series];
      return [
        {
          what: `a run's workspace of ${ground.files} files without a pool`,
          unit: 'ms',
          floor: { name: 'git worktree add, two workers', series: one },
          metawsm: ours,
          figure: `${times(ours, one).toFixed(2)} ×`,
          share: times(ours, one) / 1.15,
          holds: times(ours, one) <= 1.15,
        },
        {
          what: `three repositories of ${ground.files} files in one workspace`,
          unit: 'ms',
          floor: { name: 'the same three, one after another', series: three },
          metawsm: oursThree,
          figure: `${times(oursThree, three).toFixed(2)} ×`,
          share: times(oursThree, three) / 0.75,
          holds: times(oursThree, three) <= 0.75,
        },
        {
          what: 'the same three repositories',
          unit: 'ms',
          floor: { name: 'bare git, the three side by side', series: beside },
          metawsm: oursThree,
          figure: `${times(oursThree, beside).toFixed(2)} ×, and git itself ${times(beside, three).toFixed(2)} × one after another`,
        },
      ];
    } finally {
      await bot.stop();
    }
  },
};

type Ground = ReturnType<typeof groundOf>;

/** Repositories, and bare git that works with copies of them. */
function groundOf({ root, quick }: How, many: number) {
  const folder = mkdtempSync(join(root, 'ground-'));
  const files = quick ? QUICK_FILES : FILES;
  const repos: Record<string, string> = {};
  const gits: ReturnType<typeof bareGit>[] = [];
  let trees = 0;
  const added = (bare: (typeof gits)[number], settings: readonly string[]) => {
    trees += 1;
    return bare.add(join(folder, `tree${trees}`), settings);
  };
  for (let n = 0; n < many; n += 1) {
    const path = bigRepository(join(folder, `big${n}`), files);
    repos[`big${n}`] = path;
    mkdirSync(join(folder, `git${n}`));
    gits.push(bareGit(path, join(folder, `git${n}`)));
  }
  return {
    root,
    files,
    repos,
    /** The first `count` of them checked out, one after another. */
    async gitMs(settings: readonly string[], count = 1): Promise<number> {
      const begun = performance.now();
      for (const bare of gits.slice(0, count)) await added(bare, settings);
      return performance.now() - begun;
    },
    /** All at once. */
    async gitBesideMs(settings: readonly string[], count: number): Promise<number> {
      const begun = performance.now();
      await Promise.all(gits.slice(0, count).map((bare) => added(bare, settings)));
      return performance.now() - begun;
    },
  };
}

async function botOn({ root, repos }: Ground, pool: boolean) {
  const world = { ...FAILING, more: pool ? FAILING.more : `${FAILING.more}\n${withoutPool()}` };
  const bot = await startSubject({ name: 'metawsm', root, repos, world });
  const measured = async (names: readonly string[]) => {
    if (pool) await poolIsFull(bot.home);
    return await workspaceMs(bot, names);
  };
  return { bot, measured };
}

/** After a warm-up, which fetches as well. */
async function several(
  how: How,
  perRound: number,
  measures: readonly (() => Promise<number>)[],
): Promise<Series[]> {
  for (const measure of measures) await measure();
  return await inTurns(
    how,
    measures.map((measure) => async () => {
      const taken: number[] = [];
      for (let n = 0; n < (how.quick ? 1 : perRound); n += 1) taken.push(await measure());
      return taken;
    }),
  );
}
