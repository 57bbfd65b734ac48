/** Refs that are read without git are those that git reads. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { looseRefs } from '../../src/shell/loose-refs.js';
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
