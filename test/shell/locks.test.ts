/** Locks that a killed git left in the bot's own repositories and in a mirror. */
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fetchInto, ownGit } from '../../src/shell/base.js';
import { dropHalfObjects } from '../../src/shell/half-objects.js';
import { ensureMirror, lensGit } from '../../src/shell/lens.js';
import { forgetRun } from '../../src/shell/own-refs.js';
import { git, makeRepo, removeTemporary, temporary } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

let root: string;
let source: string;

beforeEach(() => {
  root = temporary();
  source = makeRepo(join(root, 'source'), { 'a.txt': 'a\n' });
});

afterEach(removeTemporary);

test('the lock of packed refs, which git names by the link that leads to it, stopped every later fetch', async () => {
  const { tree, base } = await makeTree(join(root, 'home'), 'api', source);
  const lock = join(tree.mirror, 'packed-refs.lock');
  writeFileSync(lock, '');
  utimesSync(lock, new Date(0), new Date(0));
  const through = await lensGit(tree.mirror);
  await through(['update-ref', 'refs/base/gone', base]);
  await through(['update-ref', '-d', 'refs/base/gone']);
  expect(existsSync(lock)).toBe(false);
});

test('a lock that seems to come from the future, because the clock was put back, was waited for until then', async () => {
  const { tree, base } = await makeTree(join(root, 'home'), 'api', source);
  const lock = join(tree.mirror, 'refs', 'base', 'other.lock');
  writeFileSync(lock, '');
  const later = new Date(Date.now() + 3_600_000);
  utimesSync(lock, later, later);
  await (await lensGit(tree.mirror))(['update-ref', 'refs/base/other', base]);
  expect(existsSync(lock)).toBe(false);
}, 30_000);

test('a fresh lock in a repository of the bot alone is nobody’s, unless a git of the bot works there', async () => {
  const own = join(root, 'own.git');
  ensureMirror(own);
  const id = await fetchInto(own, source, 'refs/heads/main', 'refs/x/base');
  const lock = join(own, 'refs', 'x', 'next.lock');
  writeFileSync(lock, '');
  await ownGit({ own })(['update-ref', 'refs/x/next', id]);
  expect(existsSync(lock)).toBe(false);
  expect(git(own, 'rev-parse', 'refs/x/next')).toBe(id);
});

test('objects that git left half written are gone with the run, unless a git works there', async () => {
  const own = join(root, 'own.git');
  ensureMirror(own);
  await fetchInto(own, source, 'refs/heads/main', 'refs/metawsm/run-1/base');
  const halves = ['objects/tmp_objdir-x', 'objects/65/tmp_obj_w9uajd', 'objects/pack/tmp_pack_x'];
  const leave = () => {
    for (const half of halves) {
      mkdirSync(join(own, half, '..'), { recursive: true });
      writeFileSync(join(own, half), 'half');
    }
  };
  const left = () => halves.filter((half) => existsSync(join(own, half)));
  leave();
  const waits = ownGit({ own })(['hash-object', '-w', '--stdin-paths'], { input: join(root, 'pipe') });
  dropHalfObjects(own);
  expect(left()).toEqual(halves);
  await waits.catch(() => undefined);
  // where checks of another run may have started a git
  mkdirSync(join(own, 'worktrees', 'run-2'), { recursive: true });
  dropHalfObjects(own);
  expect(left()).toEqual(halves);
  rmSync(join(own, 'worktrees'), { recursive: true });
  await forgetRun(own, 'run-1');
  expect(left()).toEqual([]);
  expect(git(own, 'for-each-ref')).toBe('');
});
