/** What the bot's own repository keeps of a run while it is open. */
import { existsSync } from 'node:fs';
import { ownGit } from './base.js';
import { dropHalfObjects } from './half-objects.js';
import { ensureMirror } from './lens.js';

/**
 * Drops the refs of a run from `<home>/merge/<name>.git`, and what a git that died has left there half written; what is
 * gone is no fault. Throws `GitError`.
 */
export async function forgetRun(own: string, runId: string): Promise<void> {
  if (!existsSync(own)) return;
  ensureMirror(own);
  const git = ownGit({ own });
  const { stdout } = await git(['for-each-ref', '--format=delete %(refname)', `refs/metawsm/${runId}/`]);
  if (stdout) await git(['update-ref', '--no-deref', '--stdin'], { input: `${stdout}\n` });
  dropHalfObjects(own);
}
