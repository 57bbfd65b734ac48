/**
 * Makes a worktree of the pool out of one in which an agent has worked. Nothing is cleaned in place: a fresh folder gets the
 * files that are surely still those of the checkout, and git writes the rest. What stays is tracked, was not changed since by
 * the file system's own clock (content, mode, owner, links, attributes), and has the content that it should.
 */
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { WHOLE_TREE_MS } from '../../../shell/git.js';
import { lensGit } from '../../../shell/lens.js';
import { removeAll } from '../../../shell/remove-all.js';
import { placesOf } from '../options.js';
import { placesOfEntry } from './entry.js';
import { checkOut } from './make.js';
import type { Used } from './used.js';

/** Of the commit: paths of files, and of the folders that hold them. */
interface Tracked {
  files: Set<string>;
  folders: Set<string>;
}

interface Child {
  name: string;
  isFolder: boolean;
  isTouched: boolean;
}

/** Throws where that does not come out clean; whoever calls removes it then. */
export async function recycle(home: string, used: Used, commit: string, signal: AbortSignal): Promise<void> {
  const { id, repo } = used;
  const places = placesOfEntry(home, id);
  const workTree = places.tree(repo);
  const { mirror } = placesOf(home, id).tree(repo);
  const plain = await lensGit(mirror);
  const { stdout } = await plain(['ls-tree', '-r', '-z', '--name-only', used.commit], { signal });
  if (stdout.includes('\ufffd')) throw new Error('a name in the repository is no UTF-8');
  await mkdir(places.workspace, { recursive: true });
  await new Sieve(used.before, trackedIn(stdout), signal).sift(places.used, workTree, '');
  await removeAll(places.used);
  await rm(places.index, { force: true });
  const git = await lensGit(mirror, { workTree, indexFile: places.index });
  await git(['read-tree', used.commit], { signal });
  // reads each file, since the new index knows none of them
  await git(['update-index', '-q', '--refresh'], { signal, allow: [0, 1], timeoutMs: WHOLE_TREE_MS });
  await checkOut(home, used, commit, signal);
  const { stdout: strays } = await git(['ls-files', '-z', '--others'], { signal });
  if (strays !== '') throw new Error('a worktree was not clean after it was cleaned');
  await git(['diff-files', '--quiet'], { signal });
}

class Sieve {
  constructor(
    private readonly before: bigint,
    private readonly tracked: Tracked,
    private readonly signal: AbortSignal,
  ) {}

  /** Makes the folder `to`, and moves there what of `from` may stay. `path` is theirs in the commit. */
  async sift(from: string, to: string, path: string): Promise<void> {
    const children = await this.childrenOf(from, path);
    await mkdir(to);
    for (const child of children) {
      const [old, now, inner] = [join(from, child.name), join(to, child.name), below(path, child.name)];
      if (child.isFolder && child.isTouched) await this.sift(old, now, inner);
      else if (child.isFolder || !child.isTouched) await rename(old, now);
      if (child.isFolder && !child.isTouched) await this.thin(now, inner);
    }
  }

  /** A folder in which nothing has come or gone: what was changed in it goes. */
  private async thin(folder: string, path: string): Promise<void> {
    const children = await this.childrenOf(folder, path);
    // a submodule's, which may hold anything
    for (const name of await readdir(folder))
      if (!children.some((child) => child.name === name)) await removeAll(join(folder, name));
    for (const child of children) {
      const inner = join(folder, child.name);
      if (!child.isFolder) await this.drop(inner, child.isTouched);
      else if (!child.isTouched) await this.thin(inner, below(path, child.name));
      else await this.replace(inner, below(path, child.name));
    }
  }

  private async drop(file: string, isTouched: boolean): Promise<void> {
    if (isTouched) await rm(file);
  }

  private async replace(folder: string, path: string): Promise<void> {
    const aside = `${folder}.metawsm-used`;
    await rename(folder, aside);
    await this.sift(aside, folder, path);
    await removeAll(aside);
  }

  /** Those that the commit has, as they were before any of them is moved, which counts as a change of theirs. */
  private async childrenOf(folder: string, path: string): Promise<Child[]> {
    this.signal.throwIfAborted();
    const names = await readdir(folder);
    const all = await Promise.all(
      names.map((name) => this.look(join(folder, name), below(path, name), name)),
    );
    return all.filter((child) => child !== undefined);
  }

  private async look(place: string, path: string, name: string): Promise<Child | undefined> {
    const { files, folders } = this.tracked;
    if (!files.has(path) && !folders.has(path)) return undefined;
    const found = await lstat(place, { bigint: true });
    const isFolder = found.isDirectory();
    if (isFolder ? !folders.has(path) : !files.has(path)) return undefined;
    const isPlain = isFolder || ((found.isFile() || found.isSymbolicLink()) && found.nlink === 1n);
    return { name, isFolder, isTouched: !isPlain || found.ctimeNs >= this.before };
  }
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

function trackedIn(list: string): Tracked {
  const files = new Set(list.split('\0').filter(Boolean));
  const folders = new Set<string>();
  for (const path of files)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return { files, folders };
}
