/** What a run that was left must not leave behind. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../fixtures/git-repos.js';
import type { World } from './world.js';

/** Folder, worktrees, branches, locks, drafts and processes of the run, in words. */
export function leftovers({ home, root, repos }: World, runId: string): string[] {
  return [
    ...(existsSync(join(home, 'workspaces', runId)) ? ['the workspace'] : []),
    ...Object.keys(repos).flatMap((name) => inMirror(join(home, 'repos', `${name}.git`), runId)),
    ...Object.keys(repos).flatMap((name) => builtFor(join(home, 'merge', `${name}.git`), runId)),
    ...inMirrors(join(home, 'repos'), runId),
    ...inMirrors(join(home, 'merge'), runId),
    ...processesIn(root),
  ];
}

function inMirror(mirror: string, runId: string): string[] {
  const branches = git(mirror, 'for-each-ref', '--format=%(refname)', `refs/heads/metawsm/${runId}`);
  const worktrees = git(mirror, 'worktree', 'list', '--porcelain').split('\n');
  return [
    ...branches.split('\n').filter(Boolean),
    ...worktrees.filter((line) => line.startsWith('worktree ') && line.includes(runId)),
  ];
}

/** Refs that keep what was built for a merge. */
const builtFor = (own: string, runId: string): string[] =>
  existsSync(own)
    ? git(own, 'for-each-ref', '--format=%(refname)', `refs/metawsm/${runId}/`).split('\n').filter(Boolean)
    : [];

function inMirrors(folder: string, runId: string): string[] {
  if (!existsSync(folder)) return [];
  return (
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((path) => /\.(lock|tmp|draft)$/.test(path) || path.includes(runId))
      // An empty folder of refs names nothing; git removes it when it likes.
      .filter((path) => !/\/(logs|refs\/metawsm)\//.test(path))
  );
}

/** Programs that work in this folder, but for ourselves; only where the system shows them. */
export function processesIn(root: string): string[] {
  const pids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.flatMap((pid) => {
    try {
      const isOurs = Number(pid) === process.pid || !readlinkSync(`/proc/${pid}/cwd`).startsWith(root);
      return isOurs ? [] : [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`];
    } catch {
      // It ended while it was looked at.
      return [];
    }
  });
}
