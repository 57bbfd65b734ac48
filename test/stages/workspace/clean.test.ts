/** `workspace.clean` and a discard: nothing is lost unasked, and what was broken off is finished by the next try. */
import { existsSync, mkdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { RunContext } from '../../../src/run/context.js';
import type { Worktree } from '../../../src/run/repository.js';
import { headOf } from '../../../src/shell/worktree.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { as, call, RUN_ID, repoAt, runOf, stageOver } from './bench.js';

let root: string;
let path: string;
let mirror: string;
let worktrees: Worktree[];
let stage: ReturnType<typeof stageOver>;

beforeEach(async () => {
  root = temporary();
  path = join(root, 'home', 'workspaces', RUN_ID, 'api');
  mirror = join(root, 'home', 'repos', 'api.git');
  stage = stageOver(root, [repoAt('api', makeRepo(join(root, 'api'), { 'a.txt': '1' }))]);
  const made = await stage['workspace.prepare']({ step: 5 }, runOf(['api']), call());
  ({ worktrees } = as('workspace_prepared', made));
});
afterEach(removeTemporary);

const clean = (discard = false) => {
  const leaving = { what: 'cleanup', from: 'stopped', keep: false, discard } as RunContext['leaving'];
  return stage['workspace.clean']({ step: 9 }, runOf(['api'], { worktrees, leaving: leaving! }), call());
};
const discards = () =>
  stage['workspace.remove']({ step: 9, discard: true }, runOf(['api'], { worktrees }), call());
const head = () => headOf(mirror, `metawsm/${RUN_ID}`);

async function isGone(): Promise<void> {
  expect(existsSync(join(root, 'home', 'workspaces', RUN_ID))).toBe(false);
  expect(await head()).toBeUndefined();
  expect(git(mirror, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(existsSync(join(root, 'home', 'merge', 'api.lens', 'indexes', RUN_ID))).toBe(false);
}

test('an empty workspace goes', async () => {
  as('workspace_removed', await clean());
  await isGone();
});

test.each([
  ['a new file', 'cleanup_dirty', /hunter|draft/, () => write(path, { 'draft.txt': 'x' })],
  ['a changed file', 'cleanup_dirty', /a\.txt/, () => write(path, { 'a.txt': '2' })],
  ['a commit', 'cleanup_unmerged', /[0-9a-f]{8} /, () => commit(path, { 'b.txt': '2' })],
  [
    'a commit that no branch names',
    'cleanup_unmerged',
    /[0-9a-f]{8} /,
    () => {
      git(path, 'checkout', '-q', '--detach');
      return commit(path, { 'b.txt': '2' });
    },
  ],
  [
    'a branch that is gone under its worktree',
    'cleanup_failed',
    /is gone/,
    () => git(mirror, 'update-ref', '-d', `refs/heads/metawsm/${RUN_ID}`),
  ],
])('%s is refused and named, and stays; with `discard` it goes', async (_, code, named, change) => {
  change();
  const { fault } = as('cleanup_refused', await clean());
  expect(fault).toMatchObject({ code, repo: 'api' });
  expect(fault.detail).toMatch(named);
  expect(existsSync(join(path, 'a.txt'))).toBe(true);
  as('workspace_removed', await clean(true));
  await isGone();
});

const admin = () => join(mirror, 'worktrees', RUN_ID);
const oldLock = (file: string) => {
  write(mirror, { [file]: '' });
  utimesSync(join(mirror, file), new Date(0), new Date(0));
};

test.each([
  ['the folder is gone', () => rmSync(path, { recursive: true })],
  ['half the folder is gone', () => rmSync(join(path, '.git'))],
  ['git’s record is gone', () => rmSync(admin(), { recursive: true })],
  [
    'the worktree is gone, its branch is not',
    () => {
      rmSync(path, { recursive: true });
      rmSync(admin(), { recursive: true });
    },
  ],
  ['only the mirror is left', () => rmSync(join(root, 'home', 'workspaces', RUN_ID), { recursive: true })],
  ['only the workspace is left', () => rmSync(mirror, { recursive: true })],
  ['a git that was killed left its lock on the branch', () => oldLock(`refs/heads/metawsm/${RUN_ID}.lock`)],
  ['a git that was killed left its lock on the index', () => write(admin(), { 'index.lock': '' })],
  [
    'the draft of an index is left',
    () => write(join(root, 'home', 'merge', 'api.lens', 'indexes'), { [`${RUN_ID}.lock`]: '' }),
  ],
])('a bot that was killed while %s: the next try succeeds', async (_, breakIt) => {
  commit(path, { 'b.txt': '2' });
  breakIt();
  as('workspace_removed', await discards());
  expect(existsSync(join(root, 'home', 'workspaces', RUN_ID))).toBe(false);
  if (existsSync(mirror)) await isGone();
  as('workspace_removed', await discards());
});

test('what cannot be removed is a refusal in the words of the system, not a defect', async () => {
  const merge = join(root, 'home', 'merge', 'api.lens', 'indexes', RUN_ID);
  rmSync(merge, { force: true });
  mkdirSync(join(merge, 'folder'), { recursive: true });
  for (const event of [await clean(true), await discards()])
    expect(as('cleanup_refused', event).fault).toMatchObject({ code: 'cleanup_failed', repo: 'api' });
  rmSync(merge, { recursive: true });
  as('workspace_removed', await discards());
  await isGone();
});
