/** Files that tools like to mistreat: their bytes, names and kinds stay as they are. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { diffStat } from '../../src/shell/history.js';
import { commitAll, dirtyFiles, restore, type Tree } from '../../src/shell/worktree.js';
import { git, makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

afterEach(removeTemporary);

const identity = { name: 'metawsm', email: 'metawsm@localhost' };
const all = (tree: Tree) => commitAll(tree, { message: 'left', except: () => false, identity });

async function treeOver(prepare: (source: string) => void) {
  const root = temporary();
  const source = makeRepo(join(root, 'source'), { 'README.md': '# A\n' });
  prepare(source);
  git(source, 'add', '-A');
  git(source, 'commit', '--allow-empty', '-qm', 'hard');
  return { ...(await makeTree(join(root, 'home'), 'api', source)), source, root };
}

/** As git stores it. */
const blob = (tree: Tree, at: string, path: string) =>
  execFileSync('git', ['-C', tree.path, 'cat-file', 'blob', `${at}:${path}`]).toString('latin1');
/** As it stands in the worktree. */
const file = (tree: Tree, path: string) => readFileSync(join(tree.path, path), 'latin1');
/** Later than the index knows, so that git looks at the content. */
const touch = (tree: Tree, path: string) => utimesSync(join(tree.path, path), 1e9, 1e9);

test('CRLF without attributes stays, through commit and undo', async () => {
  const { tree, base } = await treeOver((source) => write(source, { 'dos.txt': 'a\r\nb\r\n' }));
  expect(file(tree, 'dos.txt')).toBe('a\r\nb\r\n');
  write(tree.path, { 'new.txt': 'c\r\nd\n', 'dos.txt': 'a\r\nb\r\nc\r\n' });
  const { commit: head = '' } = await all(tree);
  expect(blob(tree, head, 'new.txt')).toBe('c\r\nd\n');
  expect(blob(tree, head, 'dos.txt')).toBe('a\r\nb\r\nc\r\n');
  write(tree.path, { 'dos.txt': 'a\nb\n' });
  expect(await restore(tree, head)).toEqual(['dos.txt']);
  expect(file(tree, 'dos.txt')).toBe('a\r\nb\r\nc\r\n');
  await restore(tree, base);
  expect(file(tree, 'dos.txt')).toBe('a\r\nb\r\n');
});

test('`text eol=crlf`: LF in the repository, CRLF in the worktree, and nothing is dirty', async () => {
  const { tree } = await treeOver((source) =>
    write(source, { '.gitattributes': '*.bat text eol=crlf\n', 'run.bat': 'a\r\nb\r\n' }),
  );
  expect(blob(tree, 'HEAD', 'run.bat')).toBe('a\nb\n');
  expect(file(tree, 'run.bat')).toBe('a\r\nb\r\n');
  touch(tree, 'run.bat');
  expect(await dirtyFiles(tree)).toEqual([]);
  write(tree.path, { 'run.bat': 'a\r\nb\r\nc\r\n', 'new.bat': 'x\r\n' });
  const { commit: head = '' } = await all(tree);
  expect([blob(tree, head, 'run.bat'), blob(tree, head, 'new.bat')]).toEqual(['a\nb\nc\n', 'x\n']);
  expect(file(tree, 'new.bat')).toBe('x\r\n');
  rmSync(join(tree.path, 'run.bat'));
  expect(await restore(tree, head)).toEqual(['run.bat']);
  expect(file(tree, 'run.bat')).toBe('a\r\nb\r\nc\r\n');
  expect(git(tree.path, 'status', '--porcelain')).toBe('');
});

test('CRLF that was committed before the attribute came is not changed by anybody but the agent', async () => {
  const { tree } = await treeOver((source) => {
    write(source, { 'old.txt': 'a\r\nb\r\n' });
    git(source, 'add', '-A');
    git(source, 'commit', '-qm', 'crlf');
    write(source, { '.gitattributes': '*.txt text\n' });
    git(source, 'add', '.gitattributes');
    git(source, 'update-index', '--assume-unchanged', 'old.txt');
  });
  expect(blob(tree, 'HEAD', 'old.txt')).toBe('a\r\nb\r\n');
  touch(tree, 'old.txt');
  expect(await dirtyFiles(tree)).toEqual([]);
  write(tree.path, { 'new.md': 'x\n' });
  const { committed, commit: head = '' } = await all(tree);
  expect(committed).toEqual(['new.md']);
  expect(blob(tree, head, 'old.txt')).toBe('a\r\nb\r\n');
  expect(file(tree, 'old.txt')).toBe('a\r\nb\r\n');
});

test('names with spaces, unicode, newlines, quotes, dashes, colons; names that differ in case alone', async () => {
  const names = [
    '-rf',
    '--help',
    ' lead',
    'trail ',
    'a b/c d.txt',
    'ünï/日本.txt',
    'new\nline',
    'tab\t"q"\\x',
    ':(top)odd',
    '*',
    'Case.txt',
    'case.txt',
    'e\u0301.txt',
    '\u00e9.txt',
    '@{1}',
    'HEAD',
  ];
  const { tree } = await treeOver((source) =>
    write(source, { '-first': '1', 'Upper/x': '1', 'upper/x': '2' }),
  );
  write(tree.path, Object.fromEntries(names.map((name, at) => [name, `${at}\n`])));
  expect((await dirtyFiles(tree)).sort()).toEqual([...names].sort());
  const { commit: head = '', committed } = await all(tree);
  expect([...committed].sort()).toEqual([...names].sort());
  expect(await dirtyFiles(tree)).toEqual([]);
  for (const name of names) write(tree.path, { [name]: 'by a check' });
  rmSync(join(tree.path, '-first'));
  expect((await restore(tree, head)).sort()).toEqual(['-first', ...names].sort());
  expect(names.map((name) => file(tree, name))).toEqual(names.map((_, at) => `${at}\n`));
  expect([file(tree, 'Upper/x'), file(tree, 'upper/x')]).toEqual(['1', '2']);
});

test('names that are no UTF-8 are committed and undone as their bytes say', async () => {
  const { tree, base } = await treeOver(() => {});
  const path = (name: Buffer) => Buffer.concat([Buffer.from(`${tree.path}/`), name]);
  const latin = Buffer.from([0x66, 0xfc, 0x72]);
  writeFileSync(path(latin), 'x');
  expect(await dirtyFiles(tree)).toHaveLength(1);
  const { commit: head = '' } = await all(tree);
  expect(await dirtyFiles(tree)).toEqual([]);
  const names = execFileSync('git', ['-C', tree.path, 'ls-tree', '-z', '--name-only', head]);
  expect(names.includes(latin)).toBe(true);
  writeFileSync(path(latin), 'by a check');
  await restore(tree, head);
  expect(readFileSync(path(latin), 'utf8')).toBe('x');
  writeFileSync(path(Buffer.from([0xff])), 'left by a check');
  await restore(tree, head);
  expect(await dirtyFiles(tree)).toEqual([]);
  await restore(tree, base);
  expect(() => statSync(path(latin))).toThrow();
});

test('the executable bit, links and what takes their place', async () => {
  const { tree } = await treeOver((source) => {
    write(source, { 'tool.sh': '#!/bin/sh\n', 'plain.txt': 'x' });
    symlinkSync('plain.txt', join(source, 'link'));
    symlinkSync('/etc/passwd', join(source, 'outside'));
  });
  write(tree.path, { 'new.sh': '#!/bin/sh\n' });
  symlinkSync('../../nowhere\n', join(tree.path, 'new link'));
  rmSync(join(tree.path, 'link'));
  write(tree.path, { 'link/inside': '1' });
  const { commit: head = '' } = await all(tree);
  const modes = git(tree.path, 'ls-tree', '-r', '-z', head)
    .split('\0')
    .filter(Boolean)
    .map((line) => `${line.slice(0, 6)} ${line.split('\t')[1]}`);
  expect(modes).toEqual(
    expect.arrayContaining([
      '100755 new.sh',
      '100755 tool.sh',
      '120000 new link',
      '100644 link/inside',
      '120000 outside',
    ]),
  );
  expect(blob(tree, head, 'new link')).toBe('../../nowhere\n');
});

test('a file of 60 MB is committed and undone without being read into memory', async () => {
  const { tree } = await treeOver(() => {});
  const fill = (byte: number) => {
    const out = openSync(join(tree.path, 'big.bin'), 'w');
    const chunk = Buffer.alloc(1024 * 1024, byte);
    for (let at = 0; at < 60; at++) writeSync(out, chunk);
    closeSync(out);
  };
  fill(0);
  const before = process.memoryUsage().rss;
  const { commit: head = '' } = await all(tree);
  expect(await diffStat(tree, `${head}`, head)).toMatchObject({ filesChanged: 0 });
  fill(1);
  expect(await restore(tree, head)).toEqual(['big.bin']);
  expect(statSync(join(tree.path, 'big.bin')).size).toBe(60 * 1024 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
});

test('pointers of Git LFS stay pointers, whatever filters the user has', async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12\n`;
  const { tree } = await treeOver((source) =>
    write(source, { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n', 'x.bin': pointer }),
  );
  expect(file(tree, 'x.bin')).toBe(pointer);
  touch(tree, 'x.bin');
  expect(await dirtyFiles(tree)).toEqual([]);
  write(tree.path, { 'y.bin': 'raw' });
  const { commit: head = '' } = await all(tree);
  expect([blob(tree, head, 'x.bin'), blob(tree, head, 'y.bin')]).toEqual([pointer, 'raw']);
});

test('a `.gitattributes` that is in no commit had other bytes committed than the checks ran on', async () => {
  const encoded = '* working-tree-encoding=UTF-7\n';
  const { tree } = await treeOver((source) =>
    write(source, { '.gitignore': '.gitattributes\n', 'src/deep/a.txt': 'a\n' }),
  );
  write(tree.path, { 'src/deep/a.txt': '+ADw-evil+AD4-\n' });
  for (const folder of ['', 'src/', 'src/deep/']) {
    const name = `${folder}.gitattributes`;
    write(tree.path, { [name]: encoded });
    await expect(all(tree)).rejects.toThrow(
      `${name}: decides how git stores files, but is in no commit; remove it or commit it`,
    );
    rmSync(join(tree.path, name));
  }
  // where nothing is tracked, it decides nothing
  write(tree.path, { 'build/.gitattributes': encoded, '.gitignore': '.gitattributes\nbuild/\n' });
  const { commit: head = '' } = await all(tree);
  expect(blob(tree, head, 'src/deep/a.txt')).toBe(file(tree, 'src/deep/a.txt'));
});

test('a `.gitattributes` that nobody may commit is in no commit either, new or changed', async () => {
  const { tree } = await treeOver((source) =>
    write(source, { 'src/.gitattributes': '*.bin -text\n', a: '1' }),
  );
  const most = () =>
    commitAll(tree, { message: 'left', except: (path) => path.endsWith('.gitattributes'), identity });
  write(tree.path, { 'src/.gitattributes': '* ident\n' });
  await expect(most()).rejects.toThrow(/^src\/\.gitattributes: /);
  expect((await all(tree)).committed).toEqual(['src/.gitattributes']);
  write(tree.path, { '.gitattributes': '* ident\n' });
  await expect(most()).rejects.toThrow(/^\.gitattributes: /);
});

test('in a folder whose name is no UTF-8 a stray `.gitattributes` is found as well', async () => {
  const { tree } = await treeOver(() => {});
  const folder = Buffer.concat([Buffer.from(`${tree.path}/`), Buffer.from([0x66, 0xfc, 0x72])]);
  mkdirSync(folder);
  const inside = (name: string) => Buffer.concat([folder, Buffer.from(`/${name}`)]);
  writeFileSync(inside('a.txt'), 'a\n');
  await all(tree);
  writeFileSync(inside('.gitattributes'), '* ident\n');
  write(tree.path, { '.gitignore': '.gitattributes\n' });
  await expect(all(tree)).rejects.toThrow('f\ufffdr/.gitattributes: decides');
});
