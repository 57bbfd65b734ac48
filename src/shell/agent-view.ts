/** The agent's own view of its worktree, which lies in the mirror: read as plain data, and written, never obeyed. */
import { randomUUID } from 'node:crypto';
import { lstat, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { copyIndex } from './git-index.js';
import { readGuarded } from './guarded-file.js';
import { readRef } from './lens.js';
import { STALE_LOCK_MS } from './locks.js';
import { writeWhole } from './whole-file.js';

interface Seen {
  mirror: string;
  branch: string;
}

/** Where git keeps HEAD and index of a worktree. */
export function adminOf(tree: Seen): string {
  return join(tree.mirror, 'worktrees', basename(tree.branch));
}

/** The commit that the worktree's HEAD stands for; undefined where that cannot be said. */
export async function worktreeHead(tree: Seen): Promise<string | undefined> {
  const head = await readGuarded(join(adminOf(tree), 'HEAD'), 1_000);
  if (head.kind !== 'file') return undefined;
  const text = head.bytes.toString('utf8').trimEnd();
  if (/^[0-9a-f]{40}$/.test(text)) return text;
  const ref = /^ref: (refs\/heads\/[^\0\n]+)$/.exec(text)?.[1];
  return ref && !ref.split('/').includes('..') ? readRef(tree.mirror, ref) : undefined;
}

/** Puts HEAD on the run's branch and gives the agent's git our index, so that its `status` agrees with ours. */
export async function showToAgent(tree: Seen, index: string): Promise<void> {
  const admin = adminOf(tree);
  if (!(await lstat(admin).catch(() => undefined))?.isDirectory()) return;
  writeWhole(join(admin, 'HEAD'), `ref: refs/heads/${tree.branch}\n`, { mode: 0o644 });
  const draft = join(admin, `index.${randomUUID()}`);
  try {
    await copyIndex(index, draft);
    await rename(draft, join(admin, 'index'));
  } finally {
    await rm(draft, { force: true });
  }
  const lock = join(admin, 'index.lock');
  const held = await stat(lock).catch(() => undefined);
  if (held && Date.now() - held.mtimeMs > STALE_LOCK_MS) await rm(lock, { force: true });
}
