/** Runs claim worktrees side by side while the bot is killed again and again, and agents leave in them what they can. */
import { type Random, seeded } from '../../crash/random.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { until } from '../../stages/workspace/pooled.js';
import type { Attack } from '../attack.js';
import { leaveBehind } from './agent.js';
import { type Ground, makeGround, REPOS } from './ground.js';
import { faultsOfEnd, faultsOfPool, faultsOfTree, faultsOfWork } from './judge.js';
import { Life } from './life.js';

/** At least ten milliseconds each, and mostly more. */
const MOST_LOOKS = 1_500;

/** Room for about ten worktrees, and for all. */
const LIMITS = { narrow: 4_000_000, wide: 1_000_000_000 };

export const attack: Attack = {
  title: 'the pool: parallel claims, kills, leftovers',
  order: 88,
  unit: 'claims',
  tries: { whole: 200, small: 24 },
  async run({ tries, seed, tell }) {
    const campaign = new Campaign(makeGround(), seeded(seed), tell);
    try {
      while (campaign.claims < tries && campaign.failures.length === 0) await campaign.live();
      await campaign.end();
    } finally {
      removeTemporary();
    }
    const { claims, failures, figures } = campaign;
    if (figures.waiting === 0) failures.push('no run got a worktree that was waiting: nothing was tried');
    return { tries: claims, failures, figures };
  },
};

class Campaign {
  claims = 0;
  readonly failures: string[] = [];
  readonly figures = { lives: 0, kills: 0, waiting: 0, 'used before': 0 };
  /** Runs whose workspaces were asked for, and those that agents have worked in. */
  private readonly open = new Set<string>();
  private readonly worked = new Set<string>();
  private readonly going = new Set<string>();
  private readonly inodes = new Set<number>();
  private made = 0;

  constructor(
    private readonly ground: Ground,
    private readonly random: Random,
    private readonly tell: (words: string) => void,
  ) {}

  /** One life of a bot: some runs begin, some end, and mostly it dies over that. */
  async live(): Promise<void> {
    const { random } = this;
    if (random.chance(0.3)) this.ground.pushed(`news ${this.made}`);
    for (const id of this.worked) if (random.chance(0.7)) this.goes(id);
    for (let more = random.between(4, 9); more > 0; more--)
      this.open.add(`abc-1-${String(this.made++).padStart(6, 'a')}`);
    const dies = random.chance(0.8);
    const life = await this.begin(random.chance(0.25) ? LIMITS.narrow : LIMITS.wide);
    const over = life.work({ prepare: [...this.open], remove: [...this.going] });
    const all = this.open.size + this.going.size;
    if (dies) await life.kill(random.between(0, all), random.next() * (random.chance(0.5) ? 60 : 400));
    else await over.then(() => this.isKept(life));
    await life.end();
    if (dies) this.figures.kills += 1;
    this.tell(
      `${life.limit}: ${this.claims} claims, ${this.open.size} open, ${this.failures.join('; ') || 'well'}`,
    );
  }

  /** The last one lives until everything is gone that has to go, and the pool is full again. */
  async end(): Promise<void> {
    const life = await this.begin(LIMITS.wide);
    await life.work({ prepare: [...this.open], remove: [...this.going] });
    for (const id of this.worked) this.goes(id);
    await life.work({ prepare: [], remove: [...this.worked] });
    await this.isKept(life, true);
    await life.end();
    this.failures.push(...faultsOfEnd(this.ground));
  }

  private async begin(limit: number): Promise<Life> {
    const gone = (id: string) => {
      this.going.delete(id);
      this.worked.delete(id);
    };
    const life = await Life.begin(this.ground, limit, {
      prepared: (id, at) => this.prepared(id, at),
      removed: gone,
    });
    life.fault = (words) => this.failures.push(words);
    this.figures.lives += 1;
    return life;
  }

  /** What the run got is judged before its agent begins, and what it had before it ends is judged later. */
  private prepared(id: string, askedAt: number): void {
    if (!this.open.delete(id)) return;
    for (const repo of REPOS) {
      this.claims += 1;
      const { faults, inode, writtenAt } = faultsOfTree(this.ground, id, repo);
      this.failures.push(...faults);
      if (writtenAt < askedAt) this.figures.waiting += 1;
      if (writtenAt < askedAt && this.inodes.has(inode)) this.figures['used before'] += 1;
      this.inodes.add(inode);
      leaveBehind(this.ground.tree(id, repo), id, this.random);
    }
    this.worked.add(id);
  }

  /** Nobody else may have taken what the run had. */
  private goes(id: string): void {
    if (!this.going.has(id)) this.failures.push(...faultsOfWork(this.ground, id));
    this.going.add(id);
  }

  private async isKept(life: Life, isFull = false): Promise<void> {
    let faults: string[] = [];
    const well = async () => {
      // it may look while something is moved
      faults = await faultsOfPool(this.ground, life.limit, isFull).catch((error) => [String(error)]);
      return faults.length === 0;
    };
    await until(well, MOST_LOOKS).catch(() => this.failures.push(...faults));
  }
}
