/** Worktrees of merge commits whose base had moved, for running the checks on what the base would become. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunContext } from '../../run/context.js';
import { ownGit } from '../../shell/base.js';
import { removeUntracked } from '../../shell/changes.js';
import { type Git, WHOLE_TREE_MS } from '../../shell/git.js';
import { ensureMirror } from '../../shell/lens.js';
import { type Ground, needPlainFolder, onPlainFolder } from '../../shell/plain-folder.js';
import { removeAll } from '../../shell/remove-all.js';
import { writeWhole } from '../../shell/whole-file.js';

/** One repository's merged result, in a folder of its own; `root` is the workspace. */
export interface MergedPlace extends Ground {
  repo: string;
  commit: string;
  /** Brings the folder back to the commit; returns the paths that differed. Ignored files and kept ones stay. Throws `NoPlainFolder`. */
  undo: (keep?: (path: string) => boolean) => Promise<string[]>;
}

const ownOf = (home: string, repo: string) => join(home, 'merge', `${repo}.git`);
const workspaceOf = (home: string, run: Pick<RunContext, 'id'>) => join(home, 'workspaces', run.id);
const folderOf = (home: string, run: Pick<RunContext, 'id'>) => join(workspaceOf(home, run), '.merged');

/**
 * Makes them anew below `<home>/workspaces/<run id>/.merged/`, where a sandbox lets programs write, for the merges that `moved`.
 * `signal` also ends what undoes. Throws `GitError`.
 */
export async function prepareMerged(
  run: Pick<RunContext, 'id' | 'merges'>,
  home: string,
  signal?: AbortSignal,
): Promise<MergedPlace[]> {
  await dropMerged(run, home);
  const moved = run.merges.filter((merge) => merge.moved && merge.state !== 'merged');
  return Promise.all(
    moved.map(async ({ name, mergeCommit }) => {
      const ground = { path: join(folderOf(home, run), name), root: workspaceOf(home, run) };
      const { path } = ground;
      const own = ownOf(home, name);
      const gitDir = adminOf(own, run);
      await register(path, gitDir, mergeCommit);
      const plain = onPlainFolder(ownGit({ own }, undefined, { gitDir, workTree: path }), ground);
      const git: Git = (args, call) => plain(args, { signal, ...call });
      const reset = ['-c', 'checkout.workers=2', 'reset', '--hard', '--quiet', mergeCommit];
      await git(reset, { timeoutMs: WHOLE_TREE_MS });
      return {
        repo: name,
        ...ground,
        commit: mergeCommit,
        undo: async (keep = () => false) => {
          // what a check could write there would choose programs for `status` and `reset`
          writeWhole(join(gitDir, 'commondir'), '../..\n', { mode: 0o644 });
          ensureMirror(own);
          return undo(git, ground, mergeCommit, keep);
        },
      };
    }),
  );
}

/** Where git keeps HEAD and index of the worktree of a run. */
const adminOf = (own: string, run: Pick<RunContext, 'id'>) => join(own, 'worktrees', run.id);

/** As `git worktree add` does, which when killed leaves a lock that stops every later try. */
async function register(path: string, admin: string, commit: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await mkdir(admin, { recursive: true });
  writeWhole(join(path, '.git'), `gitdir: ${admin}\n`, { mode: 0o644 });
  writeWhole(join(admin, 'HEAD'), `${commit}\n`, { mode: 0o644 });
  writeWhole(join(admin, 'commondir'), '../..\n', { mode: 0o644 });
  writeWhole(join(admin, 'gitdir'), `${join(path, '.git')}\n`, { mode: 0o644 });
}

/** Removes them; what is gone already is no fault. Throws `GitError`. */
export async function dropMerged(run: Pick<RunContext, 'id' | 'merges'>, home: string): Promise<void> {
  await removeAll(folderOf(home, run));
  for (const { name } of run.merges) {
    const gitDir = ownOf(home, name);
    if (!existsSync(gitDir)) continue;
    ensureMirror(gitDir);
    await removeAll(adminOf(gitDir, run));
    await forget(gitDir, join(folderOf(home, run), name));
  }
}

/** Those that an earlier version made, under other names. */
async function forget(own: string, path: string): Promise<void> {
  const { stdout } = await ownGit({ own })(['worktree', 'list', '--porcelain', '-z']);
  // also one that a killed git left locked, half made
  if (stdout.split('\0').includes(`worktree ${path}`))
    await ownGit({ own })(['worktree', 'remove', '--force', '--force', '--', path]);
}

async function undo(
  git: Git,
  ground: Ground,
  commit: string,
  keep: (path: string) => boolean,
): Promise<string[]> {
  // a repository inside may be a program's work: git must not look into it, where its configuration would count
  const how = ['--untracked-files=all', '--no-renames', '--ignore-submodules=dirty'];
  const { stdout } = await git(['status', '--porcelain=v1', '-z', ...how], { bytes: true });
  const changes = stdout
    .split('\0')
    .filter(Boolean)
    .map((line) => ({ isNew: line.startsWith('??'), bytes: line.slice(3), path: pathOf(line.slice(3)) }))
    .filter((change) => !keep(change.path));
  needPlainFolder(ground);
  for (const change of changes) if (change.isNew) await removeUntracked(ground.path, change);
  await git(['reset', '--hard', '--quiet', commit], { timeoutMs: WHOLE_TREE_MS });
  return changes.map((change) => change.path);
}

const pathOf = (bytes: string) => Buffer.from(bytes, 'latin1').toString('utf8');
