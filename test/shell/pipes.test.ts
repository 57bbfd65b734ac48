/** Named pipes where git expects files: it waits for somebody to write there, and nobody does. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GitError, limitGit } from '../../src/shell/git.js';
import { groupsNaming } from '../../src/shell/process-record.js';
import { commitAll, dirtyFiles, restore, type Tree } from '../../src/shell/worktree.js';
import { makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

const onLinux = process.platform === 'linux' ? test : test.skip;
const identity = { name: 'metawsm', email: 'metawsm@localhost' };

let home: string;
let tree: Tree;
let base: string;

beforeEach(async () => {
  const root = temporary();
  home = join(root, 'home');
  const source = makeRepo(join(root, 'source'), { 'a.txt': 'a\n' });
  ({ tree, base } = await makeTree(home, 'api', source));
});

afterEach(() => {
  limitGit();
  removeTemporary();
});

const all = (signal?: AbortSignal) =>
  commitAll(tree, { message: 'left', except: () => false, identity, signal });
const gits = () => groupsNaming(join(home, 'merge'));

/** Until a git works whose words hold this one. */
async function working(word: string): Promise<void> {
  const isOne = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
  const isThere = () => {
    try {
      return gits().some(isOne);
    } catch {
      return false; // it has just ended
    }
  };
  for (let tries = 0; !isThere(); tries++) {
    if (tries > 1_000) throw new Error('waited in vain');
    await delay(10);
  }
}

onLinux.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
  ['commitAll', (signal) => all(signal)],
  ['dirtyFiles', (signal) => dirtyFiles(tree, { signal })],
  ['restore', (signal) => restore(tree, base, () => false, signal)],
])('a pipe at `.gitignore` held `%s` beyond the end of what wanted it', async (_, work) => {
  execFileSync('mkfifo', [join(tree.path, '.gitignore')]);
  const stop = new AbortController();
  const outcome = work(stop.signal).catch((error: unknown) => error);
  await working('ls-files');
  stop.abort();
  expect(await outcome).toBeInstanceOf(GitError);
  expect(await outcome).toMatchObject({ aborted: true });
  expect(gits()).toEqual([]);
  await expect(work(stop.signal)).rejects.toMatchObject({ aborted: true });
});

test.each(['.gitignore', '.gitattributes'])(
  'a pipe at `%s` held git for ever where nobody had set a limit',
  async (name) => {
    write(tree.path, { 'a.txt': 'changed\n' });
    execFileSync('mkfifo', [join(tree.path, name)]);
    limitGit(1_000);
    await expect(all()).rejects.toMatchObject({ stderr: expect.stringContaining('time limit') });
    expect(gits()).toEqual([]);
  },
);
