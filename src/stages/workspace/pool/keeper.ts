/** What the pool does in the background: removes what nobody gets, brings the rest up to date, and makes what is missing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bootId } from '../../../shell/process-record.js';
import type { Turns } from '../../../shell/turns.js';
import { fetchBases } from '../mirror.js';
import { placesOf, type RepoSpec, type WorkspaceOptions } from '../options.js';
import { sourceOf } from '../source.js';
import { dropDrafts, dropEntry, type Entry, newId } from './entry.js';
import { bytesOf, checkOut, setUp, warmthOf } from './make.js';
import { recycle } from './recycle.js';
import { Rounds } from './rounds.js';
import type { Shelf } from './shelf.js';
import type { Used } from './used.js';
import type { Want, Wanted } from './wanted.js';

interface Ground {
  options: WorkspaceOptions;
  turns: Turns;
  shelf: Shelf;
  wanted: Wanted;
}

export class Keeper {
  private readonly rounds: Rounds;
  /** When the source of a repository is asked again, by its name. */
  private readonly fetchAt = new Map<string, number>();
  private readonly used: Used[] = [];

  constructor(private readonly ground: Ground) {
    const { pool } = ground.options;
    this.rounds = new Rounds({
      settleMs: pool?.settleMs ?? 3_000,
      everyMs: pool?.size ? pool.fetchEveryMs : undefined,
      go: () => this.goRound(),
      onFault: (what, error) => pool?.onFault?.(what, error),
    });
  }

  wake(): void {
    this.rounds.wake();
  }

  aside<T>(work: () => Promise<T>): Promise<T> {
    return this.rounds.aside(work);
  }

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** Somebody else has just asked the source. */
  isFresh(repo: string): void {
    this.fetchAt.set(repo, Date.now() + this.everyMs * (0.75 + Math.random() / 2));
  }

  /** One more than are made: with that, runs one after another make and remove none. */
  hasPlace({ name }: RepoSpec): boolean {
    const coming = this.used.filter(({ repo }) => repo === name);
    return this.ground.shelf.of(name).length + coming.length <= this.size;
  }

  /** A run's worktree becomes one that waits, in the next round; it is held by the shelf. */
  clean(used: Used): void {
    this.used.push(used);
    this.wake();
  }

  private async goRound(): Promise<void> {
    const { options } = this.ground;
    await this.rounds.guarded('', () => this.sweep());
    for (let used = this.next(); used; used = this.next()) await this.cleaned(used);
    for (const repo of options.pool?.size ? options.repos : [])
      if (!this.rounds.isOver()) await this.rounds.guarded(repo.name, () => this.keep(repo));
  }

  /** Removes what a killed bot has left half made or half handed out, and what is wanted no more. */
  private async sweep(): Promise<void> {
    const { options, shelf, wanted } = this.ground;
    await shelf.load();
    await shelf.sweep();
    await dropDrafts(options.home);
    const isWanted = ({ repo }: Entry) => options.repos.some(({ name }) => name === repo && wanted.get(name));
    for (const entry of shelf.all()) if (!isWanted(entry)) await shelf.drop(entry);
    options.pool?.onChanged?.();
  }

  private next(): Used | undefined {
    return this.rounds.isOver() ? undefined : this.used.shift();
  }

  /** What cannot be cleaned, or has no room, is removed. */
  private async cleaned(used: Used): Promise<void> {
    const { options, shelf, wanted } = this.ground;
    const { id, repo } = used;
    const commit = wanted.get(repo)?.commit;
    const signal = this.rounds.stopped;
    try {
      if (commit === undefined || !this.hasRoom(repo)) return await dropEntry(options.home, id);
      await shelf.make(id, async () => {
        await recycle(options.home, used, commit, signal);
        const bytes = (await bytesOf(options, used, signal)) ?? 0;
        signal.throwIfAborted();
        return { id, repo, commit, boot: bootId(), bytes };
      });
    } catch (error) {
      if (!signal.aborted) options.pool?.onFault?.(repo, error);
    } finally {
      shelf.release(id);
      options.pool?.onChanged?.();
    }
  }

  private async keep(repo: RepoSpec): Promise<void> {
    const { options, shelf } = this.ground;
    const want = await this.renewed(repo);
    if (!want) return;
    const { size } = this;
    const warm = warmthOf(options, repo, want.agent);
    for (const entry of shelf.of(repo.name)) {
      if (this.rounds.isOver()) return;
      const isSurplus = shelf.of(repo.name).length > size + 1;
      if (isSurplus || entry.warm !== warm) await shelf.drop(entry);
      else if (entry.commit !== want.commit) await this.bring(entry, want);
    }
    while (shelf.of(repo.name).length < size && !this.rounds.isOver() && this.hasRoom(repo.name))
      await this.fill(repo, want);
  }

  /** What is wanted, as the source has it now where it is time to ask. */
  private async renewed(repo: RepoSpec): Promise<Want | undefined> {
    const { options, wanted } = this.ground;
    const { mirror } = placesOf(options.home, newId()).tree(repo.name);
    const want = wanted.get(repo.name);
    if (!want || !existsSync(join(mirror, 'HEAD'))) return undefined;
    const due = this.fetchAt.get(repo.name);
    // after a start not all at once
    if (due === undefined) this.fetchAt.set(repo.name, Date.now() + this.everyMs * Math.random());
    if (due === undefined || Date.now() < due) return want;
    return this.fetched(repo, mirror, want);
  }

  private async fetched(repo: RepoSpec, mirror: string, want: Want): Promise<Want | undefined> {
    const { turns, wanted } = this.ground;
    const source = await sourceOf(repo);
    const branches = await turns.spare(mirror, (giveWay) =>
      fetchBases(mirror, source, AbortSignal.any([giveWay, this.rounds.stopped])),
    );
    if (!branches) return want;
    this.isFresh(repo.name);
    const commit = branches.heads.get(want.base);
    const now = commit === undefined ? undefined : { ...want, commit };
    if (commit !== want.commit) wanted.set(repo.name, now);
    return now;
  }

  /** Brings one to where the base stands now. One that is set up goes: setup runs in fresh worktrees only. */
  private async bring(entry: Entry, { commit }: Want): Promise<void> {
    const { options, shelf } = this.ground;
    if (entry.warm !== undefined) return shelf.drop(entry);
    await shelf.change(entry, async () => {
      await checkOut(options.home, entry, commit, this.rounds.stopped);
      return { ...entry, commit };
    });
    options.pool?.onChanged?.();
  }

  private async fill(repo: RepoSpec, want: Want): Promise<void> {
    const { options, shelf, wanted } = this.ground;
    const { commit, agent } = want;
    const one = { id: newId(), repo: repo.name };
    const signal = this.rounds.stopped;
    await shelf.make(one.id, async () => {
      const warm = warmthOf(options, repo, agent);
      await checkOut(options.home, one, commit, signal);
      if (warm !== undefined) await setUp(options, repo, { id: one.id, agent }, signal);
      const bytes = await bytesOf(options, one, signal);
      signal.throwIfAborted();
      if (bytes !== undefined) wanted.set(repo.name, { ...(wanted.get(repo.name) ?? want), bytes });
      return { ...one, commit, boot: bootId(), bytes: bytes ?? 0, ...(warm === undefined ? {} : { warm }) };
    });
    options.pool?.onChanged?.();
  }

  /** With as much to spare, so that what is made now need not go when a workspace grows a little. */
  private hasRoom(name: string): boolean {
    const bytes = this.ground.wanted.get(name)?.bytes ?? 0;
    return this.ground.options.pool?.hasRoom?.(2 * bytes) ?? true;
  }

  private get size(): number {
    return this.ground.options.pool?.size ?? 0;
  }

  private get everyMs(): number {
    return this.ground.options.pool?.fetchEveryMs ?? 0;
  }
}
