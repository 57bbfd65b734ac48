/** Repositories of an unusual kind, through the preparing of a workspace. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { commitAll, dirtyFiles, type Tree, treeOf } from '../../../src/shell/worktree.js';
import type { RepoSpec } from '../../../src/stages/workspace/options.js';
import { commit, git, makeRemote, makeRepo, removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { as, call, RUN_ID, repoAt, runOf, stageOver } from './bench.js';

let root: string;
let tree: Tree;

beforeEach(() => {
  root = temporary();
  const path = join(root, 'home/workspaces', RUN_ID, 'api');
  tree = treeOf(join(root, 'home'), { id: RUN_ID }, { name: 'api', path });
});

afterEach(removeTemporary);

const prepare = (repo: RepoSpec) =>
  stageOver(root, [repo])['workspace.prepare']({ step: 5 }, runOf([repo.name]), call());
const leaveNothing = () =>
  commitAll(tree, {
    message: 'left',
    except: () => false,
    identity: { name: 'metawsm', email: 'metawsm@localhost' },
  });

/** The git of an agent: nothing but its worktree. */
const agentGit = (...args: string[]) =>
  execFileSync('git', ['-C', tree.path, ...args], { encoding: 'utf8' }).trimEnd();

test('a shallow clone without a remote: the agent can read the history that there is, and go on', async () => {
  const { remote } = makeRemote(root, { a: '1' });
  commit(join(root, 'other'), { b: '1' }, 'second');
  git(join(root, 'other'), 'push', '-q', 'origin', 'main');
  git(root, 'clone', '-q', '--depth', '1', `file://${remote}`, 'alone');
  git(join(root, 'alone'), 'remote', 'remove', 'origin');
  as('workspace_prepared', await prepare(repoAt('api', join(root, 'alone'))));
  expect(agentGit('log', '--format=%s')).toBe('second');
  expect(agentGit('fsck', '--connectivity-only')).toBe('');
  commit(tree.path, { c: '1' }, 'third');
  expect(await dirtyFiles(tree)).toEqual([]);
});

test('a repository with submodules: their folders stay empty, and nobody follows their addresses', async () => {
  const { tree: workTree } = { tree };
  const library = makeRepo(join(root, 'library'), { 'lib.txt': '1' });
  const api = makeRepo(join(root, 'api'), { a: '1' });
  git(api, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib');
  git(api, 'config', '-f', '.gitmodules', 'submodule.evil.path', 'vendor/lib');
  git(api, 'config', '-f', '.gitmodules', 'submodule.evil.url', `ext::touch ${root}/sprung`);
  commit(api, {}, 'with a submodule');
  const { facts } = as(
    'repositories_read',
    await stageOver(root, [repoAt('api', api)])['repositories.read']({ step: 1 }, runOf(['api']), call()),
  );
  expect(facts).toMatchObject([{ submodules: ['vendor/lib'] }]);
  as('workspace_prepared', await prepare(repoAt('api', api)));
  expect(readdirSync(join(workTree.path, 'vendor/lib'))).toEqual([]);
  expect(await dirtyFiles(tree)).toEqual([]);
  expect(await leaveNothing()).toEqual({ committed: [], left: [] });
  expect(existsSync(join(root, 'sprung'))).toBe(false);
});

test('a setup command may fetch submodules; what it fetched is neither dirty nor committed', async () => {
  const library = makeRepo(join(root, 'library'), { 'lib.txt': '1' });
  const api = makeRepo(join(root, 'api'), { a: '1' });
  git(api, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib');
  commit(api, {}, 'with a submodule');
  const argv = 'git -c protocol.file.allow=always submodule --quiet update --init'.split(' ');
  const setup = [{ text: argv.join(' '), argv }];
  as('workspace_prepared', await prepare(repoAt('api', api, { setup })));
  expect(readFileSync(join(tree.path, 'lib/lib.txt'), 'utf8')).toBe('1');
  expect(await dirtyFiles(tree)).toEqual([]);
  expect(await leaveNothing()).toEqual({ committed: [], left: [] });
});
