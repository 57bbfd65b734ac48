/** Where the paths of a request really lead: links are resolved before any rule looks at them. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { RunContext } from '../../../run/context.js';
import type { PermissionAsked } from '../../../run/permissions.js';

/** The workspace is open to the agent of a run, the rest of the home is metawsm's own. Patterns count from a worktree. */
export function placesOf(home: string, run: RunContext): { folders: string[]; private: string[] } {
  const root = realOf(home);
  const worktrees = run.worktrees.map(({ path }) => realOf(path));
  return { folders: [join(root, 'workspaces', run.id), ...worktrees], private: [root] };
}

/** The same request with absolute paths that hold no links; a relative one counts from `cwd`. */
export function withRealPaths(asked: PermissionAsked, cwd: string): PermissionAsked {
  if (!asked.paths) return asked;
  return { ...asked, paths: [...new Set(asked.paths.map((path) => realOf(resolve(cwd, path))))] };
}

/** What does not exist yet lies where its nearest folder that does really is. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realOf(above), basename(path));
  }
}
