/** Our bare copy of a repository: the bases as they stand at the source, and the branches of the runs. */
import { existsSync, lstatSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git, GitIdentity } from '../../shell/git.js';
import { ensureLens, ensureMirror, lensGit, lensOf } from '../../shell/lens.js';
import { endNoted, noteProcess } from '../../shell/noted-processes.js';
import { looseRefs, plainBranches } from '../../shell/plain-refs.js';
import { removeAll } from '../../shell/remove-all.js';
import { writeWhole } from '../../shell/whole-file.js';
import { type Branches, branchesOf, type Source } from './source.js';

const FETCH_TIMEOUT_MS = 60 * 60_000;
const LEFTOVER_GRACE_MS = 2_000;

/**
 * Fetches every branch of the source to `refs/base/` and returns what they are. Call it in turns per mirror: a git
 * that an earlier, killed bot left running is ended first. Throws `GitError`, `Unfit`.
 */
export async function refresh(
  mirror: string,
  source: Source,
  identity: GitIdentity,
  signal?: AbortSignal,
): Promise<Branches> {
  ensureMirror(mirror, identity);
  ensureLens(mirror);
  await dropOrders(mirror);
  return fetchBases(mirror, source, signal);
}

/**
 * The same for a mirror that is there, in which agents may work meanwhile: what they have set up there stays. Call it in
 * turns per mirror, too.
 */
export async function fetchBases(mirror: string, source: Source, signal?: AbortSignal): Promise<Branches> {
  const note = join(lensOf(mirror), 'process.json');
  await endNoted(note, LEFTOVER_GRACE_MS);
  // the user's configuration holds the ways to remotes
  const git = await lensGit(mirror, { config: 'user' });
  const { clone } = source;
  const isSeeded = !source.remote || clone === undefined || existsSync(join(lensOf(mirror), 'seeded'));
  // a killed one has left refs that are nobody's
  const [offered, held] = await Promise.all([
    plainBranches(source.address) ?? branchesOf(source, git, signal),
    isSeeded ? heldIn(mirror, git) : undefined,
  ]);
  if (held && isSame(held, offered.heads)) {
    // an agent may have moved the end since
    await showWhereHistoryEnds(mirror);
    return offered;
  }
  const fetch: Git = (args, options) =>
    git(['fetch', '--no-tags', '--no-recurse-submodules', '--no-auto-gc', ...args], {
      timeoutMs: FETCH_TIMEOUT_MS,
      onStart: (pid) => noteProcess(note, pid),
      ...(signal ? { signal } : {}),
      ...options,
    });
  if (!isSeeded && clone !== undefined) await seed(mirror, { ...source, clone }, git, fetch);
  await fetch(['--prune', '--update-shallow', '--', source.address, '+refs/heads/*:refs/base/*']);
  await rm(note, { force: true });
  await showWhereHistoryEnds(mirror);
  const { main } = offered;
  return { heads: await fetched(mirror), ...(main === undefined ? {} : { main }) };
}

/**
 * What the last fetch has brought, where no agent has moved the refs since; else undefined. A source whose history is
 * cut off may grow towards the past, so it is always fetched.
 */
async function heldIn(mirror: string, git: Git): Promise<ReadonlyMap<string, string> | undefined> {
  const lens = lensOf(mirror);
  if (!existsSync(join(lens, 'FETCH_HEAD')) || existsSync(join(lens, 'shallow'))) return undefined;
  const brought = await fetched(mirror);
  const refs = looseRefs(mirror, 'refs/base/') ?? (await refsByGit(git));
  return isSame(refs, brought) ? brought : undefined;
}

async function refsByGit(git: Git): Promise<Map<string, string>> {
  const format = '--format=%(objectname)%09%(refname:lstrip=2)';
  const { stdout } = await git(['for-each-ref', format, 'refs/base/']);
  const lines = stdout === '' ? [] : stdout.split('\n').map((line) => line.split('\t'));
  return new Map(lines.map(([commit = '', branch = '']) => [branch, commit]));
}

const isSame = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);

/** What a run put beside the configuration, and the git of the next run's agent would obey; ours reads neither. */
async function dropOrders(mirror: string): Promise<void> {
  for (const name of ['hooks', 'info/attributes', 'info/grafts']) {
    const path = join(mirror, name);
    if (lstatSync(path, { throwIfNoEntry: false })) await removeAll(path);
  }
}

/** A shallow source has commits without parents; the fetch has told the lens, and the agent's git has to know it too. */
async function showWhereHistoryEnds(mirror: string): Promise<void> {
  const known = await readFile(join(lensOf(mirror), 'shallow'), 'utf8').catch(() => '');
  if (known === '') await removeAll(join(mirror, 'shallow'));
  else writeWhole(join(mirror, 'shallow'), known, { mode: 0o644 });
}

/** Takes what the person's clone has of the remote's branches, so that only the rest comes over the network. */
async function seed(
  mirror: string,
  source: Pick<Required<Source>, 'address' | 'clone'>,
  git: Git,
  fetch: Git,
): Promise<void> {
  try {
    await fetch(['--', source.clone, '+refs/remotes/origin/*:refs/seed/*'], { allow: [0, 1, 128] });
    await fetch(['--', source.address, '+refs/heads/*:refs/base/*']);
  } finally {
    // also where a bot that ends has broken off
    await dropSeed(git);
  }
  writeWhole(join(lensOf(mirror), 'seeded'), '');
}

async function dropSeed(git: Git): Promise<void> {
  const { stdout } = await git(['for-each-ref', '--format=delete %(refname)', 'refs/seed/']);
  if (stdout) await git(['update-ref', '--no-deref', '--stdin'], { input: `${stdout}\n` });
}

/** From FETCH_HEAD, which only we write: an agent could have moved the refs already. */
async function fetched(mirror: string): Promise<Map<string, string>> {
  const text = await readFile(join(lensOf(mirror), 'FETCH_HEAD'), 'utf8');
  const heads = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, commit, branch] = /^([0-9a-f]{40})\t(?:not-for-merge)?\tbranch '(\S+)' of /.exec(line) ?? [];
    if (commit && branch) heads.set(branch, commit);
  }
  return heads;
}
