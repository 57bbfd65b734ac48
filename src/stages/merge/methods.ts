import type { MergeMethod } from '../../run/evidence.js';
import { holds } from '../../shell/base.js';
import type { BuildJob, Method } from './job.js';
import { mergeMessage, squashMessage } from './message.js';
import { listed, refuse } from './options.js';
import { rebase } from './replay.js';
import { commitTree, mergedTree, treeAt } from './trees.js';

const merge: Method = async (job, git, tip) => {
  const tree = await mergedTree(git, tip, job.head);
  if ('conflicts' in tree) return conflict(job, tree.conflicts);
  const message = worded(job, mergeMessage(job.run, job.person));
  return commitTree(git, { tree: tree.id, parents: [tip, job.head], message, at: job.at });
};

const squash: Method = async (job, git, tip) => {
  const tree = await mergedTree(git, tip, job.head);
  if ('conflicts' in tree) return conflict(job, tree.conflicts);
  // one that was squashed before, or comes to nothing
  if (tree.id === (await treeAt(git, tip))) return tip;
  const range = [job.head, `^${tip}`];
  const format = ['-z', '--reverse', '--topo-order', '--no-merges', '--no-show-signature', '--format=%s'];
  const { stdout } = await git(['log', ...format, ...range]);
  const subjects = stdout.split('\0').filter(Boolean);
  const message = worded(job, squashMessage(job.run, job.person, subjects));
  return commitTree(git, { tree: tree.id, parents: [tip], message, at: job.at });
};

const fastForward: Method = async (job, git, tip) => {
  if (await holds(git, job.head, tip)) return job.head;
  const { name, base } = job.worktree;
  return refuse(6, 'gate_fast_forward', name, `${base} holds ${tip.slice(0, 12)}, the branch does not`);
};

export const METHODS: Record<MergeMethod, Method> = { merge, squash, rebase, 'fast-forward': fastForward };

const conflict = (job: BuildJob, paths: string[]) =>
  refuse(6, 'gate_conflict', job.worktree.name, listed(paths));

const worded = ({ options }: BuildJob, message: string) => options.redact?.(message) ?? message;
