/** Where a path lies: in the workspace, in what nobody but metawsm may touch, in git's own files. */
import { isPathLike } from './wildcard.js';

export interface Places {
  /** Absolute, links resolved: the worktrees, the contract folder, whatever the agent may read and edit. */
  folders: readonly string[];
  /** Absolute, links resolved: metawsm's own state. What lies deeper in one of `folders` belongs to the workspace. */
  private: readonly string[];
}

/** The path without `.`, `..` and doubled slashes; undefined for one that is not absolute. */
export function plainPath(path: string): string | undefined {
  if (!path.startsWith('/')) return undefined;
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

/** `api/x.ts` for `/ws/api/x.ts` in `/ws`, empty for the folder itself; undefined outside of it. */
export function within(path: string, folder: string): string | undefined {
  const root = folder.replace(/\/$/u, '');
  if (path === root || (root === '' && path === '/')) return '';
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}

const depthIn = (path: string, folders: readonly string[]): number =>
  Math.max(-1, ...folders.filter((folder) => within(path, folder) !== undefined).map((one) => one.length));

/** True in the workspace and not in anything private that lies deeper. */
export function isInside(path: string, { folders, private: hidden }: Places): boolean {
  const plain = plainPath(path);
  return plain !== undefined && isSeen(path) && depthIn(plain, folders) > depthIn(plain, hidden);
}

/** True in metawsm's own state. */
export function isPrivate(path: string, { folders, private: hidden }: Places): boolean {
  const plain = plainPath(path);
  if (plain === undefined) return false;
  const depth = depthIn(plain, hidden);
  return depth >= 0 && depth >= depthIn(plain, folders);
}

/** False where a sign that nobody sees was replaced: the file that is meant has another name, and may be a link. */
export const isSeen = (path: string): boolean => !path.includes('\ufffd');

/** Git's own files: a hook or a setting in them makes every later git command run a program. */
export const isOfGit = (path: string): boolean => path.toLowerCase().split('/').includes('.git');

/**
 * True where `pattern` means this path: one with `/` in front the whole path, one without any `/` the name, another one
 * the path in its folder. `loosely` also means the path in a folder of a folder, for rules that forbid.
 */
export function isMeant(path: string, pattern: string, { folders }: Places, loosely: boolean): boolean {
  const plain = plainPath(path) ?? path.replace(/^(?:\.\/)+/u, '');
  if (pattern.startsWith('/')) return isPathLike(plain, pattern);
  if (!pattern.includes('/')) return isPathLike(plain.slice(plain.lastIndexOf('/') + 1), pattern);
  // a relative path counts from some folder of the workspace
  const inside = plain.startsWith('/') ? folders.flatMap((folder) => within(plain, folder) ?? []) : [plain];
  const deeper = loosely ? inside.map((one) => one.slice(one.indexOf('/') + 1)) : [];
  return [...inside, ...deeper].some((one) => isPathLike(one, pattern.replace(/^\.\//u, '')));
}
