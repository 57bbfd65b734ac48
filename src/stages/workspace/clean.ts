/** `workspace.clean`: removes a workspace that holds nothing to lose, or says what would be lost. Fails closed. */
import { existsSync } from 'node:fs';
import { type Handler, Later } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { Fault } from '../../run/events.js';
import { worktreeHead } from '../../shell/agent-view.js';
import { commitsBetween } from '../../shell/history.js';
import { listed } from '../../shell/listed.js';
import { dirtyFiles, headOf, type Tree } from '../../shell/worktree.js';
import { placesOf, type WorkspaceOptions } from './options.js';
import { isDispensable, removed, reposOf, type Shared } from './remove.js';
import { faultOf } from './unfit.js';

const MOST_NAMED = 5;

export function cleaning(options: WorkspaceOptions, shared: Shared): Handler<'workspace.clean'> {
  return async ({ step }, run, { signal }) => {
    const discard = run.leaving?.discard === true;
    const fault = discard ? undefined : await firstLoss(options, run, signal);
    if (signal.aborted) throw new Later(0, 'cleaning was broken off', true);
    if (fault) return { type: 'cleanup_refused', step, at: options.now(), fault };
    return removed(options, shared, run, { step, discard });
  };
}

/** The first repository with work that is nowhere else; what cannot be judged counts as work. */
async function firstLoss(
  options: WorkspaceOptions,
  run: RunContext,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  for (const name of reposOf(run)) {
    const loss = await lossIn(options, run, name, signal).catch((error: unknown) =>
      faultOf(error, name, 'cleanup_failed', options.redact),
    );
    if (loss) return loss;
  }
  return undefined;
}

async function lossIn(
  options: WorkspaceOptions,
  run: RunContext,
  name: string,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  const tree = placesOf(options.home, run.id).tree(name);
  if (!existsSync(tree.mirror)) return undefined;
  const head = await headOf(tree.mirror, tree.branch);
  const stands = existsSync(tree.path);
  // The agent removed or moved the branch under its worktree: nobody can tell what is in there.
  if (!head && stands && isMade(run, name)) throw new Error(`the branch ${tree.branch} of ${name} is gone`);
  const aside = stands ? await worktreeHead(tree) : undefined;
  for (const commit of new Set([aside, head]))
    if (commit && !(await isDispensable(tree, commit, run))) return unmerged(options, run, tree, commit);
  const dirty = head && stands ? await dirtyFiles(tree, { signal }) : [];
  return dirty.length > 0
    ? { code: 'cleanup_dirty', repo: name, detail: options.redact(listed(dirty, MOST_NAMED)) }
    : undefined;
}

const isMade = (run: RunContext, name: string) => run.worktrees.some((worktree) => worktree.name === name);

async function unmerged(
  { redact }: WorkspaceOptions,
  run: RunContext,
  tree: Tree,
  head: string,
): Promise<Fault> {
  const base = run.worktrees.find((worktree) => worktree.name === tree.name)?.baseCommit;
  const commits = base ? await commitsBetween(tree, base, head) : [];
  const subjects = commits.map(({ id, subject }) => `${id.slice(0, 8)} ${subject}`);
  return {
    code: 'cleanup_unmerged',
    repo: tree.name,
    detail: redact(listed(subjects, MOST_NAMED)) || head.slice(0, 8),
  };
}
