/** What git leaves in an object store when it dies while it writes there, of a full disk for instance. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isIdle } from './locks.js';

const HALF = /^(?:tmp_|incoming-)/u;
const FOLDER = /^(?:[0-9a-f]{2}|pack)$/u;

/**
 * Removes it from the bot's own repository, unless a git of ours is at work there now, or checks of another run may start
 * one in a worktree of it.
 */
export function dropHalfObjects(own: string): void {
  if (!isIdle(own) || namesIn(join(own, 'worktrees')).length > 0) return;
  const objects = join(own, 'objects');
  for (const name of namesIn(objects)) {
    if (HALF.test(name)) rmSync(join(objects, name), { recursive: true, force: true });
    if (!FOLDER.test(name)) continue;
    for (const half of namesIn(join(objects, name)))
      if (HALF.test(half)) rmSync(join(objects, name, half), { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
