/** The worktrees that may be handed out: what lies on disk, known in memory, so that each goes to one run and never again. */
import { readFile } from 'node:fs/promises';
import { needPlainFolder } from '../../../shell/plain-folder.js';
import { bootId } from '../../../shell/process-record.js';
import { removeAll } from '../../../shell/remove-all.js';
import { groundOf, indexOf, type Tree } from '../../../shell/worktree.js';
import type { WorkspaceOptions } from '../options.js';
import {
  claimEntry,
  dropEntry,
  type Entry,
  idsIn,
  markReady,
  moveEntry,
  placesOfEntry,
  poolOf,
  readEntry,
} from './entry.js';

/** A worktree in its place, to which neither branch nor run belong yet. */
export interface Taken {
  commit: string;
  /** What the setup commands have printed; undefined where none has run. */
  setUp?: string;
}

export class Shelf {
  /** Whoever takes one out of here has it in this process; its mark decides among all. */
  private readonly ready = new Map<string, Entry>();
  /** At which somebody is at work. */
  private readonly held = new Set<string>();
  private loading: Promise<void> | undefined;

  constructor(private readonly options: WorkspaceOptions) {}

  /** Learns what an earlier bot has left, once. Where there shall be no pool, what there is of one goes. */
  load(): Promise<void> {
    this.loading ??= this.look();
    return this.loading;
  }

  of(repo: string): Entry[] {
    return this.all().filter((entry) => entry.repo === repo);
  }

  all(): Entry[] {
    return [...this.ready.values()];
  }

  /** Hands one out. Undefined where another was faster, or it could not be moved: the place is empty then. */
  async handOut(entry: Entry, tree: Tree): Promise<Taken | undefined> {
    return this.holding(entry, async () => {
      if (!(await claimEntry(this.options.home, entry.id))) return undefined;
      try {
        return await this.move(entry, tree);
      } catch (error) {
        await removeAll(tree.path);
        this.options.pool?.onFault?.(entry.repo, error);
        return undefined;
      } finally {
        await this.clear(entry);
      }
    });
  }

  /** Claims one and removes it; nothing happens where a run was faster. */
  async drop(entry: Entry): Promise<void> {
    await this.holding(entry, () => dropEntry(this.options.home, entry.id));
  }

  /** Takes one out while `work` is at it, which says what it has become. It goes where that fails. */
  async change(entry: Entry, work: () => Promise<Entry>): Promise<void> {
    await this.holding(entry, async () => {
      if (await claimEntry(this.options.home, entry.id)) await this.make(entry.id, work);
    });
  }

  /** Puts a new one here, marked last of all. What `work` could not make is removed. */
  async make(id: string, work: () => Promise<Entry>): Promise<void> {
    const isMine = !this.held.has(id);
    this.held.add(id);
    try {
      const entry = await work();
      markReady(this.options.home, entry);
      this.ready.set(id, entry);
    } catch (error) {
      await dropEntry(this.options.home, id);
      throw error;
    } finally {
      if (isMine) this.held.delete(id);
    }
  }

  /** Nobody sweeps it until it is released. */
  hold(id: string): void {
    this.held.add(id);
  }

  release(id: string): void {
    this.held.delete(id);
  }

  /** Removes what is neither whole nor at work: a bot died over it. */
  async sweep(): Promise<void> {
    const { home } = this.options;
    for (const id of await idsIn(home))
      if (!this.ready.has(id) && !this.held.has(id)) await dropEntry(home, id);
  }

  private async look(): Promise<void> {
    const { home, pool } = this.options;
    if (!pool?.size) return removeAll(poolOf(home));
    for (const id of await idsIn(home)) {
      const entry = readEntry(home, id);
      if (entry?.boot === bootId()) this.ready.set(id, entry);
    }
  }

  /** Undefined where it is no longer here. */
  private async holding<T>(entry: Entry, work: () => Promise<T>): Promise<T | undefined> {
    if (!this.ready.delete(entry.id)) return undefined;
    this.held.add(entry.id);
    try {
      return await work();
    } finally {
      this.held.delete(entry.id);
    }
  }

  private async move(entry: Entry, tree: Tree): Promise<Taken> {
    const { home } = this.options;
    const { log } = placesOfEntry(home, entry.id);
    const setUp = entry.warm === undefined ? undefined : await readFile(log, 'utf8');
    await moveEntry(home, entry, { tree: tree.path, index: indexOf(tree) });
    // what a setup has left at work there may have put a link in its place
    needPlainFolder(groundOf(tree));
    return { commit: entry.commit, ...(setUp === undefined ? {} : { setUp }) };
  }

  /** What is left of one that was handed out harms nobody, and goes with the next sweep. */
  private async clear({ id, repo }: Entry): Promise<void> {
    await dropEntry(this.options.home, id).catch((error: unknown) =>
      this.options.pool?.onFault?.(repo, error),
    );
  }
}
