/**
 * What of git's data an agent's own sandbox must let it write, so that it can commit in its worktrees: objects, the
 * branches of runs, and what git keeps of the worktree. Not configuration and hooks, which other agents' git would obey.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunContext } from '../../../run/context.js';

/** Longer is no path. */
const MOST_BYTES = 4_096;

export function writableGit(home: string, run: Pick<RunContext, 'worktrees'>): string[] {
  return run.worktrees.flatMap(({ name, path }) => {
    const common = join(home, 'repos', `${name}.git`);
    const own = ownFolder(join(path, '.git'), join(common, 'worktrees'));
    const shared = [join(common, 'objects'), join(common, 'refs', 'heads', 'metawsm'), join(common, 'logs')];
    return own ? [own, ...shared].filter(isFolder) : [];
  });
}

/** An agent can write the file that names it, so nothing counts but a folder at the place where git makes them. */
function ownFolder(file: string, parent: string): string | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > MOST_BYTES) return undefined;
  const [, folder = ''] = /^gitdir: (\/[^\n\0]+)\n?$/u.exec(readFileSync(file, 'utf8')) ?? [];
  return dirname(folder) === parent && !/\/\.{0,2}$/u.test(folder) ? folder : undefined;
}

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
