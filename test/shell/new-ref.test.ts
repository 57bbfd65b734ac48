/** Refs that are made without git are those that git makes. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeRef } from '../../src/shell/new-ref.js';
import { headOf, moveBranch } from '../../src/shell/worktree.js';
import { git, makeRepo, removeTemporary, temporary } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

const REF = 'refs/heads/metawsm/abc-1-aaaaaa';

let mirror: string;
let commit: string;
beforeEach(() => {
  const path = join(temporary(), 'one');
  makeRepo(path, { 'a.txt': 'one\n' });
  mirror = join(path, '.git');
  commit = git(path, 'rev-parse', 'HEAD').trim();
});
afterEach(removeTemporary);

const place = () => join(mirror, REF);
const folder = () => mkdirSync(dirname(place()), { recursive: true });

test('git finds it, moves it and deletes it, folder and all; then it is made again', () => {
  for (let times = 0; times < 2; times += 1) {
    expect(makeRef(mirror, REF, commit)).toBe(true);
    expect(git(mirror, 'for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads/metawsm/')).toBe(
      `${commit} ${REF}`,
    );
    expect(readdirSync(dirname(place()))).toEqual(['abc-1-aaaaaa']);
    const next = git(mirror, 'commit-tree', '-m', 'next', '-p', commit, `${commit}^{tree}`);
    git(mirror, 'update-ref', '--no-deref', REF, next, commit);
    git(mirror, 'update-ref', '--no-deref', '-d', REF, next);
    expect(existsSync(dirname(place()))).toBe(false);
  }
});

test('it is written as git writes it', () => {
  expect(makeRef(mirror, REF, commit)).toBe(true);
  const ours = readFileSync(place());
  git(mirror, 'update-ref', `${REF}-2`, commit);
  expect(ours).toEqual(readFileSync(`${place()}-2`));
});

test.each<[string, () => void]>([
  ['it is there', () => git(mirror, 'update-ref', REF, commit)],
  ['refs are packed', () => git(mirror, 'pack-refs', '--all')],
  [
    'somebody holds its lock',
    () => {
      folder();
      writeFileSync(`${place()}.lock`, '');
    },
  ],
  [
    'its folder is a link',
    () => {
      mkdirSync(join(mirror, 'elsewhere'));
      symlinkSync('../../elsewhere', join(mirror, 'refs/heads/metawsm'));
    },
  ],
  ['its folder is a branch', () => git(mirror, 'update-ref', 'refs/heads/metawsm', commit)],
  [
    'a link that leads nowhere has its name',
    () => {
      folder();
      symlinkSync('nowhere', place());
    },
  ],
  ['other branches begin with its name', () => git(mirror, 'update-ref', `${REF}/other`, commit)],
])('git has to be asked, and nothing is made, where %s', (_, make) => {
  make();
  const seen = () =>
    git(join(mirror, '..'), 'for-each-ref') + readdirSync(mirror, { recursive: true }).join('\n');
  const before = seen();
  expect(makeRef(mirror, REF, commit)).toBe(false);
  expect(seen()).toBe(before);
});

test('the lock of a bot that was killed before its ref was there hinders the next one for a moment only', async () => {
  const { tree, base } = await makeTree(join(temporary(), 'home'), 'api', join(mirror, '..'));
  const branch = 'metawsm/next-1-aaaaaa';
  const lock = join(tree.mirror, `refs/heads/${branch}.lock`);
  writeFileSync(lock, `${base}\n`);
  utimesSync(lock, 0, 0);
  await moveBranch({ ...tree, branch }, base, undefined);
  expect(await headOf(tree.mirror, branch)).toBe(base);
  expect(existsSync(lock)).toBe(false);
});
