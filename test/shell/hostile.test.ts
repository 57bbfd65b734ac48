import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { commitsBetween, diffStat } from '../../src/shell/history.js';
import { ensureMirror } from '../../src/shell/lens.js';
import { commitAll, dirtyFiles, headOf, moveBranch, restore, type Tree } from '../../src/shell/worktree.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

const identity = { name: 'metawsm', email: 'metawsm@localhost' };

let tree: Tree;
let base: string;
let root: string;

/** A program that leaves a file behind, for every place in which git could start one. */
function trap(name: string): string {
  const path = join(root, 'traps', name);
  write(join(root, 'traps'), { [name]: `#!/bin/sh\ntouch "${root}/sprung/${name}"\ncat\nexit 0\n` });
  return path;
}

const sprung = () => readdirSync(join(root, 'sprung')).filter((name) => name !== '.keep');

beforeEach(async () => {
  root = temporary();
  write(root, { 'sprung/.keep': '' });
  const source = makeRepo(join(root, 'source'), { 'a.txt': 'a\n', 'b.bin': 'b\n' });
  ({ tree, base } = await makeTree(join(root, 'home'), 'api', source));
});

afterEach(removeTemporary);

function setTraps(): void {
  const config = `
[core]
	bare = true
	fsmonitor = ${trap('fsmonitor')}
	hooksPath = ${join(root, 'traps', 'hooks')}
	sshCommand = ${trap('ssh')}
	pager = ${trap('pager')}
	editor = ${trap('editor')}
	excludesFile = ${join(root, 'hide-all')}
	alternateRefsCommand = ${trap('alternate')}
[filter "evil"]
	clean = ${trap('clean')}
	smudge = ${trap('smudge')}
	process = ${trap('process')}
	required = true
[diff]
	external = ${trap('external')}
[diff "evil"]
	textconv = ${trap('textconv')}
	command = ${trap('diff-command')}
[merge "evil"]
	driver = ${trap('merge')}
[gpg]
	program = ${trap('gpg')}
[commit]
	gpgSign = true
[include]
	path = ${join(root, 'more')}
[user]
	name = Mallory
`;
  writeFileSync(join(root, 'hide-all'), '*\n');
  writeFileSync(join(root, 'more'), `[alias]\n\tread-tree = !${trap('alias')}\n`);
  writeFileSync(join(tree.mirror, 'config'), config);
  for (const hook of [
    'pre-commit',
    'post-checkout',
    'post-index-change',
    'reference-transaction',
    'post-commit',
  ]) {
    const content = `#!/bin/sh\ntouch "${root}/sprung/${hook}"\n`;
    write(root, { [`traps/hooks/${hook}`]: content });
    write(tree.mirror, { [`hooks/${hook}`]: content });
  }
  const attributes = '* filter=evil diff=evil merge=evil text\n';
  write(tree.path, { '.gitattributes': attributes });
  write(tree.mirror, { 'info/attributes': attributes });
  write(join(tree.mirror, 'worktrees', 'abc-1-aaaaaa'), { 'config.worktree': config });
}

test('the traps of this test do spring for a git that obeys the mirror', () => {
  setTraps();
  write(tree.path, { 'a.txt': 'changed\n' });
  expect(() => git(tree.path, 'status')).toThrow('filter');
  expect(sprung().sort()).toEqual(['fsmonitor', 'process']);
});

test('nothing that an agent wrote is run, and nothing it hides is hidden', async () => {
  setTraps();
  write(tree.path, { 'a.txt': 'changed\n', 'new.txt': '1\n' });
  expect((await dirtyFiles(tree)).sort()).toEqual(['.gitattributes', 'a.txt', 'new.txt']);
  const { commit: head = '' } = await commitAll(tree, { message: 'left', except: () => false, identity });
  await diffStat(tree, base, head);
  await commitsBetween(tree, base, head);
  write(tree.path, { 'a.txt': 'by a check\n', 'b.bin': 'x' });
  await restore(tree, head);
  expect(sprung()).toEqual([]);
  writeFileSync(join(tree.mirror, 'config'), '[core]\n\tbare = true\n');
  rmSync(join(tree.mirror, 'info', 'attributes'));
  expect(git(tree.path, 'show', `${head}:a.txt`)).toBe('changed');
  expect(git(tree.path, 'log', '-1', '--format=%cn', head)).toBe('metawsm');
});

test('a `.git` file that leads to a repository with traps is not followed', async () => {
  setTraps();
  const other = makeRepo(join(root, 'other'), { x: '1' });
  git(other, 'config', 'core.fsmonitor', trap('other-fsmonitor'));
  writeFileSync(join(tree.path, '.git'), `gitdir: ${other}/.git\n`);
  write(tree.path, { 'a.txt': 'changed\n' });
  await dirtyFiles(tree);
  await commitAll(tree, { message: 'left', except: () => false, identity });
  expect(sprung()).toEqual([]);
});

test('a submodule with traps is not asked for its status', async () => {
  const inner = makeRepo(join(tree.path, 'inner'), { x: '1' });
  git(tree.path, 'add', 'inner');
  commit(tree.path, {}, 'with a submodule');
  git(inner, 'config', 'core.fsmonitor', trap('inner-fsmonitor'));
  write(inner, { x: 'dirty' });
  expect(await dirtyFiles(tree)).toEqual([]);
  expect(sprung()).toEqual([]);
});

test('replaced objects do not change what is read', async () => {
  const head = commit(tree.path, { 'a.txt': 'real\n' });
  const false_ = git(tree.path, 'commit-tree', `${base}^{tree}`, '-p', base, '-m', 'false');
  git(tree.path, 'replace', head, false_);
  expect((await diffStat(tree, base, head)).filesChanged).toBe(1);
});

test('a lock that a killed git left does not stop us', async () => {
  const lock = join(tree.mirror, 'refs', 'heads', `${tree.branch}.lock`);
  writeFileSync(lock, '');
  utimesSync(lock, new Date(0), new Date(0));
  const agentLock = join(tree.mirror, 'worktrees', 'abc-1-aaaaaa', 'index.lock');
  writeFileSync(agentLock, '');
  utimesSync(agentLock, new Date(0), new Date(0));
  write(tree.path, { 'a.txt': 'changed\n' });
  const { commit: head } = await commitAll(tree, { message: 'left', except: () => false, identity });
  expect(await headOf(tree.mirror, tree.branch)).toBe(head);
  expect([lock, agentLock].map((path) => existsSync(path))).toEqual([false, false]);
  expect(git(tree.path, 'status', '--porcelain')).toBe('');
});

test('a lock that an agent had dated into the future was waited for without end', async () => {
  const lock = join(tree.mirror, 'refs', 'heads', `${tree.branch}.lock`);
  writeFileSync(lock, '');
  const later = new Date(Date.now() + 365 * 24 * 3_600_000);
  utimesSync(lock, later, later);
  write(tree.path, { 'new.txt': 'new\n' });
  const { committed } = await commitAll(tree, { message: 'left', except: () => false, identity });
  expect(committed).toEqual(['new.txt']);
  expect(existsSync(lock)).toBe(false);
});

test('a branch that moved meanwhile is not overwritten', async () => {
  const head = commit(tree.path, { 'a.txt': 'own\n' });
  await expect(moveBranch(tree, base, base)).rejects.toThrow('but expected');
  expect(await headOf(tree.mirror, tree.branch)).toBe(head);
});

test('a mirror, or a folder of it, that is a link is not written through', async () => {
  const theirs = join(root, 'theirs');
  write(theirs, { config: 'theirs\n', 'exclude/x': '' });
  renameSync(join(tree.mirror, 'info'), join(root, 'info'));
  symlinkSync(theirs, join(tree.mirror, 'info'));
  expect(() => ensureMirror(tree.mirror)).toThrow('is a link');
  renameSync(tree.mirror, join(root, 'aside.git'));
  symlinkSync(theirs, tree.mirror);
  expect(() => ensureMirror(tree.mirror)).toThrow('is a link');
  expect(readdirSync(theirs).sort()).toEqual(['config', 'exclude']);
  expect(readFileSync(join(theirs, 'config'), 'utf8')).toBe('theirs\n');
});
