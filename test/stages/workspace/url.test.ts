/** Repositories that are named by their address: no clone of a person takes part. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inheritForGit } from '../../../src/shell/git.js';
import { gitOverHttp } from '../../fixtures/git-over-http.js';
import { git, makeRemote, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { as, call, RUN_ID, repoAt, repoFrom, runOf, stageOver } from './bench.js';

const BRANCH = `metawsm/${RUN_ID}`;
let root: string;

beforeEach(() => {
  root = temporary();
});

afterEach(removeTemporary);

type Stage = ReturnType<typeof stageOver>;

const read = (stage: Stage, ...wishes: Parameters<typeof runOf>[0]) =>
  stage['repositories.read']({ step: 3 }, runOf(wishes), call());
const prepare = (stage: Stage, ...wishes: Parameters<typeof runOf>[0]) =>
  stage['workspace.prepare']({ step: 5 }, runOf(wishes), call());

test('a worktree from the branch as the address has it now, without any clone', async () => {
  const { remote, push } = makeRemote(root, { 'package.json': '{"scripts":{"test":"jest"}}' });
  const stage = stageOver(root, [repoFrom('api', `file://${remote}`)]);
  const { facts } = as('repositories_read', await read(stage, 'api'));
  expect(facts).toMatchObject([{ base: 'main', detected: ['npm test'], areas: ['package.json'] }]);
  const newest = push({ 'later.txt': '1' });
  const { worktrees } = as('workspace_prepared', await prepare(stage, 'api'));
  expect(worktrees).toMatchObject([{ name: 'api', base: 'main', baseCommit: newest }]);
  const path = join(root, 'home/workspaces', RUN_ID, 'api');
  expect(git(path, 'status', '--porcelain', '--branch')).toBe(`## ${BRANCH}`);
  expect(git(remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
});

test('the same name may get another address, or a clone, later', async () => {
  const one = makeRemote(join(root, 'one'), { a: '1' });
  const two = makeRemote(join(root, 'two'), { b: '2' });
  as('repositories_read', await read(stageOver(root, [repoFrom('api', `file://${one.remote}`)]), 'api'));
  const moved = stageOver(root, [repoFrom('api', `file://${two.remote}`)]);
  as('workspace_prepared', await prepare(moved, 'api'));
  expect(readFileSync(join(root, 'home/workspaces', RUN_ID, 'api', 'b'), 'utf8')).toBe('2');
});

test('a branch of the run that is at the address already is not taken', async () => {
  const { remote } = makeRemote(root, { a: '1' });
  git(remote, 'branch', BRANCH, 'main');
  const stage = stageOver(root, [repoFrom('api', `file://${remote}`)]);
  expect(as('preparation_failed', await prepare(stage, 'api')).fault).toMatchObject({
    code: 'branch_exists',
  });
});

describe('copy', () => {
  test('takes files from `files/<name>` of the home, and their secrets are known before setup runs', async () => {
    const { remote } = makeRemote(root, { a: '1' });
    write(root, {
      'home/files/api/.env': 'API_TOKEN=t0psecret\n',
      'home/files/api/conf/x': 'DB_PASSWORD=deep\n',
    });
    const hidden: string[] = [];
    const setup = [{ text: 'test -e .env', argv: ['test', '-e', '.env'] }];
    const repos = [repoFrom('api', `file://${remote}`, { copy: ['.env', 'conf'], setup })];
    as(
      'workspace_prepared',
      await prepare(stageOver(root, repos, { hide: (text) => hidden.push(text) }), 'api'),
    );
    const path = join(root, 'home/workspaces', RUN_ID, 'api');
    expect(readFileSync(join(path, '.env'), 'utf8')).toBe('API_TOKEN=t0psecret\n');
    expect(git(path, 'status', '--porcelain')).toBe('');
    expect(hidden).toEqual(['API_TOKEN=t0psecret\n', 'DB_PASSWORD=deep\n']);
  });

  test('says where a missing one has to be put', async () => {
    const { remote } = makeRemote(root, { a: '1' });
    const stage = stageOver(root, [repoFrom('api', `file://${remote}`, { copy: ['conf/.env'] })]);
    expect(as('preparation_failed', await prepare(stage, 'api')).fault).toEqual({
      code: 'copy_missing',
      repo: 'api',
      detail: join(root, 'home/files/api/conf/.env'),
    });
    expect(existsSync(join(root, 'home/workspaces', RUN_ID))).toBe(false);
  });
});

describe('faults', () => {
  test('nothing there, nobody there, no commits, no such branch, another kind of names', async () => {
    const { remote } = makeRemote(root, { a: '1' });
    const empty = makeRepo(join(root, 'empty'));
    git(root, 'init', '-q', '-b', 'main', '--object-format=sha256', 'sha256');
    git(join(root, 'sha256'), 'commit', '-q', '--allow-empty', '-m', 'first');
    const stage = stageOver(root, [
      repoFrom('gone', `file://${join(root, 'nowhere.git')}`),
      repoFrom('deaf', 'http://127.0.0.1:1/api.git'),
      repoFrom('empty', `file://${empty}`),
      repoFrom('based', `file://${remote}`, { base: 'develop' }),
      repoFrom('sha256', `file://${join(root, 'sha256')}`),
    ]);
    const names = ['gone', 'deaf', 'empty', 'based', 'sha256'];
    const { faults } = as('repositories_unusable', await read(stage, ...names));
    expect(faults).toEqual([
      expect.objectContaining({ repo: 'gone', code: 'repository_unreachable' }),
      expect.objectContaining({ repo: 'deaf', code: 'repository_unreachable' }),
      expect.objectContaining({ repo: 'empty', code: 'repository_empty' }),
      { repo: 'based', code: 'base_missing', detail: 'develop (it has main)' },
      expect.objectContaining({ repo: 'sha256', code: 'object_format' }),
    ]);
    expect(faults[0]?.detail).toMatch(/does not appear to be a git repository/);
    expect(faults[1]?.detail).toMatch(/127\.0\.0\.1/);
  });

  test('credentials that nobody has are not asked for, and those of git’s helper open the door', async () => {
    makeRemote(join(root, 'served'), { a: '1' });
    write(root, { 'person/.gitconfig': '' });
    const door = await gitOverHttp(join(root, 'served'), 'bot:hunter22');
    try {
      inheritForGit({ PATH: process.env.PATH, HOME: join(root, 'person') });
      const stage = stageOver(root, [repoFrom('api', `${door.url}/remote.git`)]);
      const { faults } = as('repositories_unusable', await read(stage, 'api'));
      expect(faults).toMatchObject([{ repo: 'api', code: 'credentials_missing' }]);
      write(root, {
        'person/.gitconfig': '[credential]\n\thelper = store\n',
        'person/.git-credentials': `${door.url.replace('://', '://bot:hunter22@')}\n`,
      });
      as('workspace_prepared', await prepare(stage, 'api'));
      rmSync(join(root, 'person', '.git-credentials'));
      const revoked = as('repositories_unusable', await read(stage, 'api'));
      expect(revoked.faults).toMatchObject([{ repo: 'api', code: 'credentials_missing' }]);
    } finally {
      inheritForGit({});
      await door.close();
    }
  });

  test.each([
    ['Permission denied (publickey).', 'credentials_missing'],
    ['Host key verification failed.', 'host_unknown'],
    ['ssh: Could not resolve hostname example.invalid: Name or service not known', 'repository_unreachable'],
  ])('ssh says “%s”', async (words, code) => {
    write(root, { 'bin/ssh': `#!/bin/sh\necho "${words}" >&2\nexit 255\n` });
    try {
      inheritForGit({ PATH: `${join(root, 'bin')}:${process.env.PATH}`, HOME: root });
      const stage = stageOver(root, [repoFrom('api', 'git@example.invalid:acme/api.git')]);
      const { faults } = as('repositories_unusable', await read(stage, 'api'));
      expect(faults).toMatchObject([{ code, detail: expect.stringContaining(words) }]);
    } finally {
      inheritForGit({});
    }
  });

  test('a clone whose remote starts a program of git’s is refused in words that say how to allow it', async () => {
    const clone = makeRepo(join(root, 'clone'), { 'a.txt': 'a' });
    git(clone, 'remote', 'add', 'origin', 'codecommit::eu-west-1://api');
    const { faults } = as(
      'repositories_unusable',
      await read(stageOver(root, [repoAt('api', clone)]), 'api'),
    );
    expect(faults).toMatchObject([{ repo: 'api', code: 'remote_way' }]);
    expect(faults[0]?.detail).toContain("transport 'codecommit' not allowed");
  });
});
