/** The files of a commit in a folder of their own, without a git directory: to be read, not to be worked in. */
import { mkdir } from 'node:fs/promises';
import { type Git, WHOLE_TREE_MS } from './git.js';
import { lensGit } from './lens.js';

export interface ExportOptions {
  /** Path of a file for an index. */
  indexFile: string;
  /** Larger files are left out. */
  mostBytes: number;
  /** Nothing is laid out beyond this. */
  mostBytesInAll: number;
  signal?: AbortSignal;
  onStart?: (pid: number) => void;
}

/**
 * Lays out a commit of a mirror below `folder`; hooks, filters and configuration of the repository take no part, a link
 * becomes a file that names its target. Returns how many files were left out. Throws `GitError`.
 */
export async function exportCommit(
  mirror: string,
  commit: string,
  folder: string,
  { indexFile, mostBytes, mostBytesInAll, ...call }: ExportOptions,
): Promise<number> {
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`not a commit id: ${commit.slice(0, 60)}`);
  await mkdir(folder, { recursive: true });
  const git = await lensGit(mirror, { workTree: folder, indexFile });
  await git(['read-tree', commit], call);
  const files = await filesOf(git, commit, call);
  let room = mostBytesInAll;
  const kept = files.filter(({ bytes }) => {
    if (bytes > mostBytes || bytes > room) return false;
    room -= bytes;
    return true;
  });
  const input = kept.map(({ path }) => `${path}\0`).join('');
  if (input !== '')
    await git(['-c', 'core.symlinks=false', 'checkout-index', '-q', '-z', '--stdin'], {
      input,
      bytes: true,
      timeoutMs: WHOLE_TREE_MS,
      ...call,
    });
  return files.length - kept.length;
}

/** Submodules are no files. */
async function filesOf(
  git: Git,
  commit: string,
  call: Pick<ExportOptions, 'signal' | 'onStart'>,
): Promise<{ path: string; bytes: number }[]> {
  const { stdout } = await git(['ls-tree', '-r', '-l', '-z', '--full-tree', commit], {
    bytes: true,
    ...call,
  });
  return stdout.split('\0').flatMap((line) => {
    const [, bytes, path] = /^\d{6} blob [0-9a-f]+ +(\d+)\t(.+)$/su.exec(line) ?? [];
    return bytes !== undefined && path !== undefined ? [{ path, bytes: Number(bytes) }] : [];
  });
}
