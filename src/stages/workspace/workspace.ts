/** The workspace stage: reads repositories, prepares workspaces, removes them. */
import type { Handlers } from '../../engine/ports.js';
import type { Fault } from '../../run/events.js';
import type { RepoFacts, RepoWish } from '../../run/repository.js';
import { Turns } from '../../shell/turns.js';
import { cleaning } from './clean.js';
import type { WorkspaceOptions } from './options.js';
import { Pool } from './pool/pool.js';
import { preparing } from './prepare.js';
import { reading, repositoryReader } from './read.js';
import { removing } from './remove.js';
import { type RenewBases, renewing } from './renew.js';

/** Reads repositories for nobody's run: mirrors are brought up to date, nothing else is written. */
type ReadOnly = (
  wishes: readonly RepoWish[],
  signal: AbortSignal,
) => Promise<{ facts: RepoFacts[]; faults: Fault[] }>;

export function workspaceStage(options: WorkspaceOptions): Pick<
  Handlers,
  'repositories.read' | 'workspace.prepare' | 'workspace.remove' | 'workspace.clean'
> & {
  renewBases: RenewBases;
  readOnly: ReadOnly;
  pool: Pool;
} {
  const turns = new Turns();
  const readAll = repositoryReader(options, turns);
  const pool = new Pool(options, turns);
  return {
    'repositories.read': reading(options, readAll),
    'workspace.prepare': preparing(options, turns, pool),
    'workspace.remove': removing(options, { turns, pool }),
    'workspace.clean': cleaning(options, { turns, pool }),
    pool,
    renewBases: renewing(options, turns),
    // Mirrors belong to no run.
    readOnly: (wishes, signal) => readAll(wishes, 'dry-run', signal),
  };
}
