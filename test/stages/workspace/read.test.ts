import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { commit, git, makeRemote, makeRepo, removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { as, call, repoAt, runOf, stageOver } from './bench.js';

let root: string;

beforeEach(() => {
  root = temporary();
});

afterEach(removeTemporary);

async function read(stage: ReturnType<typeof stageOver>, ...wishes: Parameters<typeof runOf>[0]) {
  return stage['repositories.read']({ step: 3 }, runOf(wishes), call());
}

test('the base is the remote’s, as it stands there, not what the clone has checked out', async () => {
  const { clone, push } = makeRemote(root, { 'package.json': '{}' });
  git(clone, 'checkout', '-q', '-b', 'local-work');
  commit(clone, { 'local.txt': '1' });
  const newest = push({ 'later.txt': '1' });
  const stage = stageOver(root, [repoAt('api', clone, { checks: [{ text: 'npm run e2e', argv: [] }] })]);
  const { step, facts } = as('repositories_read', await read(stage, 'api'));
  expect(step).toBe(3);
  expect(facts).toEqual([
    {
      name: 'api',
      base: 'main',
      baseCommit: newest,
      baseFrom: 'default',
      detected: [],
      configured: ['npm run e2e'],
      areas: ['later.txt', 'package.json'],
    },
  ]);
});

test('the repository with the ticket documents says where they are', async () => {
  const path = makeRepo(join(root, 'api'), { 'ttmp/a.md': '1' });
  const repos = [repoAt('api', path), repoAt('web', path)];
  const stage = stageOver(root, repos, { tickets: { repo: 'api', root: 'ttmp' } });
  const { facts } = as('repositories_read', await read(stage, 'api', 'web'));
  expect(facts.map(({ documents }) => documents)).toEqual(['ttmp', undefined]);
});

test('without a remote the base is the clone’s own; wish goes before configuration, that before HEAD', async () => {
  const path = makeRepo(join(root, 'api'), { a: '1' });
  const main = git(path, 'rev-parse', 'HEAD');
  git(path, 'checkout', '-q', '-b', 'develop');
  const develop = commit(path, { b: '1' });
  git(path, 'branch', 'next', main);
  const plain = stageOver(root, [repoAt('api', path)]);
  const configured = stageOver(root, [repoAt('api', path, { base: 'next' })]);
  const bases = [
    await read(plain, 'api'),
    await read(configured, 'api'),
    await read(configured, { name: 'api', base: 'main' }),
  ].map((event) => as('repositories_read', event).facts.map(({ base, baseCommit }) => [base, baseCommit]));
  expect(bases).toEqual([[['develop', develop]], [['next', main]], [['main', main]]]);
});

test('a later reading sees what was pushed, and branches that are gone vanish', async () => {
  const { clone, push, remote } = makeRemote(root, { a: '1' });
  const stage = stageOver(root, [repoAt('api', clone)]);
  push({ b: '1' }, 'topic');
  await read(stage, { name: 'api', base: 'topic' });
  git(remote, 'branch', '-D', 'topic');
  git(join(root, 'other'), 'branch', '-m', 'topic', 'aside');
  push({ b: '1' }, 'topic/deeper');
  const gone = as('repositories_unusable', await read(stage, { name: 'api', base: 'topic' }));
  expect(gone.faults).toMatchObject([{ code: 'base_missing', detail: 'topic (it has main, topic/deeper)' }]);
  as('repositories_read', await read(stage, { name: 'api', base: 'topic/deeper' }));
});

test('a remote given as a path counts from the clone', async () => {
  const { clone } = makeRemote(root, { a: '1' });
  git(clone, 'remote', 'set-url', 'origin', '../remote.git');
  as('repositories_read', await read(stageOver(root, [repoAt('api', clone)]), 'api'));
});

test('all faults are told at once, each with its code', async () => {
  const fine = makeRepo(join(root, 'fine'), { a: '1' });
  const empty = makeRepo(join(root, 'empty'));
  mkdirSync(join(fine, 'inside'));
  mkdirSync(join(root, 'plain'));
  const { clone, remote } = makeRemote(root, { a: '1' });
  rmSync(remote, { recursive: true });
  git(clone, 'remote', 'set-url', 'origin', 'https://bot:hunter2@localhost:1/x.git');
  const stage = stageOver(root, [
    repoAt('fine', fine),
    repoAt('nowhere', join(root, 'nowhere')),
    repoAt('plain', join(root, 'plain')),
    repoAt('inside', join(fine, 'inside')),
    repoAt('empty', empty),
    repoAt('based', fine),
    repoAt('lost', clone),
  ]);
  const wishes = [
    'fine',
    'nowhere',
    'plain',
    'inside',
    'empty',
    { name: 'based', base: '--upload-pack=x' },
    'lost',
  ];
  const { faults } = as('repositories_unusable', await read(stage, ...wishes, 'unheard-of'));
  expect(faults.map(({ repo, code }) => `${repo} ${code}`)).toEqual([
    'nowhere repository_missing',
    'plain repository_missing',
    'inside repository_missing',
    'empty repository_empty',
    'based base_missing',
    'lost repository_unreachable',
    'unheard-of repository_missing',
  ]);
  const words = faults.find(({ repo }) => repo === 'lost')?.detail ?? '';
  expect(words).toContain('localhost');
  expect(words).not.toContain('hunter2');
});

test('commands and areas come from the files at the base', async () => {
  const files = {
    'package.json': JSON.stringify({
      scripts: { test: 'jest', lint: 'x', typecheck: 'tsc', start: 'x', build: 7 },
    }),
    'pnpm-lock.yaml': '',
    Makefile: 'CHECK := 1\n.PHONY: test lint\nlint test: deps\n\techo\nbuild:=no\ncheck ::\n\techo\n',
    justfile: 'check:\n  echo\nbuild target:\n  echo\n@lint:\n  echo\n',
    'Cargo.toml': '',
    'go.mod': '',
    'pyproject.toml': '[tool.pytest.ini_options]',
    'src/deep/er/x': '1',
    'docs/ü b/x': '1',
  };
  const path = makeRepo(join(root, 'api'), files);
  git(path, 'rm', '-q', 'go.mod');
  const { facts } = as('repositories_read', await read(stageOver(root, [repoAt('api', path)]), 'api'));
  expect(facts[0]?.detected).toEqual([
    'pnpm test',
    'pnpm run lint',
    'pnpm run typecheck',
    'make test',
    'make lint',
    'make check',
    'just lint',
    'just check',
    'cargo test',
    'go test ./...',
    'pytest',
  ]);
  expect(facts[0]?.areas).toEqual(expect.arrayContaining(['src', 'src/deep', 'docs/ü b', 'Makefile']));
  expect(facts[0]?.areas).toContain('src/deep/er');
});

test('a package.json that does not parse, a placeholder test and a linked Makefile offer nothing', async () => {
  const { symlinkSync } = await import('node:fs');
  const odd = makeRepo(join(root, 'odd'), { 'package.json': '{"scripts": ' });
  symlinkSync('/etc/passwd', join(odd, 'Makefile'));
  commit(odd, {});
  const fresh = makeRepo(join(root, 'fresh'), {
    'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}',
  });
  const stage = stageOver(root, [repoAt('odd', odd), repoAt('fresh', fresh)]);
  const { facts } = as('repositories_read', await read(stage, 'odd', 'fresh'));
  expect(facts.map(({ detected }) => detected)).toEqual([[], []]);
});

test('the person’s clone stays as it is', async () => {
  const { clone } = makeRemote(root, { a: '1' });
  const before = git(clone, 'for-each-ref');
  const config = git(clone, 'config', '--list', '--local');
  await read(stageOver(root, [repoAt('api', clone)]), 'api');
  expect(git(clone, 'for-each-ref')).toBe(before);
  expect(git(clone, 'config', '--list', '--local')).toBe(config);
  expect(git(clone, 'status', '--porcelain')).toBe('');
});

test('what the clone never pushed does not reach the mirror', async () => {
  const { clone } = makeRemote(root, { a: '1' });
  git(clone, 'checkout', '-q', '-b', 'private');
  const secret = commit(clone, { secret: '1' });
  await read(stageOver(root, [repoAt('api', clone)]), 'api');
  const mirror = join(root, 'home', 'repos', 'api.git');
  expect(() => git(mirror, 'cat-file', '-e', secret)).toThrow();
  expect(git(mirror, 'for-each-ref', '--format=%(refname)')).toBe('refs/base/main');
});

test('the home can be moved', async () => {
  const { clone, push } = makeRemote(root, { a: '1' });
  await read(stageOver(root, [repoAt('api', clone)]), 'api');
  renameSync(join(root, 'home'), join(root, 'moved'));
  const newest = push({ b: '1' });
  const moved = stageOver(root, [repoAt('api', clone)], { home: join(root, 'moved') });
  expect(as('repositories_read', await read(moved, 'api')).facts[0]?.baseCommit).toBe(newest);
});

test('a shallow clone, with a remote or without, is read', async () => {
  const { remote } = makeRemote(root, { a: '1' });
  commit(join(root, 'other'), { b: '1' });
  git(join(root, 'other'), 'push', '-q', 'origin', 'main');
  git(root, 'clone', '-q', '--depth', '1', `file://${remote}`, 'shallow');
  git(root, 'clone', '-q', '--depth', '1', `file://${remote}`, 'alone');
  git(join(root, 'alone'), 'remote', 'remove', 'origin');
  const stage = stageOver(root, [repoAt('a', join(root, 'shallow')), repoAt('b', join(root, 'alone'))]);
  as('repositories_read', await read(stage, 'a', 'b'));
});
