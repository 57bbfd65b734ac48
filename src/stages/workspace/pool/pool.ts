/**
 * Worktrees that wait for runs. `take` hands one out; everything else happens in the background, while no run is being
 * prepared. Its state is what lies on disk: a bot that dies loses nothing and hands nothing out twice.
 */
import type { Turns } from '../../../shell/turns.js';
import type { Tree } from '../../../shell/worktree.js';
import type { RepoSpec, WorkspaceOptions } from '../options.js';
import { type Entry, newId } from './entry.js';
import { Keeper } from './keeper.js';
import { warmthOf } from './make.js';
import { Shelf, type Taken } from './shelf.js';
import { takeUsed } from './used.js';
import { type Want, Wanted } from './wanted.js';

export class Pool {
  private readonly shelf: Shelf;
  private readonly wanted: Wanted;
  private readonly keeper: Keeper;
  private readonly isOn: boolean;

  constructor(
    private readonly options: WorkspaceOptions,
    turns: Turns,
  ) {
    this.shelf = new Shelf(options);
    this.wanted = new Wanted(options.home);
    this.keeper = new Keeper({ options, turns, shelf: this.shelf, wanted: this.wanted });
    this.isOn = (options.pool?.size ?? 0) > 0;
  }

  /** Looks in the background at what an earlier bot has left. */
  begin(): void {
    if (this.options.pool) this.keeper.wake();
  }

  /** Nothing new begins in the background while `work` goes on. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.isOn ? this.keeper.aside(work) : work();
  }

  /** Puts a worktree and its index where they belong; undefined where there is none that fits, and one has to be made. */
  async take(repo: RepoSpec, tree: Tree, commit: string, agent: string): Promise<Taken | undefined> {
    if (!this.isOn) return undefined;
    await this.shelf.load();
    const next = () => this.best(repo, commit, warmthOf(this.options, repo, agent));
    for (let one = next(); one; one = next()) {
      const taken = await this.shelf.handOut(one, tree);
      if (taken) return taken;
    }
    return undefined;
  }

  /** A run has used the repository: the next one shall find a worktree. */
  used(repo: string, want: Omit<Want, 'usedAt' | 'bytes'>): void {
    if (!this.isOn) return;
    this.wanted.set(repo, { ...this.wanted.get(repo), ...want, usedAt: Date.now() });
    this.keeper.isFresh(repo);
  }

  /**
   * Takes the worktree at `path` from a run that is over, to be handed out again; `file` is what `noteBegun` wrote of it.
   * Where it stays, it has to be removed.
   */
  async reuse(name: string, path: string, file: string): Promise<void> {
    const { home, pool, repos } = this.options;
    const repo = repos.find((one) => one.name === name);
    if (!this.isOn || !pool?.recycle || !repo || repo.warm || !this.keeper.hasPlace(repo)) return;
    const id = newId();
    this.shelf.hold(id);
    const used = await takeUsed(home, { id, repo: name, path }, file);
    if (used) this.keeper.clean(used);
    else this.shelf.release(id);
  }

  /** What waits takes on disk, as it was measured when it was made. */
  bytes(): number {
    return this.shelf.all().reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Removes all that wait, for runs that need the disk more. */
  async empty(): Promise<void> {
    await Promise.all(this.shelf.all().map((entry) => this.shelf.drop(entry)));
  }

  /** Ends what goes on in the background. */
  stop(): Promise<void> {
    return this.keeper.stop();
  }

  /** One at the very commit, or any, which git brings there faster than it makes one; one that is set up fits as it is or not at all. */
  private best(repo: RepoSpec, commit: string, warm: string | undefined): Entry | undefined {
    const all = this.shelf.of(repo.name).filter((one) => one.warm === warm);
    const same = all.find((one) => one.commit === commit);
    return same ?? (warm === undefined ? all[0] : undefined);
  }
}
