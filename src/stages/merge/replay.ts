/** `mergeMethod: rebase`: each commit of the run anew on the base, author kept; merge commits are left out. */
import type { Git } from '../../shell/git.js';
import type { Method } from './job.js';
import { replayedMessage } from './message.js';
import { listed, type Refusal, refuse } from './options.js';
import { commitTree, mergedTree, treeAt } from './trees.js';

interface Commit {
  id: string;
  parent?: string;
  tree: string;
  author: { name: string; email: string; date: string };
  message: string;
}

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Like `git rebase`: what the base has already is dropped, what was empty from the start is kept. */
export const rebase: Method = async (job, git, tip) => {
  const repo = job.worktree.name;
  const kept: { commit: Commit; tree: string }[] = [];
  let tree = await treeAt(git, tip);
  for (const commit of await commitsToReplay(git, tip, job)) {
    const before = commit.parent === undefined ? EMPTY_TREE : await treeAt(git, commit.parent);
    const next = await replayed(git, commit, before, tree);
    if ('conflicts' in next) return refuse(6, 'gate_rebase', repo, conflictIn(commit, next.conflicts));
    if (next.id === tree && commit.tree !== before) continue;
    kept.push({ commit, tree: next.id });
    tree = next.id;
  }
  const lost = await lostIn(git, tip, job.head, tree);
  if (lost) return refuse(6, 'gate_rebase', repo, lost) satisfies Refusal;
  let onto = tip;
  for (const [at, { commit, tree: made }] of kept.entries()) {
    const person = at === kept.length - 1 ? job.person : undefined;
    const message = replayedMessage(commit.message, person);
    const { at: date } = job;
    onto = await commitTree(git, {
      tree: made,
      parents: [onto],
      message,
      at: date,
      author: authorOf(commit, job),
    });
  }
  return onto;
};

const conflictIn = ({ id, message }: Commit, paths: string[]) =>
  `${id.slice(0, 12)} “${(message.split('\n')[0] ?? '').slice(0, 60)}” conflicts in ${listed(paths)}`;

/** A three-way merge with the commit's parent as the base, which `merge-tree` finds as the parent of both sides. */
async function replayed(git: Git, commit: Commit, before: string, onto: string) {
  if (before === onto) return { id: commit.tree };
  const made = (tree: string, parents: string[]) =>
    commitTree(git, { tree, parents, message: 'for a merge\n', at: '2000-01-01T00:00:00Z' });
  if (commit.parent !== undefined) return mergedTree(git, await made(onto, [commit.parent]), commit.id);
  const root = await made(EMPTY_TREE, []);
  return mergedTree(git, await made(onto, [root]), await made(commit.tree, [root]));
}

/** A merge commit inside the branch may hold more than the commits that it joins; that must not get lost unseen. */
async function lostIn(git: Git, tip: string, head: string, tree: string): Promise<string | undefined> {
  const { stdout: merges } = await git(['rev-list', '--merges', '--max-count=1', head, `^${tip}`]);
  if (merges === '') return undefined;
  const merged = await mergedTree(git, tip, head);
  if ('id' in merged && merged.id === tree) return undefined;
  return `the merge commit ${merges.slice(0, 12)} holds changes of its own`;
}

async function commitsToReplay(git: Git, tip: string, { head }: { head: string }): Promise<Commit[]> {
  const { stdout } = await git([
    'log',
    '-z',
    '--reverse',
    '--topo-order',
    '--no-merges',
    '--right-only',
    '--cherry-pick',
    '--no-show-signature',
    '--no-notes',
    '--encoding=UTF-8',
    '--date=raw',
    '--format=%H%n%P%n%T%n%an%n%ae%n%ad%n%B',
    `${tip}...${head}`,
  ]);
  return stdout.split('\0').filter(Boolean).map(read);
}

function read(record: string): Commit {
  const [id = '', parent = '', tree = '', name = '', email = '', date = '', ...message] = record.split('\n');
  const author = { name, email, date };
  return { id, ...(parent ? { parent } : {}), tree, author, message: message.join('\n') };
}

/** What git would not take again, an agent can have written past it. */
function authorOf({ author }: Commit, { options, at }: Parameters<Method>[0]) {
  const date = /^\d{1,11} [+-]\d{4}$/u.test(author.date)
    ? `@${author.date}`
    : `${Math.floor(Date.parse(at) / 1_000)} +0000`;
  const name = /[^\p{Cc}\s.,:;<>"\\']/u.test(author.name) ? author.name : options.git.name;
  return { name, email: author.email || options.git.email, date };
}
