/** A change of the same size, made in the second in which the index was written, shows in every copy of the index. */
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { copyIndex } from '../../src/shell/git-index.js';
import { commitAll, dirtyFiles, indexOf, type Tree } from '../../src/shell/worktree.js';
import { git, makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

afterEach(removeTemporary);

const secondOf = (path: string) => Math.floor(statSync(path).mtimeMs / 1_000);
const nextSecond = () => sleep(1_000 - (Date.now() % 1_000));

/** A worktree changed by `change` in the second in which our index of it was written, looked at a second later. */
async function changedAtOnce(change: (tree: Tree) => Promise<unknown>): Promise<Tree> {
  for (let tries = 0; tries < 10; tries += 1) {
    await nextSecond();
    const root = temporary();
    const source = makeRepo(join(root, 'source'), { 'a.txt': '1' });
    const { tree } = await makeTree(join(root, 'home'), 'api', source);
    await change(tree);
    const file = join(tree.path, 'a.txt');
    if (secondOf(indexOf(tree)) !== secondOf(file)) continue;
    await nextSecond();
    return tree;
  }
  throw new Error('This machine was too slow for two writes in one second, ten times.');
}

test('a copy has the bytes of the index and is no younger', async () => {
  const from = join(temporary(), 'index');
  write(join(from, '..'), { index: 'bytes' });
  utimesSync(from, 1_700_000_000.75, 1_700_000_000.75);
  await copyIndex(from, `${from}.copy`);
  expect(readFileSync(`${from}.copy`, 'utf8')).toBe('bytes');
  expect(statSync(`${from}.copy`).mtimeMs).toBe(1_700_000_000_000);
});

test('a change right after a worktree was made is seen by us and by the agent’s git', async () => {
  const tree = await changedAtOnce(async ({ path }) => write(path, { 'a.txt': '2' }));
  expect(git(tree.path, 'status', '--porcelain')).toBe(' M a.txt');
  expect(await dirtyFiles(tree)).toEqual(['a.txt']);
});

test('and so is one right after what was left was committed', async () => {
  const tree = await changedAtOnce(async (made) => {
    write(made.path, { 'a.txt': '2' });
    const identity = { name: 'metawsm', email: 'metawsm@localhost' };
    await commitAll(made, { message: 'left', except: () => false, identity });
    write(made.path, { 'a.txt': '3' });
  });
  expect(git(tree.path, 'status', '--porcelain')).toBe(' M a.txt');
  expect(await dirtyFiles(tree)).toEqual(['a.txt']);
});
