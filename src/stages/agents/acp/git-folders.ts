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
    const shared = [join(common, 'objects'), join(common, 'refs', 'heads', 'metawsm')];
    return own ? [own, ...shared].filter(isFolder) : [];
  });
}

/**
 * An agent can write the file that names it, so nothing counts but a folder at the place where git makes them, which
 * names this worktree and not that of another run.
 */
function ownFolder(file: string, parent: string): string | undefined {
  const [, folder = ''] = /^gitdir: (\/[^\n\0]+)\n?$/u.exec(read(file)) ?? [];
  if (dirname(folder) !== parent || /\/\.{0,2}$/u.test(folder)) return undefined;
  return read(join(folder, 'gitdir')).trimEnd() === file ? folder : undefined;
}

/** Empty for what is missing, a link, or no short file. */
function read(file: string): string {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() && stats.size <= MOST_BYTES ? readFileSync(file, 'utf8') : '';
}

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
