/**
 * A worktree that waits in `<home>/pool/`: a folder shaped like a workspace, and beside it our index and, last of all, the
 * mark that it is whole. Git does not know of it, so that no agent sees it in a mirror. Whoever removes the mark has it.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { endNoted } from '../../../shell/noted-processes.js';
import { readJson } from '../../../shell/own-file.js';
import { removeAll } from '../../../shell/remove-all.js';
import { isDraft, writeWhole } from '../../../shell/whole-file.js';

/** What stands in the mark. */
export interface Ready {
  repo: string;
  /** What is checked out. */
  commit: string;
  /** Since the boot in which it was made, nothing of it can have been lost with the power. */
  boot: string;
  /** For which setup it was set up; without it none has run. */
  warm?: string;
  /** On disk; 0 where that could not be measured. */
  bytes: number;
}

export interface Entry extends Ready {
  id: string;
}

const GRACE_MS = 2_000;
const ID = /^pool-[0-9a-f]{8}(?=$|\.)/;

export const poolOf = (home: string): string => join(home, 'pool');
export const newId = (): string => `pool-${randomBytes(4).toString('hex')}`;

/** Where an entry lies. */
export function placesOfEntry(home: string, id: string) {
  const at = join(poolOf(home), id);
  return {
    /** Of the shape of a workspace: what `wrap` is told. */
    workspace: at,
    tree: (repo: string) => join(at, repo),
    /** A run's worktree, before it is cleaned. */
    used: `${at}.used`,
    index: `${at}.index`,
    /** Output of the setup commands. */
    log: `${at}.log`,
    /** Processes that make it. */
    notes: `${at}.making.json`,
    mark: `${at}.json`,
  };
}

/** Ids of everything that lies in the pool, whole or not. */
export async function idsIn(home: string): Promise<string[]> {
  const names = await readdir(poolOf(home)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return [...new Set(names.flatMap((name) => ID.exec(name)?.[0] ?? []))];
}

/** Undefined where it is not whole. */
export function readEntry(home: string, id: string): Entry | undefined {
  const ready = readJson<Ready>(placesOfEntry(home, id).mark);
  const isOne = typeof ready?.repo === 'string' && /^[0-9a-f]{40}$/.test(String(ready.commit));
  return isOne ? { ...ready, id } : undefined;
}

/** From now on it may be handed out. */
export function markReady(home: string, { id, ...ready }: Entry): void {
  writeWhole(placesOfEntry(home, id).mark, JSON.stringify(ready), { durable: true });
}

/** True for exactly one of all who want it, whoever dies meanwhile: what has no mark is never handed out. */
export async function claimEntry(home: string, id: string): Promise<boolean> {
  return unlink(placesOfEntry(home, id).mark).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** Puts a claimed one where a worktree and its index belong. Nothing may stand there. Throws what the disk says. */
export async function moveEntry(
  home: string,
  { id, repo }: Entry,
  to: { tree: string; index: string },
): Promise<void> {
  const places = placesOfEntry(home, id);
  await mkdir(dirname(to.tree), { recursive: true });
  await mkdir(dirname(to.index), { recursive: true });
  await rename(places.index, to.index);
  await rename(places.tree(repo), to.tree);
}

/** Removes whatever there is of an entry, and ends what still makes it. */
export async function dropEntry(home: string, id: string): Promise<void> {
  const { mark, notes, workspace, used, index, log } = placesOfEntry(home, id);
  await rm(mark, { force: true });
  await endNoted(notes, GRACE_MS);
  await removeAll(workspace);
  await removeAll(used);
  for (const path of [index, `${index}.lock`, log]) await rm(path, { force: true });
}

/** What a killed bot has left of marks that it was writing. */
export async function dropDrafts(home: string): Promise<void> {
  for (const name of await readdir(poolOf(home)).catch(() => []))
    if (isDraft(name)) await rm(join(poolOf(home), name), { force: true });
}
