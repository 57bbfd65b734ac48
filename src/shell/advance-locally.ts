/** Moves a branch of a person's repository: by condition, or with its clean working tree by fast-forward. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Base, holds, type LocalBase, wordsOf } from './base.js';
import { type Git, GitError, type GitIdentity, gitIn } from './git.js';
import { gitDirOf } from './origin.js';

export interface Advance {
  base: Base;
  /** What the base has to hold. */
  from: string;
  /** A descendant of `from` that lies in `base.own`. */
  to: string;
  /** A ref of `base.own` that names `to`; `<ref>-now` is used for looking. */
  ref: string;
  /** For the log of the local ref. */
  identity: GitIdentity;
  /** What that log says. */
  reason: string;
}

export type Advanced =
  | { state: 'advanced' }
  /** Somebody else moved the base meanwhile. */
  | { state: 'moved'; detail: string }
  | { state: 'refused'; code: 'push_refused' | 'base_dirty' | 'merge_failed'; detail: string };

/** The branch has no remote. Throws `GitError` for what is no refusal. */
export async function advanceLocally(step: Advance & { base: LocalBase }): Promise<Advanced> {
  const { base, from, to } = step;
  const git = gitIn({ gitDir: gitDirOf(base.path) }, step.identity);
  const found = await git(['rev-parse', '--path-format=absolute', '--git-common-dir']);
  const common = gitIn({ gitDir: found.stdout }, step.identity);
  const calm = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--refmap='];
  await common(['fetch', ...calm, '--', base.own, step.ref]);
  if (!(await holds(common, to, from))) throw new Error(`${to} does not follow ${from}`);
  const tree = await checkoutOf(common, `refs/heads/${base.branch}`);
  if (tree !== undefined) return withTree(step, tree);
  return byCondition(common, step);
}

/** The working tree that has the branch checked out. */
async function checkoutOf(git: Git, ref: string): Promise<string | undefined> {
  const { stdout } = await git(['worktree', 'list', '--porcelain', '-z']);
  for (const record of stdout.split('\0\0')) {
    const lines = record.split('\0').filter(Boolean);
    const path = lines.find((line) => line.startsWith('worktree '))?.slice('worktree '.length);
    if (path === undefined || lines.includes('bare') || !existsSync(path)) continue;
    if (lines.includes(`branch ${ref}`)) return path;
  }
  return undefined;
}

async function byCondition(git: Git, { base, from, to, reason }: Advance): Promise<Advanced> {
  const ref = `refs/heads/${base.branch}`;
  try {
    await git(['update-ref', '--no-deref', '-m', reason, ref, to, from]);
    return { state: 'advanced' };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const now = await git(['rev-parse', '--verify', '--quiet', ref], { allow: [0, 1] });
    if (now.stdout === to) return { state: 'advanced' };
    if (now.stdout !== from) return { state: 'moved', detail: `${base.branch} has moved meanwhile` };
    return { state: 'refused', code: 'merge_failed', detail: wordsOf(error) };
  }
}

async function withTree(step: Advance, workTree: string): Promise<Advanced> {
  const git = gitIn({ gitDir: join(workTree, '.git'), workTree }, step.identity);
  const dirty = await changesIn(git);
  if (dirty.length > 0) {
    // a fast-forward that was killed after it wrote the tree, before it moved the branch
    if (await stands(git, step.to)) return byCondition(git, step);
    return { state: 'refused', code: 'base_dirty', detail: `${workTree}: ${listed(dirty)}` };
  }
  const calm = ['--ff-only', '--no-stat', '--no-autostash', '--no-verify-signatures', '--quiet'];
  try {
    await git(['merge', ...calm, step.to]);
    return { state: 'advanced' };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const now = await git(['rev-parse', '--verify', '--quiet', `refs/heads/${step.base.branch}`]);
    if (now.stdout === step.to) return { state: 'advanced' };
    if (now.stdout !== step.from)
      return { state: 'moved', detail: `${step.base.branch} has moved meanwhile` };
    return { state: 'refused', code: 'base_dirty', detail: `${workTree}: ${wordsOf(error)}` };
  }
}

/** Changes to tracked files. Untracked ones stop the fast-forward itself where they stand in its way. */
async function changesIn(git: Git): Promise<string[]> {
  const { stdout } = await git(['status', '--porcelain=v1', '-z', '--untracked-files=no', '--no-renames']);
  return stdout.split('\0').flatMap((line) => (line ? [line.slice(3)] : []));
}

/** True where index and files are exactly those of `commit`. */
async function stands(git: Git, commit: string): Promise<boolean> {
  const index = await git(['diff-index', '--cached', '--quiet', commit, '--'], { allow: [0, 1] });
  if (index.exitCode !== 0) return false;
  const files = await git(['diff-files', '--quiet'], { allow: [0, 1] });
  return files.exitCode === 0;
}

function listed(paths: string[]): string {
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  return paths.slice(0, 5).join(', ') + more;
}
