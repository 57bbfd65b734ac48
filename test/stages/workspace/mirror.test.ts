/** What a run’s agent has left in the bare copy, and the next run’s must not meet. */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureMirror } from '../../../src/shell/lens.js';
import { refresh } from '../../../src/stages/workspace/mirror.js';
import { sourceOf } from '../../../src/stages/workspace/source.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';

let mirror: string;
let api: string;

beforeEach(() => {
  const root = temporary();
  mirror = join(root, 'home', 'repos', 'api.git');
  api = makeRepo(join(root, 'api'), { a: '1' });
});

afterEach(removeTemporary);

const fresh = async () =>
  refresh(mirror, await sourceOf({ path: api }), { name: 'metawsm', email: 'metawsm@localhost' });

test('a pipe from which git would learn where other objects lie stopped the next run', async () => {
  ensureMirror(mirror);
  const path = join(mirror, 'objects', 'info', 'alternates');
  execFileSync('mkfifo', [path]);
  expect((await fresh()).heads.get('main')).toBe(git(api, 'rev-parse', 'HEAD'));
  execFileSync('mkfifo', [path]);
  await fresh();
  expect(existsSync(path)).toBe(false);
});

test('a history that an agent had cut off was cut off for the next one, too, while the source stayed as it was', async () => {
  commit(api, { b: '1' }, 'second');
  await fresh();
  const shallow = join(mirror, 'shallow');
  const history = () => git(mirror, 'log', '--format=%s', 'refs/base/main');
  write(mirror, { shallow: `${git(api, 'rev-parse', 'HEAD')}\n` });
  expect(history()).toBe('second');
  await fresh();
  expect(existsSync(shallow)).toBe(false);
  expect(history()).toBe('second\nfirst');
  write(mirror, { 'shallow/x': '' });
  await fresh();
  expect(existsSync(shallow)).toBe(false);
});

test('a first fetch that broke off left what it had borrowed from the clone', async () => {
  const remote = join(dirname(api), 'remote.git');
  git(dirname(api), 'clone', '-q', '--bare', api, remote);
  git(api, 'remote', 'add', 'origin', remote);
  git(api, 'fetch', '-q', 'origin');
  const lost = git(remote, 'commit-tree', '-m', 'lost', 'HEAD^{tree}');
  git(remote, 'update-ref', 'refs/heads/next', lost);
  rmSync(join(remote, 'objects', lost.slice(0, 2), lost.slice(2)));
  await expect(fresh()).rejects.toThrow(/fetch failed/);
  expect(git(mirror, 'for-each-ref', 'refs/seed/')).toBe('');
});
