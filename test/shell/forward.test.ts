/** A person's working tree that a killed git, or a killed bot, left between two commits. */
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Advance, advance } from '../../src/shell/advance.js';
import { baseOf, fetchInto } from '../../src/shell/base.js';
import { forwardFolder, takeForwardLock } from '../../src/shell/forward-lock.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';

let root: string;
let path: string;
let from: string;
let to: string;

beforeEach(() => {
  root = temporary();
  path = makeRepo(join(root, 'cli'), {
    'a.txt': 'one\n',
    'b.txt': 'one\n',
    'gone.txt': 'x\n',
    'd/e': 'file\n',
  });
  from = git(path, 'rev-parse', 'HEAD');
  rmSync(join(path, 'gone.txt'));
  rmSync(join(path, 'd'), { recursive: true });
  to = commit(path, { 'a.txt': 'two and longer\n', 'b.txt': 'two\n', d: 'now a file\n', 'new/c.txt': 'c\n' });
  git(path, 'update-ref', 'refs/keep', to);
  git(path, 'reset', '-q', '--hard', from);
});

afterEach(removeTemporary);

async function step(): Promise<Advance> {
  const base = await baseOf(join(root, 'home'), { name: 'cli', path }, 'main');
  const ref = 'refs/metawsm/abc-1-aaaaaa/merge';
  await fetchInto(base.own, path, 'refs/keep', ref);
  return {
    base,
    from,
    to,
    ref,
    identity: { name: 'metawsm', email: 'm@localhost' },
    reason: 'metawsm: merge',
  };
}

/** As a killed try leaves it. */
async function halfDone(): Promise<void> {
  const gitDir = join(path, '.git');
  await takeForwardLock(gitDir, { ref: 'refs/heads/main', from, to });
  write(forwardFolder(gitDir), { begun: '', 'index.lock': 'half' });
  rmSync(join(path, 'gone.txt'));
  rmSync(join(path, 'd'), { recursive: true });
  write(path, { 'a.txt': 'two an', 'new/c.txt': 'c\n' });
}

function isForward(): void {
  expect(git(path, 'rev-parse', 'main')).toBe(to);
  expect(git(path, 'status', '--porcelain')).toBe('');
  expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('two and longer\n');
  expect(existsSync(join(path, '.git', 'index.lock'))).toBe(false);
  expect(existsSync(join(path, '.git', 'metawsm'))).toBe(false);
}

test('half a fast-forward of a checked-out base stopped every later merge', async () => {
  await halfDone();
  expect(await advance(await step())).toEqual({ state: 'advanced' });
  isForward();
});

test('a fast-forward that had moved the branch, but not the index, is carried to its end', async () => {
  await halfDone();
  const next = await step();
  git(path, 'update-ref', 'refs/heads/main', to);
  write(path, { 'a.txt': 'two and longer\n' });
  // the next merge goes on from there
  const tree = git(path, 'rev-parse', `${to}^{tree}`);
  const last = git(path, 'commit-tree', tree, '-p', to, '-m', 'the next one');
  git(path, 'update-ref', 'refs/keep', last);
  await fetchInto(next.base.own, path, 'refs/keep', next.ref);
  expect(await advance({ ...next, from: to, to: last })).toEqual({ state: 'advanced' });
  to = last;
  isForward();
});

test('what somebody has changed in a half moved tree meanwhile stays, and is named', async () => {
  await halfDone();
  write(path, { 'b.txt': 'my own words\n' });
  expect(await advance(await step())).toMatchObject({ state: 'refused', code: 'base_dirty' });
  expect(git(path, 'status', '--porcelain')).toBe(' M b.txt');
  expect(readFileSync(join(path, 'b.txt'), 'utf8')).toBe('my own words\n');
  expect(existsSync(join(path, '.git', 'index.lock'))).toBe(false);
});

test('a change that was there before the bot came, even a deletion, is not undone', async () => {
  rmSync(join(path, 'gone.txt'));
  writeFileSync(join(path, 'b.txt'), '');
  expect(await advance(await step())).toMatchObject({ state: 'refused', code: 'base_dirty' });
  expect(git(path, 'status', '--porcelain')).toBe(' M b.txt\n D gone.txt');
});

test('the index lock of a person’s own git is never removed', async () => {
  const lock = join(path, '.git', 'index.lock');
  writeFileSync(lock, '');
  utimesSync(lock, new Date(0), new Date(0));
  expect(await advance(await step())).toMatchObject({ state: 'refused', code: 'base_dirty' });
  expect(existsSync(lock)).toBe(true);
  rmSync(lock);
  expect(await advance(await step())).toEqual({ state: 'advanced' });
  isForward();
});

test('the lock of a branch stays where no try of the bot was broken off', async () => {
  git(path, 'switch', '-q', '-c', 'elsewhere');
  const lock = join(path, '.git', 'refs', 'heads', 'main.lock');
  writeFileSync(lock, '');
  expect(await advance(await step())).toMatchObject({ state: 'refused', code: 'merge_failed' });
  expect(existsSync(lock)).toBe(true);
});
