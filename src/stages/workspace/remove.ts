/** `workspace.remove`: worktrees, the folder, and branches that are merged or empty. What is gone is no fault. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { RunEvent } from '../../run/events.js';
import { contains } from '../../shell/history.js';
import { readRef } from '../../shell/lens.js';
import { endNoted } from '../../shell/noted-processes.js';
import { forgetRun } from '../../shell/own-refs.js';
import { removeAll } from '../../shell/remove-all.js';
import { dropStrayBranches } from '../../shell/stray-branches.js';
import type { Turns } from '../../shell/turns.js';
import { deleteBranch, headOf, type Tree } from '../../shell/worktree.js';
import { placesOf, type WorkspaceOptions } from './options.js';
import { dropWorktree } from './place.js';
import type { Pool } from './pool/pool.js';
import { faultOf } from './unfit.js';

/** What the handlers of one stage have in common. */
export interface Shared {
  turns: Turns;
  pool: Pool;
}

export function removing(options: WorkspaceOptions, shared: Shared): Handler<'workspace.remove'> {
  return async ({ step, discard }, run) => removed(options, shared, run, { step, discard });
}

/** Takes a workspace away, or says why not everything could be; what is left is removed by the next try. Repeatable. */
export async function removed(
  options: WorkspaceOptions,
  shared: Shared,
  run: RunContext,
  { step, discard }: { step: number; discard: boolean },
): Promise<RunEvent> {
  const places = placesOf(options.home, run.id);
  try {
    await takeAway(places, options, shared, run, discard);
    return { type: 'workspace_removed', step, at: options.now() };
  } catch (error) {
    const fault = faultOf(error, reposOf(run).join(', '), 'cleanup_failed', options.redact);
    return { type: 'cleanup_refused', step, at: options.now(), fault };
  }
}

/** Removes what there is of a run's workspace; `discard`: its branches too, whatever is on them. */
async function takeAway(
  places: ReturnType<typeof placesOf>,
  { home }: WorkspaceOptions,
  { turns, pool }: Shared,
  run: RunContext,
  discard: boolean,
): Promise<void> {
  await Promise.all(
    reposOf(run).map(async (name) => {
      const tree = places.tree(name);
      await endNoted(places.preparing(name), 2_000);
      await rm(places.prepared(name), { force: true });
      await forgetRun(join(home, 'merge', `${name}.git`), run.id);
      if (!existsSync(tree.mirror)) return;
      await pool.reuse(name, tree.path, places.begun(name));
      await rm(places.begun(name), { force: true });
      await dropWorktree(tree);
      await turns.take(tree.mirror, async () => {
        await dropBranch(tree, run, discard);
        await dropStrayBranches(tree.mirror);
      });
    }),
  );
  await removeAll(places.workspace);
}

/** Names of all repositories of which the run may have something. */
export const reposOf = (run: RunContext): string[] => [
  ...new Set([...run.wishes, ...run.worktrees].map(({ name }) => name)),
];

async function dropBranch(tree: Tree, run: RunContext, discard: boolean): Promise<void> {
  const head = await headOf(tree.mirror, tree.branch);
  if (head && (discard || (await isDispensable(tree, head, run)))) await deleteBranch(tree, head);
}

/** Merged by us, contained in the base, or without a commit of its own. */
export async function isDispensable(tree: Tree, head: string, run: RunContext): Promise<boolean> {
  const merge = run.merges.find(({ name }) => name === tree.name);
  if (merge?.state === 'merged' && (await contains(tree, merge.head, head))) return true;
  const worktree = run.worktrees.find(({ name }) => name === tree.name);
  if (!worktree) return false;
  if (await contains(tree, worktree.baseCommit, head)) return true;
  const base = await readRef(tree.mirror, `refs/base/${worktree.base}`);
  return base !== undefined && contains(tree, base, head);
}
