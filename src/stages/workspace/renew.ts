/** The bases of a run's worktrees as they stand now, for an agent that is asked to merge them. */

import type { RunContext } from '../../run/context.js';
import { orAbort } from '../../shell/or-abort.js';
import type { Turns } from '../../shell/turns.js';
import { refresh } from './mirror.js';
import { placesOf, type WorkspaceOptions } from './options.js';
import { sourceOf } from './source.js';

/**
 * Fetches `refs/base/*` of every repository of the run anew; no branch of the run moves. Throws `GitError`, `Unfit`, and
 * gives up after half of the time in which the agent has to start: a remote that hangs must not keep it from that.
 */
export type RenewBases = (run: RunContext, signal: AbortSignal) => Promise<void>;

export function renewing(options: WorkspaceOptions, turns: Turns): RenewBases {
  return async (run, signal) => {
    const places = placesOf(options.home, run.id);
    const specs = options.repos.filter(({ name }) =>
      run.worktrees.some((worktree) => worktree.name === name),
    );
    const enough = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(run.settings.startTimeMs / 2))]);
    const all = Promise.all(
      specs.map(async (repo) => {
        const source = await sourceOf(repo);
        const { mirror } = places.tree(repo.name);
        await turns.take(mirror, async () => {
          enough.throwIfAborted();
          await refresh(mirror, source, options.git, enough);
        });
      }),
    );
    await orAbort(all, enough);
  };
}
