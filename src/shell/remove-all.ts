/** Removes folders that somebody else may have written to. */
import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes a folder that may hold folders without the right to write; links are removed, not followed. */
export async function removeAll(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await openUp(path);
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function openUp(folder: string): Promise<void> {
  // chmod would follow a link that stands in its place
  if (!(await lstat(folder).catch(() => undefined))?.isDirectory()) return;
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await openUp(join(folder, entry.name));
}
