/** The end of an agent with everything that it has started. */
import { endGroup, endMarked } from '../../shell/process-record.js';
import { workspaceOf } from './places.js';
import type { Life } from './runner.js';

/**
 * Ends the process group of a life; then what has left it for a session of its own, which still bears the run's name in
 * its environment. Without a life, where the note of it is lost, the latter alone.
 */
export async function endLife(
  home: string,
  runId: string,
  life: Life | undefined,
  graceMs: number,
): Promise<void> {
  if (life) await endGroup(life, graceMs);
  const workspace = workspaceOf(home, { id: runId });
  await endMarked([`METAWSM_RUN_ID=${runId}`, `METAWSM_WORKSPACE=${workspace}`], graceMs);
}
