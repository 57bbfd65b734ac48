/**
 * Folders in which programs have worked that nobody trusts: they may have put a link in place of one, and what the bot or its
 * git does there would happen wherever that leads. So the way is looked at directly before.
 */
import { lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Git } from './git.js';

/** What stands where a folder should, or that nothing does. */
export class NoPlainFolder extends Error {}

/** A folder, and one above it up to which the way is trusted. Absolute. */
export interface Ground {
  path: string;
  root: string;
}

/** Throws `NoPlainFolder` where `path`, or a part of the way to it below `root`, is a link or no folder. */
export function needPlainFolder({ path, root }: Ground): void {
  let part = root;
  for (const name of relative(root, path).split(sep)) {
    part = join(part, name);
    const fault = faultAt(part);
    if (fault !== undefined) throw new NoPlainFolder(`${part} ${fault}`);
  }
}

/** The same git, which looks at its worktree before each work: whatever ran meanwhile may have replaced it. */
export function onPlainFolder(git: Git, ground: Ground): Git {
  return async (args, options) => {
    needPlainFolder(ground);
    return git(args, options);
  };
}

function faultAt(path: string): string | undefined {
  try {
    const found = lstatSync(path);
    if (found.isDirectory()) return undefined;
    return found.isSymbolicLink() ? 'is no folder but a link; remove it' : 'is no folder';
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'is gone' : `cannot be looked at (${code})`;
  }
}
