/** Names in an agent's change and in a remote: made, committed, shown, merged and removed by the real stages. */
import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportCommit } from '../../../src/shell/export.js';
import { commitsBetween, diffStat, patchBetween } from '../../../src/shell/history.js';
import { lensOf } from '../../../src/shell/lens.js';
import { commitAll, dirtyFiles, headOf, restore, treeOf } from '../../../src/shell/worktree.js';
import { mergeStage } from '../../../src/stages/merge/merge.js';
import { git, makeRemote, write } from '../../fixtures/git-repos.js';
import { IDENTITY, optionsFor, readyRun } from '../../stages/merge/ready-run.js';
import { call, repoAt, runOf, stageOver } from '../../stages/workspace/bench.js';
import { differences, type Ground, pictureOf } from './ground.js';
import { weaponsFor } from './weapons.js';

const ID = 'abc-1-bbbbbb';

/** Names below which no git may ever write. */
const DOT_GIT = [
  '.git',
  '.GIT',
  '.Git',
  'git~1',
  '.git ',
  '.git.',
  '.g\u200cit',
  '.git\u200d',
  '.git::$INDEX_ALLOCATION',
];

export async function changes(ground: Ground): Promise<{ tries: number; failures: string[] }> {
  const failures: string[] = [];
  const { root, home, out, boom } = ground;
  const place = join(root, 'changed');
  const { remote, clone } = makeRemote(place, { 'a.txt': 'a\n' });
  const branches = hostileRefs(remote);
  const stage = stageOver(root, [repoAt('changed', clone)]);
  const run = runOf([{ name: 'changed', base: 'main' }], { id: ID });
  const said = (what: string, event: { type: string } | undefined, type: string) => {
    if (event?.type !== type) failures.push(`${what}: ${JSON.stringify(event)}`);
  };
  const prepared = await stage['workspace.prepare']({ step: 5 }, run, call());
  said('a remote with hostile refs', prepared, 'workspace_prepared');
  if (prepared?.type !== 'workspace_prepared') return { tries: branches, failures };
  const [worktree] = prepared.worktrees;
  if (!worktree) throw new Error('no worktree');
  const tree = treeOf(home, { id: ID }, worktree);
  if (git(worktree.path, 'rev-parse', 'HEAD') !== git(remote, 'rev-parse', 'refs/heads/main'))
    failures.push('the worktree does not stand on the branch main, but on something that is called so');

  const names = weaponsFor(boom, out).filter(isFileName);
  for (const name of names) writeFileSync(join(worktree.path, name), 'x\n');
  const traps = setTraps(worktree.path, boom, out);
  const before = ground.world(['home', 'sprung']);
  const dirty = await dirtyFiles(tree);
  for (const name of names) if (!dirty.includes(name)) failures.push(`${name} is not seen in the change`);
  const { commit: head = '' } = await commitAll(tree, {
    message: 'work',
    except: () => false,
    identity: IDENTITY,
  });
  write(worktree.path, { 'a.txt': 'by a check\n' });
  await restore(tree, head);
  await diffStat(tree, worktree.baseCommit, head);
  await commitsBetween(tree, worktree.baseCommit, head);
  await patchBetween(tree, worktree.baseCommit, head, { maxBytes: 100_000 });
  const read = join(home, 'read');
  const indexFile = join(lensOf(tree.mirror), 'indexes', 'read');
  await exportCommit(tree.mirror, head, read, { indexFile, mostBytes: 10_000, mostBytesInAll: 1_000_000 });

  const repo = {
    name: 'changed',
    path: clone,
    remote,
    tree: worktree.path,
    mirror: tree.mirror,
    baseCommit: worktree.baseCommit,
    push: () => '',
    base: () => git(remote, 'rev-parse', 'refs/heads/main'),
  };
  const merging = mergeStage(optionsFor(home, [repo]));
  failures.push(
    ...(await forgedTrees(tree, head, worktree.path, async () => {
      const built = await merging['merge.build']({ step: 7 }, readyRun([repo], { id: ID }), call());
      return built?.type === 'merge_refused';
    })),
  );
  git(tree.mirror, 'update-ref', `refs/heads/metawsm/${ID}`, head);
  await restore(tree, head);
  const ready = readyRun([repo], { id: ID });
  const built = await merging['merge.build']({ step: 7 }, ready, call());
  said('a change with hostile names', built, 'merge_built');
  if (built?.type === 'merge_built') {
    const ended = await merging['merge.push']({ step: 8 }, { ...ready, merges: built.merges }, call());
    if (ended?.type !== 'merge_finished' || ended.merges[0]?.state !== 'merged')
      failures.push(`a change with hostile names is not merged: ${JSON.stringify(ended)}`);
  }
  failures.push(
    ...differences(before, ground.world(['home', 'sprung'])).filter(
      (one) => !one.startsWith('changed/remote.git/'),
    ),
  );
  failures.push(...ground.sprung().map((name) => `${name} has run at a change`));
  said(
    'the end',
    await stage['workspace.remove']({ step: 9, discard: true }, run, call()),
    'workspace_removed',
  );
  if (pictureOf(out, []).size !== 1) failures.push('something lies outside that was not there');
  return { tries: branches + names.length + traps + DOT_GIT.length, failures };
}

const isFileName = (name: string): boolean =>
  name !== '' &&
  !/[/\0]/.test(name) &&
  Buffer.byteLength(name) <= 255 &&
  !/^\.{1,2}$|^\.git|^\.metawsm/iu.test(name);

/** Attributes, submodules and links that would start programs, or lead out. */
function setTraps(tree: string, boom: string, out: string): number {
  write(tree, {
    '.gitattributes': '* filter=evil diff=evil merge=evil text ident\n',
    '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::${boom}\n[submodule "y"]\n\tpath = y\n\turl = -u${boom}\n\tupdate = !${boom}\n`,
    '.lfsconfig': `[lfs]\n\turl = ext::${boom}\n`,
    '.mailmap': 'x <y>\n',
  });
  for (const [name, target] of Object.entries({
    'to-out': out,
    'to-git': '.git',
    'to-hooks': '../../../merge',
  }))
    symlinkSync(target, join(tree, name));
  execFileSync('git', ['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},x`], { cwd: tree });
  return 7;
}

/** Trees that an agent can make past git's own care; each has to be refused, and nothing of it may be laid out. */
async function forgedTrees(
  tree: ReturnType<typeof treeOf>,
  head: string,
  path: string,
  isRefused: () => Promise<boolean>,
): Promise<string[]> {
  const failures: string[] = [];
  const forge = (lines: string) =>
    execFileSync('git', ['mktree', '-z'], { cwd: path, input: lines, encoding: 'utf8' }).trim();
  const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], {
    cwd: path,
    input: 'evil\n',
    encoding: 'utf8',
  }).trim();
  const hooks = forge(`100755 blob ${blob}\tpost-checkout\0`);
  const inner = forge(`040000 tree ${hooks}\thooks\0`);
  for (const name of DOT_GIT) {
    const forged = forge(`${git(path, 'ls-tree', '-z', head)}040000 tree ${inner}\t${name}\0`);
    const commit = git(path, 'commit-tree', forged, '-p', head, '-m', 'forged');
    git(tree.mirror, 'update-ref', `refs/heads/${tree.branch}`, commit);
    if ((await headOf(tree.mirror, tree.branch)) !== commit) failures.push('the forged commit is not there');
    if (!(await isRefused()))
      failures.push(`a change that holds ${JSON.stringify(`${name}/hooks`)} is let through`);
    if (existsSync(join(tree.mirror, 'hooks'))) failures.push(`${name} was written to`);
  }
  return failures;
}

/** Refs of the remote that a careless git would take for options, or for other refs. */
function hostileRefs(remote: string): number {
  const main = git(remote, 'rev-parse', 'refs/heads/main');
  const other = git(remote, 'commit-tree', `${main}^{tree}`, '-m', 'not the base');
  const refs = [
    'refs/tags/main',
    'refs/main',
    'refs/remotes/main',
    'refs/heads/-evil',
    'refs/heads/--upload-pack=x',
  ];
  const more = ['refs/heads/HEAD', 'refs/heads/heads/main', 'refs/heads/metawsm/abc-1-aaaaaa'];
  const last = [
    'refs/heads/$(boom)',
    'refs/heads/MAIN',
    `refs/replace/${main}`,
    'refs/heads/a;b',
    'refs/heads/@',
  ];
  const all = [...refs, ...more, ...last];
  for (const ref of all) git(remote, 'update-ref', ref, other);
  git(remote, 'symbolic-ref', 'HEAD', 'refs/heads/-evil');
  return all.length + 1;
}
