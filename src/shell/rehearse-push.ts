/** Asks a remote whether it lets pushes in, without sending it anything. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Git, type GitIdentity, gitIn } from './git.js';

/** Makes a bare repository of one commit in an empty `folder`, from which pushes can be rehearsed. */
export async function makeRehearsal(
  folder: string,
  identity: GitIdentity,
): Promise<{ git: Git; commit: string }> {
  for (const name of ['objects', 'refs/heads']) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  const git = gitIn({ gitDir: folder }, identity);
  const tree = (await git(['mktree'], { input: '' })).stdout;
  const { stdout: commit } = await git(['commit-tree', '-m', 'metawsm doctor', tree]);
  return { git, commit };
}

/** A dry run: the remote says whether this user may push, and gets nothing. Throws `GitError`. */
export async function rehearsePush(
  { git, commit }: { git: Git; commit: string },
  address: string,
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<void> {
  await git(
    ['push', '--dry-run', '--no-verify', '--', address, `${commit}:refs/heads/metawsm/doctor`],
    options,
  );
}
