/** Refs that are read without git are those that git reads. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gitIn } from '../../src/shell/git.js';
import { looseRefs, plainBranches } from '../../src/shell/plain-refs.js';
import { branchesOf } from '../../src/stages/workspace/source.js';
import { git, makeRepo, removeTemporary, temporary } from '../fixtures/git-repos.js';

let repository: string;
let commit: string;
beforeEach(() => {
  const path = join(temporary(), 'one');
  makeRepo(path, { 'a.txt': 'one\n' });
  repository = join(path, '.git');
  commit = git(path, 'rev-parse', 'HEAD').trim();
});
afterEach(removeTemporary);

const ref = (name: string) => git(repository, 'update-ref', `refs/base/${name}`, commit);
const read = () => looseRefs(repository, 'refs/base/');

test('loose refs, however deep', () => {
  expect(read()).toEqual(new Map());
  for (const name of ['main', 'feature/a', 'feature/b/c']) ref(name);
  expect(read()).toEqual(
    new Map([
      ['main', commit],
      ['feature/a', commit],
      ['feature/b/c', commit],
    ]),
  );
});

test('git has to be asked where refs are packed', () => {
  ref('main');
  git(repository, 'pack-refs', '--all');
  expect(read()).toBeUndefined();
});

test('git has to be asked where there are many', () => {
  for (let n = 1; n <= 50; n += 1) ref(`n${n}`);
  expect(read()?.size).toBe(50);
  ref('n51');
  expect(read()).toBeUndefined();
});

test('git has to be asked where an agent has made folders without end', () => {
  for (let n = 1; n <= 60; n += 1)
    mkdirSync(join(repository, 'refs/base', `${'x/'.repeat(n)}`), { recursive: true });
  expect(read()).toBeUndefined();
});

test.each<[string, (path: string) => void]>([
  ['the lock of a killed git', (path) => writeFileSync(`${path}.lock`, `${'a'.repeat(40)}\n`)],
  ['a symbolic ref', (path) => writeFileSync(path, 'ref: refs/heads/main\n')],
  ['a link to a ref', (path) => symlinkSync(join(path, '../main'), path)],
  ['a link to a folder', (path) => symlinkSync(join(path, '..'), path)],
  ['a ref without its end', (path) => writeFileSync(path, 'a'.repeat(40))],
])('git has to be asked where there is %s', (_, make) => {
  ref('main');
  mkdirSync(join(repository, 'refs/base'), { recursive: true });
  make(join(repository, 'refs/base/odd'));
  expect(read()).toBeUndefined();
});

describe('what a clone offers', () => {
  const byGit = () => branchesOf({ address: repository, remote: false }, gitIn({ gitDir: repository }));

  test.each<[string, () => void]>([
    ['loose branches', () => git(repository, 'branch', 'feature/a')],
    ['packed ones', () => git(repository, 'pack-refs', '--all')],
    [
      'one that moved after it was packed, beside tags',
      () => {
        git(repository, 'tag', '-a', '-m', 'one', 'v1');
        git(repository, 'branch', 'feature/a');
        git(repository, 'pack-refs', '--all');
        git(join(repository, '..'), 'commit', '-q', '--allow-empty', '-m', 'second');
      },
    ],
    [
      'one that was packed and deleted',
      () => {
        git(repository, 'branch', 'feature/a');
        git(repository, 'pack-refs', '--all');
        git(repository, 'branch', '-D', 'feature/a');
      },
    ],
    ['a HEAD that names a commit', () => git(join(repository, '..'), 'checkout', '-q', '--detach')],
    ['a HEAD that names no branch yet', () => git(repository, 'symbolic-ref', 'HEAD', 'refs/heads/later')],
  ])('%s: as git says', async (_, make) => {
    make();
    const offered = plainBranches(repository);
    expect(offered).toBeDefined();
    expect(offered).toEqual(await byGit());
    expect(plainBranches(join(repository, '..'))).toEqual(offered);
  });

  test.each<[string, () => string]>([
    ['no repository', () => temporary()],
    ['nothing at all', () => '/nonexistent/clone'],
    ['an address', () => 'https://example.com/one.git'],
    ['a path that begins elsewhere', () => 'one'],
    ['one without commits', () => makeRepo(join(temporary(), 'empty'))],
    [
      'a linked worktree',
      () => {
        const path = join(temporary(), 'linked');
        git(repository, 'worktree', 'add', '-q', '-b', 'linked', path);
        return path;
      },
    ],
    [
      'commits of another format',
      () => {
        const path = join(temporary(), 'sha256');
        git('/', 'init', '-q', '--object-format=sha256', path);
        git(path, 'commit', '-q', '--allow-empty', '-m', 'first');
        return path;
      },
    ],
    [
      'a HEAD that is a link',
      () => {
        rmSync(join(repository, 'HEAD'));
        symlinkSync('refs/heads/main', join(repository, 'HEAD'));
        return repository;
      },
    ],
    [
      'a branch that stands for another',
      () => {
        git(repository, 'symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
        return repository;
      },
    ],
    [
      'a list of packed refs that is none',
      () => {
        writeFileSync(join(repository, 'packed-refs'), 'what is this\n');
        return repository;
      },
    ],
    [
      'a longer list than is read at once',
      () => {
        const line = (n: number) => `${commit} refs/remotes/origin/${n}\n`;
        const lines = Array.from({ length: 20_000 }, (_, n) => line(n)).join('');
        writeFileSync(join(repository, 'packed-refs'), lines);
        return repository;
      },
    ],
  ])('git has to be asked where there is %s', (_, made) => {
    expect(plainBranches(made())).toBeUndefined();
  });
});
