/** Making a worktree for the pool, and bringing one up to date, as a run's own is made. */
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { WHOLE_TREE_MS } from '../../../shell/git.js';
import { lensGit } from '../../../shell/lens.js';
import { noteProcess } from '../../../shell/noted-processes.js';

import { sizes } from '../disk.js';
import { furnish, SETUP_TIMEOUT_MS } from '../furnish.js';
import { placesOf, type RepoSpec, type WorkspaceOptions } from '../options.js';
import { CHECKOUT } from '../place.js';
import { type Entry, placesOfEntry } from './entry.js';

/** Checks the commit out where the entry belongs. What is there already and fits stays. */
export async function checkOut(
  home: string,
  { id, repo }: Pick<Entry, 'id' | 'repo'>,
  commit: string,
  signal: AbortSignal,
): Promise<void> {
  const { tree, index, notes } = placesOfEntry(home, id);
  const workTree = tree(repo);
  await mkdir(workTree, { recursive: true });
  const git = await lensGit(placesOf(home, id).tree(repo).mirror, { workTree, indexFile: index });
  const onStart = (pid: number) => noteProcess(notes, pid);
  await git([...CHECKOUT, 'read-tree', '--reset', '-u', commit], {
    signal,
    onStart,
    timeoutMs: WHOLE_TREE_MS,
  });
  await rm(notes, { force: true });
}

/** Copies files and runs the setup commands, as the next run of this agent would. Throws `Unfit`. */
export async function setUp(
  options: WorkspaceOptions,
  repo: RepoSpec,
  { id, agent }: { id: string; agent: string },
  signal: AbortSignal,
): Promise<void> {
  const { workspace, tree, log, notes } = placesOfEntry(options.home, id);
  const { environment, wrap } = options.pool?.setup?.(repo.name, agent, id) ?? { environment: {}, wrap: [] };
  await furnish(
    repo,
    { path: tree(repo.name), root: workspace },
    {
      home: options.home,
      hide: options.hide,
      env: environment,
      wrap,
      log,
      redact: options.redact,
      timeoutMs: options.setupTimeoutMs ?? SETUP_TIMEOUT_MS,
      signal,
      onStart: (pid) => noteProcess(notes, pid),
    },
  );
  signal.throwIfAborted();
  await rm(notes, { force: true });
}

/** Names the setup that runs before a run wants it; undefined where it may not, or where there is none. */
export function warmthOf(options: WorkspaceOptions, repo: RepoSpec, agent: string): string | undefined {
  if (!repo.warm || repo.setup.length === 0 || !options.pool?.setup) return undefined;
  const { wrap } = options.pool.setup(repo.name, agent, 'pool-00000000');
  const all = [agent, wrap, repo.setup, repo.copy, repo.env];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
}

/** Bytes on disk; undefined where they cannot be measured. */
export async function bytesOf(
  options: WorkspaceOptions,
  { id, repo }: Pick<Entry, 'id' | 'repo'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  const path = options.pool?.path ?? '';
  const found = await sizes(placesOfEntry(options.home, id).workspace, path, signal).catch(() => undefined);
  return found?.get(repo);
}
