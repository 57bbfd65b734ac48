/** Files that git does not hold and every worktree needs: where they lie, and what in them must not be told. */
import { copyFile, cp, lstat, mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { RepoOrigin } from '../../shell/origin.js';
import { Unfit } from './unfit.js';

/** Larger files hold no entries of secrets, and would only fill the memory. */
const LARGEST_TEXT = 1024 * 1024;

/** The folder that `copy` counts from: the person's clone, or with `url` `<home>/files/<name>`. */
export function filesOf(home: string, repo: { name: string } & RepoOrigin): string {
  return repo.path ?? join(home, 'files', repo.name);
}

/**
 * Copies a file or folder with its mode. Links out of the folder are not followed, nor links in the worktree.
 * Throws `Unfit`.
 */
export async function copyIn(folder: string, worktree: string, file: string): Promise<void> {
  const from = await inside(folder, file);
  const to = join(worktree, relative(worktree, resolve(worktree, file)));
  if (!to.startsWith(worktree + sep))
    throw new Unfit('preparation_failed', `${file} leads out of the worktree`);
  // before a folder is made, which a link on the way would make elsewhere
  if (await leadsOut(worktree, dirname(to)))
    throw new Unfit('preparation_failed', `${file} leads out of the worktree`);
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { recursive: true, force: true });
  if (!(await lstat(from)).isDirectory()) return copyFile(from, to);
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
}

/**
 * The texts of a file, or of every file below a folder, that may hold secrets; also those that a link leads to, but
 * below a folder no linked folders. What is not there holds none.
 */
export async function* textsIn(path: string): AsyncGenerator<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && found.size <= LARGEST_TEXT) yield await readFile(path, 'utf8');
  if (!found?.isDirectory()) return;
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (!entry.isSymbolicLink() || (await stat(inner).catch(() => undefined))?.isFile())
      yield* textsIn(inner);
  }
}

/** The real path of a `copy` file. Throws `Unfit` where it is missing or leads out of the folder. */
export async function inside(folder: string, file: string): Promise<string> {
  const root = await realpath(folder).catch(() => undefined);
  const found = root && (await realpath(resolve(root, file)).catch(() => undefined));
  if (!root || !found) throw new Unfit('copy_missing', join(folder, file));
  if (!within(found, root))
    throw new Unfit('preparation_failed', `${file} (\`copy\`) leads out of ${folder}`);
  return found;
}

/** True where a part of the way that is there already lies, or leads, elsewhere. */
async function leadsOut(root: string, folder: string): Promise<boolean> {
  const real = await realpath(root);
  let part = root;
  for (const name of relative(root, folder).split(sep).filter(Boolean)) {
    part = join(part, name);
    if (!(await lstat(part).catch(() => undefined))) return false;
    const leads = await realpath(part).catch(() => undefined);
    if (leads === undefined || !within(leads, real)) return true;
  }
  return false;
}

function within(path: string, root: string): boolean {
  return path === root || path.startsWith(root + sep);
}
