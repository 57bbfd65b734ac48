/** What a run has changed in one repository. */
import type { CheckPlan } from '../../run/context.js';
import type { RepoChange } from '../../run/evidence.js';
import { changedPaths, changedSubmodules, commitsBetween, diffStat } from '../../shell/history.js';
import { lensGit } from '../../shell/lens.js';
import type { Tree } from '../../shell/worktree.js';
import { isCheckDefinition } from './check-definitions.js';

export interface ChangeFacts {
  tree: Tree;
  /** The commit on which the change is built. */
  base: string;
  head: string;
  /** Subject of the commits that metawsm makes of what the agent left. */
  leftoverSubject: string;
  plans: readonly CheckPlan[];
  forbidden: (path: string) => boolean;
}

export async function changeOf(facts: ChangeFacts): Promise<RepoChange> {
  const { tree, base, head, plans } = facts;
  const [commits, stat, paths, submodules] = await Promise.all([
    commitsBetween(tree, base, head),
    diffStat(tree, base, head),
    changedPaths(tree, base, head),
    changedSubmodules(tree, base, head),
  ]);
  return {
    name: tree.name,
    head,
    commits,
    ...stat,
    leftovers: await leftoversOf(tree, commits, facts.leftoverSubject),
    forbidden: await existing(tree, head, paths.filter(facts.forbidden)),
    checkDefinitions: paths.filter((path) => isCheckDefinition(path, plans)),
    ...(submodules.length > 0 ? { submodules } : {}),
  };
}

/** Files of the commits that metawsm made in the agent's place, in this try and in earlier ones. */
async function leftoversOf(tree: Tree, commits: RepoChange['commits'], subject: string): Promise<string[]> {
  const git = await lensGit(tree.mirror);
  const files = new Set<string>();
  for (const { id } of commits.filter((commit) => commit.subject === subject)) {
    const { stdout: parent } = await git(['rev-parse', '--verify', `${id}^`]);
    for (const path of await changedPaths(tree, parent, id)) files.add(path);
  }
  return [...files].sort();
}

/** A forbidden file that the change removes is none that it brings. */
async function existing(tree: Tree, head: string, paths: string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const git = await lensGit(tree.mirror);
  const { stdout } = await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', head]);
  const there = new Set(stdout.split('\0'));
  return paths.filter((path) => there.has(path));
}
