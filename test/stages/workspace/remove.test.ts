import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { RunContext } from '../../../src/run/context.js';
import type { Worktree } from '../../../src/run/repository.js';
import { headOf } from '../../../src/shell/worktree.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { as, call, RUN_ID, repoAt, runOf, stageOver } from './bench.js';

const BRANCH = `metawsm/${RUN_ID}`;

let root: string;
let api: string;
let web: string;
let workspace: string;
let worktrees: Worktree[];
let stage: ReturnType<typeof stageOver>;

beforeEach(async () => {
  root = temporary();
  workspace = join(root, 'home', 'workspaces', RUN_ID);
  api = makeRepo(join(root, 'api'), { a: '1' });
  web = makeRepo(join(root, 'web'), { a: '1' });
  stage = stageOver(root, [repoAt('api', api), repoAt('web', web)]);
  const event = await stage['workspace.prepare']({ step: 5 }, runOf(['api', 'web']), call());
  ({ worktrees } = as('workspace_prepared', event));
});

afterEach(removeTemporary);

const remove = (more: Partial<RunContext> = {}) =>
  stage['workspace.remove'](
    { step: 9, discard: false },
    runOf(['api', 'web'], { worktrees, ...more }),
    call(),
  );

test('a copy of the index that a killed bot had made stayed behind for ever', async () => {
  const indexes = join(root, 'home', 'merge', 'api.lens', 'indexes');
  const copy = `${RUN_ID}.0c9a6b0e-6c5f-4a53-9d0c-2f1f6d1c7d11`;
  const others = [`${RUN_ID}.1-abcdef`, `${RUN_ID}x`];
  write(
    indexes,
    Object.fromEntries([copy, `${copy}.lock`, `${RUN_ID}.lock`, ...others].map((name) => [name, ''])),
  );
  as('workspace_removed', await remove());
  expect(readdirSync(indexes).sort()).toEqual(others);
});

test('the log of a branch on which an agent had committed stayed behind for ever', async () => {
  commit(join(workspace, 'api'), { b: '2' });
  const log = join(root, 'home', 'repos', 'api.git', 'logs', 'refs', 'heads', 'metawsm', RUN_ID);
  expect(existsSync(log)).toBe(true);
  const event = await stage['workspace.remove'](
    { step: 9, discard: true },
    runOf(['api', 'web'], { worktrees }),
    call(),
  );
  as('workspace_removed', event);
  expect(existsSync(log)).toBe(false);
});

test('a branch that an agent had made for itself stayed for ever, and the next agent could make none of its name', async () => {
  const mirror = join(root, 'home', 'repos', 'api.git');
  git(join(workspace, 'api'), 'checkout', '-q', '-b', 'feature/one');
  commit(join(workspace, 'api'), { b: '2' });
  git(mirror, 'worktree', 'add', '-q', '--detach', join(root, 'of-another-run'), 'feature/one');
  as('workspace_removed', await remove());
  expect(git(mirror, 'for-each-ref', '--format=%(refname)', 'refs/heads/feature')).not.toBe('');
  git(mirror, 'worktree', 'remove', '--force', join(root, 'of-another-run'));
  as('workspace_removed', await remove());
  expect(git(mirror, 'for-each-ref', '--format=%(refname)', 'refs/heads/')).toBe('');
  expect(existsSync(join(mirror, 'logs', 'refs', 'heads', 'feature', 'one'))).toBe(false);
});

test('behind a link that an agent has put in place of the logs nothing is removed', async () => {
  const elsewhere = join(root, 'elsewhere');
  write(join(elsewhere, 'refs', 'heads', 'metawsm'), { [RUN_ID]: 'precious' });
  const logs = join(root, 'home', 'repos', 'api.git', 'logs');
  rmSync(logs, { recursive: true, force: true });
  symlinkSync(elsewhere, logs);
  as('workspace_removed', await remove());
  expect(existsSync(join(elsewhere, 'refs', 'heads', 'metawsm', RUN_ID))).toBe(true);
});

const head = (name: string) => headOf(join(root, 'home', 'repos', `${name}.git`), BRANCH);

test('folder, worktrees and empty branches go; twice is as good as once', async () => {
  for (let time = 0; time < 2; time++) {
    expect(await remove()).toMatchObject({ type: 'workspace_removed', step: 9 });
    expect(existsSync(workspace)).toBe(false);
    expect([await head('api'), await head('web')]).toEqual([undefined, undefined]);
    expect(git(join(root, 'home', 'repos', 'api.git'), 'worktree', 'list').split('\n')).toHaveLength(1);
  }
  as('workspace_prepared', await stage['workspace.prepare']({ step: 5 }, runOf(['api', 'web']), call()));
});

test('what the bot’s own repository kept of the run goes with it, and of no other', async () => {
  const own = join(root, 'home', 'merge', 'api.git');
  git(root, 'init', '-q', '--bare', own);
  git(own, 'fetch', '-q', api, `main:refs/metawsm/${RUN_ID}/head`, `main:refs/metawsm/${RUN_ID}/merge-now`);
  git(own, 'fetch', '-q', api, 'main:refs/metawsm/other-run/head');
  await remove();
  expect(git(own, 'for-each-ref', '--format=%(refname)')).toBe('refs/metawsm/other-run/head');
});

test('a squashed branch goes although the base does not hold its commits', async () => {
  const squashed = commit(join(workspace, 'api'), { b: '1' });
  const later = commit(join(workspace, 'web'), { b: '1' });
  const made = commit(api, { b: '1' }, 'squashed');
  const to = { base: 'main', baseCommit: '', mergeCommit: made, moved: false, remote: false } as const;
  const merge = { method: 'squash', state: 'merged', ...to } as const;
  const first = worktrees[1]!.baseCommit;
  await remove({
    merges: [
      { name: 'api', head: squashed, ...merge },
      { name: 'web', head: first, ...merge },
    ],
  });
  expect([await head('api'), await head('web')]).toEqual([undefined, later]);
});

test('a merged branch goes, one with work that was not merged stays', async () => {
  const merged = commit(join(workspace, 'api'), { b: '1' });
  const work = commit(join(workspace, 'web'), { b: '1' });
  const merge = { base: 'main', baseCommit: '', mergeCommit: '', moved: false, remote: false } as const;
  await remove({
    merges: [
      { name: 'api', head: merged, state: 'merged', ...merge },
      { name: 'web', head: work, state: 'refused', ...merge },
    ],
  });
  expect([await head('api'), await head('web')]).toEqual([undefined, work]);
});

test('commits that came after the merged ones stay', async () => {
  const merged = commit(join(workspace, 'api'), { b: '1' });
  const later = commit(join(workspace, 'api'), { b: '2' });
  const merge = { base: 'main', baseCommit: '', mergeCommit: '', moved: false, remote: false } as const;
  await remove({ merges: [{ name: 'api', head: merged, state: 'merged', ...merge }] });
  expect(await head('api')).toBe(later);
});

test('a branch that is in the base goes', async () => {
  commit(join(workspace, 'api'), { b: '1' });
  git(api, 'pull', '-q', join(root, 'home', 'repos', 'api.git'), BRANCH);
  await stage['repositories.read']({ step: 1 }, runOf(['api']), call());
  await remove();
  expect(await head('api')).toBeUndefined();
});

test('what is gone or in the way is no obstacle', async () => {
  rmSync(join(workspace, 'api'), { recursive: true });
  symlinkSync(api, join(workspace, 'api'));
  rmSync(join(root, 'home', 'repos', 'web.git'), { recursive: true });
  mkdirSync(join(workspace, 'web', 'deep', 'er'), { recursive: true });
  write(join(workspace, 'web'), { 'deep/er/x': '1' });
  chmodSync(join(workspace, 'web', 'deep', 'er'), 0o500);
  chmodSync(join(workspace, 'web', 'deep'), 0o500);
  await remove();
  expect(existsSync(workspace)).toBe(false);
  expect(existsSync(join(api, 'a'))).toBe(true);
});

test('a run that never had a workspace has nothing to remove', async () => {
  const run = runOf(['api', 'never-configured'], { id: 'abc-1-zzzzzz' });
  expect(await stage['workspace.remove']({ step: 2, discard: false }, run, call())).toMatchObject({
    type: 'workspace_removed',
  });
});

test('an id that could lead elsewhere is a defect, not a removal', async () => {
  await expect(
    stage['workspace.remove']({ step: 2, discard: false }, runOf(['api'], { id: '../repos' }), call()),
  ).rejects.toThrow('not a run id');
});
