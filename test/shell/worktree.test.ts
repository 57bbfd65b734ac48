import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { changedPaths, commitsBetween, contains, diffStat } from '../../src/shell/history.js';
import { readRef } from '../../src/shell/lens.js';
import { commitAll, dirtyFiles, headOf, restore, type Tree } from '../../src/shell/worktree.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

const identity = { name: 'metawsm', email: 'metawsm@localhost' };
const secrets = (path: string) => path.startsWith('.env');
const ODD = 'sub dir/ü "q"\nx.txt';

let tree: Tree;
let base: string;

const all = (except: (path: string) => boolean = () => false) =>
  commitAll(tree, { message: 'left uncommitted by script', except, identity });

const status = () => git(tree.path, 'status', '--porcelain=v1', '--branch');

beforeEach(async () => {
  const root = temporary();
  const source = makeRepo(join(root, 'source'), {
    'a.txt': 'a\n',
    [ODD]: 'odd\n',
    '.gitignore': 'ignored\n',
    'tool.sh': '#!/bin/sh\n',
  });
  ({ tree, base } = await makeTree(join(root, 'home'), 'api', source, { copy: ['.env'] }));
});

afterEach(removeTemporary);

test('a fresh worktree is clean for us and for the agent’s git', async () => {
  expect(await dirtyFiles(tree)).toEqual([]);
  expect(status()).toBe('## metawsm/abc-1-aaaaaa');
  expect(git(tree.path, 'log', '-1', '--format=%H')).toBe(base);
  expect(git(tree.path, 'worktree', 'list')).toContain(`${tree.path} `);
});

describe('dirtyFiles', () => {
  test('names tracked changes and untracked files, whatever they are called, and nothing ignored', async () => {
    rmSync(join(tree.path, ODD));
    write(tree.path, {
      'a.txt': 'changed\n',
      'ne w\n.txt': '1',
      ignored: '1',
      '.env': 'S=1',
      '.metawsm/x': '1',
    });
    expect((await dirtyFiles(tree)).sort()).toEqual(['a.txt', 'ne w\n.txt', ODD].sort());
  });

  test('a change of the same length, and a mode, are seen', async () => {
    write(tree.path, { 'a.txt': 'b\n' });
    git(tree.path, 'update-index', '--chmod=-x', 'tool.sh');
    expect(await dirtyFiles(tree)).toEqual(['a.txt']);
    const { chmodSync } = await import('node:fs');
    chmodSync(join(tree.path, 'tool.sh'), 0o644);
    expect(await dirtyFiles(tree)).toEqual(['a.txt', 'tool.sh']);
  });

  test('what the agent hid from its own git is seen', async () => {
    write(tree.path, { 'a.txt': 'hidden\n', staged: '1' });
    git(tree.path, 'update-index', '--assume-unchanged', 'a.txt');
    git(tree.path, 'add', 'staged');
    writeFileSync(join(tree.mirror, 'info', 'exclude'), '*\n');
    expect((await dirtyFiles(tree)).sort()).toEqual(['a.txt', 'staged']);
  });

  test('reads what is there, not what the `.git` file says', async () => {
    const elsewhere = makeRepo(join(temporary(), 'elsewhere'), { other: '1' });
    writeFileSync(join(tree.path, '.git'), `gitdir: ${elsewhere}/.git\n`);
    expect(await dirtyFiles(tree)).toEqual([]);
    rmSync(join(tree.path, '.git'));
    mkdirSync(join(tree.path, '.git'));
    expect(await dirtyFiles(tree)).toEqual([]);
  });

  test('a worktree that is a link, or gone, is an error', async () => {
    rmSync(tree.path, { recursive: true });
    await expect(dirtyFiles(tree)).rejects.toThrow('is gone');
    symlinkSync('/', tree.path);
    await expect(dirtyFiles(tree)).rejects.toThrow('is no folder but a link');
  });

  test('a mirror whose parts were replaced by links is an error', async () => {
    const { renameSync } = await import('node:fs');
    renameSync(join(tree.mirror, 'refs'), join(tree.mirror, 'refs.old'));
    symlinkSync(join(tree.mirror, 'refs.old'), join(tree.mirror, 'refs'));
    await expect(dirtyFiles(tree)).rejects.toThrow('is a link');
  });
});

describe('commitAll', () => {
  test('commits everything but what is forbidden, and the agent’s status agrees', async () => {
    rmSync(join(tree.path, ODD));
    write(tree.path, { 'a.txt': 'changed\n', 'new/b c': '1', '.env.local': 'S=1' });
    git(tree.path, 'add', '.env.local');
    const result = await all(secrets);
    expect(result.committed.sort()).toEqual(['a.txt', 'new/b c', ODD].sort());
    expect(result.left).toEqual(['.env.local']);
    expect(result.commit).toBe(await headOf(tree.mirror, tree.branch));
    expect(status()).toBe('## metawsm/abc-1-aaaaaa\n?? .env.local');
    expect(git(tree.path, 'log', '-1', '--format=%an|%cn|%s|%P')).toBe(
      `metawsm|metawsm|left uncommitted by script|${base}`,
    );
    expect(await dirtyFiles(tree)).toEqual(['.env.local']);
  });

  test('done again, it commits nothing', async () => {
    write(tree.path, { 'a.txt': 'changed\n' });
    await all();
    expect(await all()).toEqual({ committed: [], left: [] });
    expect(git(tree.path, 'rev-list', '--count', `${base}..HEAD`)).toBe('1');
  });

  test('goes on from the agent’s own commits', async () => {
    const own = commit(tree.path, { 'a.txt': 'own\n' }, 'by the agent');
    write(tree.path, { 'b.txt': '1' });
    const { commit: last } = await all();
    expect(git(tree.path, 'log', '-1', '--format=%H %P')).toBe(`${last} ${own}`);
  });

  test('commits that the agent made on another branch or none are kept', async () => {
    git(tree.path, 'checkout', '-q', '-b', 'mine');
    const own = commit(tree.path, { 'a.txt': 'own\n' });
    expect(await all()).toEqual({ committed: [], left: [] });
    expect(await headOf(tree.mirror, tree.branch)).toBe(own);
    expect(status()).toBe('## metawsm/abc-1-aaaaaa');

    git(tree.path, 'checkout', '-q', '--detach');
    const second = commit(tree.path, { 'a.txt': 'own again\n' });
    await all();
    expect(await headOf(tree.mirror, tree.branch)).toBe(second);
  });

  test('a HEAD that does not go on from the branch is no reason to lose it', async () => {
    const own = commit(tree.path, { 'a.txt': 'own\n' });
    git(tree.path, 'checkout', '-q', '--detach', base);
    expect((await all()).committed).toEqual(['a.txt']);
    expect(git(tree.path, 'log', '-1', '--format=%P', tree.branch)).toBe(own);
  });

  test('links are committed as links, also where a folder was', async () => {
    rmSync(join(tree.path, 'sub dir'), { recursive: true });
    symlinkSync('/etc', join(tree.path, 'sub dir'));
    rmSync(join(tree.path, 'a.txt'));
    write(tree.path, { 'a.txt/now a folder': '1' });
    await all();
    expect(git(tree.path, 'ls-tree', 'HEAD', 'sub dir')).toMatch(/^120000 /);
    expect(git(tree.path, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toContain(
      'a.txt/now a folder',
    );
    expect(status()).toBe('## metawsm/abc-1-aaaaaa');
  });

  test('a repository inside the repository is left, a file in a tracked folder with `.git` is not', async () => {
    makeRepo(join(tree.path, 'nested'), { f: '1' });
    makeRepo(join(tree.path, 'empty'));
    makeRepo(join(tree.path, 'sub dir'));
    write(tree.path, { 'sub dir/new': '1' });
    rmSync(join(tree.path, 'a.txt'));
    makeRepo(join(tree.path, 'a.txt'), { f: '1' });
    const { committed, left } = await all();
    expect(committed.filter((path) => path !== 'a.txt')).toEqual(['sub dir/new']);
    expect(left.filter((path) => !path.startsWith('a.txt')).sort()).toEqual(['empty/', 'nested/']);
    expect(git(tree.path, 'ls-tree', '-r', 'HEAD')).not.toContain('160000');
  });

  test('a branch that is gone or made a symbolic one is an error', async () => {
    git(tree.path, 'symbolic-ref', `refs/heads/${tree.branch}`, 'refs/base/main');
    expect(await headOf(tree.mirror, tree.branch)).toBeUndefined();
    await expect(all()).rejects.toThrow('is gone');
  });
});

describe('restore', () => {
  test('undoes what was changed, removed or left, and names it', async () => {
    write(tree.path, { 'b.txt': 'b' });
    const { commit: head = '' } = await all();
    rmSync(join(tree.path, ODD));
    rmSync(join(tree.path, 'a.txt'));
    write(tree.path, { 'a.txt/z': '1', 'p/q/r': '1', ignored: 'stays' });
    makeRepo(join(tree.path, 'nested'), { f: '1' });
    symlinkSync('/etc', join(tree.path, 'etc'));
    expect((await restore(tree, head)).sort()).toEqual(
      ['a.txt', 'a.txt/z', 'etc', 'nested/', 'p/q/r', ODD].sort(),
    );
    expect(await dirtyFiles(tree)).toEqual([]);
    expect(status()).toBe('## metawsm/abc-1-aaaaaa');
    expect(readFileSync(join(tree.path, 'a.txt'), 'utf8')).toBe('a\n');
    expect(['p', 'nested', 'etc', 'ignored'].map((name) => existsSync(join(tree.path, name)))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(existsSync('/etc/hostname')).toBe(true);
  });

  test('with nothing to undo, nothing is named', async () => {
    expect(await restore(tree, base)).toEqual([]);
  });

  test('keeps what it is told to keep', async () => {
    write(tree.path, { '.env.local': 'S=1', other: '1' });
    expect(await restore(tree, base, secrets)).toEqual(['other']);
    expect(await dirtyFiles(tree)).toEqual(['.env.local']);
  });

  test('a commit that a check made is taken back', async () => {
    commit(tree.path, { 'a.txt': 'by a check\n' });
    expect(await restore(tree, base)).toEqual(['a.txt']);
    expect(await headOf(tree.mirror, tree.branch)).toBe(base);
    expect(status()).toBe('## metawsm/abc-1-aaaaaa');
  });

  test('a file that took a linked folder’s place does not lead out of the worktree', async () => {
    const outside = temporary();
    write(outside, { 'ü "q"\nx.txt': 'outside' });
    rmSync(join(tree.path, 'sub dir'), { recursive: true });
    symlinkSync(outside, join(tree.path, 'sub dir'));
    await restore(tree, base);
    expect(readFileSync(join(outside, 'ü "q"\nx.txt'), 'utf8')).toBe('outside');
    expect(readFileSync(join(tree.path, ODD), 'utf8')).toBe('odd\n');
  });
});

describe('history', () => {
  test('counts, commits and paths between two commits', async () => {
    commit(tree.path, { 'a.txt': 'a\nb\n' }, 'one: "two"');
    rmSync(join(tree.path, ODD));
    const head = commit(tree.path, { bin: '\0\0', 'c d': 'x\n' }, 'second');
    expect(await diffStat(tree, base, head)).toEqual({ filesChanged: 4, insertions: 2, deletions: 1 });
    expect((await commitsBetween(tree.mirror, base, head)).map(({ subject }) => subject)).toEqual([
      'one: "two"',
      'second',
    ]);
    expect((await changedPaths(tree.mirror, base, head)).sort()).toEqual(['a.txt', 'bin', 'c d', ODD].sort());
    expect([await contains(tree, head, base), await contains(tree, base, head)]).toEqual([true, false]);
    await expect(diffStat(tree, '--output=/tmp/x', head)).rejects.toThrow('not a commit id');
  });

  test('refs are read whether packed or loose, and nothing but commit ids', async () => {
    git(tree.path, 'pack-refs', '--all', '--prune');
    expect(await headOf(tree.mirror, tree.branch)).toBe(base);
    expect(await readRef(tree.mirror, 'refs/base/main')).toBe(base);
    const head = commit(tree.path, { 'a.txt': 'loose\n' });
    expect(await headOf(tree.mirror, tree.branch)).toBe(head);
    expect(await headOf(tree.mirror, 'metawsm')).toBeUndefined();
    rmSync(join(tree.mirror, 'refs', 'heads', tree.branch));
    symlinkSync('/etc/passwd', join(tree.mirror, 'refs', 'heads', tree.branch));
    expect(await headOf(tree.mirror, tree.branch)).toBeUndefined();
    expect(readlinkSync(join(tree.mirror, 'refs', 'heads', tree.branch))).toBe('/etc/passwd');
  });
});
