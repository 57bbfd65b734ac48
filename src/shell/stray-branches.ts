/** Branches that agents have made in a mirror beside those of their runs. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lensGit } from './lens.js';
import { dropLog } from './worktree.js';

const OF_RUNS = 'refs/heads/metawsm/';

/**
 * Removes them once no worktree is left: they are nobody's then, and the next agent could make none of the same name.
 * Call it in turns per mirror.
 */
export async function dropStrayBranches(mirror: string): Promise<void> {
  const worktrees = await readdir(join(mirror, 'worktrees')).catch(() => []);
  if (worktrees.length > 0) return;
  const git = await lensGit(mirror);
  const { stdout } = await git(['for-each-ref', '--format=%(refname)', 'refs/heads/']);
  const strays = stdout.split('\n').filter((ref) => ref !== '' && !ref.startsWith(OF_RUNS));
  if (strays.length === 0) return;
  for (const ref of strays) await dropLog({ mirror, branch: ref.slice('refs/heads/'.length) });
  await git(['update-ref', '--no-deref', '--stdin'], {
    input: strays.map((ref) => `delete ${ref}\n`).join(''),
  });
}
