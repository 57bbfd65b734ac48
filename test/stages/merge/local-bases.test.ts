/** Bases without a remote, each way to merge: checked out clean or not, elsewhere, nowhere, in a bare repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { MergeMethod } from '../../../src/run/evidence.js';
import { commit, git, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { mergeAll, optionsFor, readyRun, withoutRemote } from './ready-run.js';

afterEach(removeTemporary);

async function local(mergeMethod: MergeMethod) {
  const home = temporary();
  const repo = await withoutRemote(home, 'cli');
  commit(repo.tree, { 'a.txt': 'two\n', 'b.txt': 'x' });
  /** Merges where the summary has named `checkedOut`, or no working tree. */
  const merges = async (checkedOut?: string, path = repo.path, run = readyRun([repo])) => {
    const told = { method: mergeMethod, remote: false, ...(checkedOut ? { checkedOut } : {}) };
    run.evidence[0]!.changes[0]!.into = told;
    const options = { ...optionsFor(home, [repo]), repos: [{ name: 'cli', path, mergeMethod }] };
    const all = await mergeAll(options, run);
    return { merge: all.finished?.merges[0], run: all.run };
  };
  return { home, repo, merges };
}

describe.each<MergeMethod>(['merge', 'squash', 'rebase', 'fast-forward'])('%s', (method) => {
  test('moves a clean working tree forward', async () => {
    const { repo, merges } = await local(method);
    const { merge } = await merges(repo.path);
    expect(merge).toMatchObject({ state: 'merged', mergeCommit: repo.base(), remote: false });
    expect(readFileSync(join(repo.path, 'a.txt'), 'utf8')).toBe('two\n');
    expect(git(repo.path, 'status', '--porcelain')).toBe('');
    expect(git(repo.path, 'branch', '--show-current')).toBe('main');
  });

  test('is refused where the tree is not clean, and goes on once it is', async () => {
    const { repo, merges } = await local(method);
    write(repo.path, { 'a.txt': 'half done\n' });
    const { merge } = await merges(repo.path);
    expect(merge).toMatchObject({ state: 'refused', code: 'base_dirty', checkedOut: repo.path });
    expect(repo.base()).toBe(repo.baseCommit);
    expect(readFileSync(join(repo.path, 'a.txt'), 'utf8')).toBe('half done\n');
    git(repo.path, 'checkout', '-q', 'a.txt');
    expect((await merges(repo.path)).merge).toMatchObject({ state: 'merged' });
  });

  test('moves the branch alone where it is checked out nowhere, and in a bare repository', async () => {
    const { home, repo, merges } = await local(method);
    git(repo.path, 'switch', '-q', '-c', 'elsewhere');
    write(repo.path, { 'a.txt': 'half done\n' });
    const bare = join(home, 'bare');
    git(repo.path, 'clone', '-q', '--bare', repo.path, bare);
    git(bare, 'remote', 'remove', 'origin');
    for (const path of [repo.path, bare]) {
      const { merge } = await merges(undefined, path);
      expect(merge).toMatchObject({ state: 'merged', mergeCommit: git(path, 'rev-parse', 'main') });
      expect(git(path, 'show', 'main:a.txt')).toBe('two');
    }
    expect(readFileSync(join(repo.path, 'a.txt'), 'utf8')).toBe('half done\n');
  });

  test('moves a linked worktree forward', async () => {
    const { home, repo, merges } = await local(method);
    git(repo.path, 'switch', '-q', '-c', 'elsewhere');
    const linked = join(home, 'linked tree');
    git(repo.path, 'worktree', 'add', '-q', linked, 'main');
    expect((await merges(linked)).merge).toMatchObject({ state: 'merged' });
    expect(readFileSync(join(linked, 'b.txt'), 'utf8')).toBe('x');
    expect(git(linked, 'status', '--porcelain')).toBe('');
  });
});

test('a tree that nobody was told of stays as it is; the next try has named it', async () => {
  const { repo, merges } = await local('merge');
  const first = await merges(undefined);
  expect(first.merge).toMatchObject({
    state: 'refused',
    code: 'base_checked_out',
    detail: repo.path,
    checkedOut: repo.path,
  });
  expect(repo.base()).toBe(repo.baseCommit);
  expect(existsSync(join(repo.path, 'b.txt'))).toBe(false);
  const second = await merges(undefined, repo.path, first.run);
  expect(second.merge).toMatchObject({ state: 'merged', mergeCommit: repo.base() });
});
