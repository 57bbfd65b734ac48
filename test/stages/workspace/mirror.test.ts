/** What a run’s agent has left in the bare copy, and the next run’s must not meet. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
