/** Repositories of unusual kinds and content go the whole way: from worktree to merge, byte for byte. */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { commit, git, makeRepo } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const README = { 'README.md': '# A greeter\n' };
const DONE = `printf '{"summary": "Done"}' > "$METAWSM_WORKSPACE/.metawsm/implementation-complete.json"`;
const agent = (...lines: string[]) => [
  'sh',
  '-c',
  ['cd "$METAWSM_WORKSPACE/api" || exit 1', ...lines, DONE].join('\n'),
];
const bytes = (repo: string, path: string) =>
  execFileSync('git', ['-C', repo, 'cat-file', 'blob', `main:${path}`], { maxBuffer: 1e9 });

test('submodules: the brief says that they stay empty, the summary that one was moved, and it merges', async () => {
  world = await makeWorld({
    localRepos: { api: README },
    asleep: true,
    agent: agent(
      'ls vendor/lib > ../seen.txt; cat ../.metawsm/brief.md >> ../seen.txt',
      'git update-index --cacheinfo "160000,$(git rev-parse HEAD),vendor/lib"',
      'git commit -qm "Move the library"; mv ../seen.txt seen.txt',
    ),
  });
  const { slack, ana, dev, repos, root } = world;
  const library = makeRepo(join(root, 'library'), { 'lib.txt': '1' });
  const { path } = repos.api!;
  git(path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib');
  commit(path, {}, 'with a submodule');
  git(path, 'checkout', '-q', '-b', 'elsewhere');
  await world.start();

  const wish =
    '--repos api --base main --goal "Greet people" --scope "vendor" --constraints none --done "`true`"';
  await ana.types(`/metawsm bootstrap ABC-1 ${wish}`, { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const brief = await world.hears(card, /^Brief for/m);
  expect(slack.visibleText(brief)).toMatch(/submodules of `api` are not fetched.*`vendor\/lib`/s);
  await ana.presses('Start run', { on: brief });
  const summary = await world.hears(card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(/Open risks.*`api` moves submodules.*`vendor\/lib`/s);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed/);
  expect(repos.api!.show('seen.txt')).toMatch(/^# Brief of.*submodules, not fetched: `vendor\/lib`/s);
}, 60_000);

test('an empty diff: the summary says that nothing was changed, and closing merges nothing', async () => {
  world = await makeWorld({ repos: { api: README }, agent: agent('true') });
  const { slack, ana, repos } = world;
  const before = repos.api!.base();
  const { card, id } = await world.begins('ABC-2', { done: '`true`' });
  const summary = await world.hears(card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(/nothing was changed.*`api`: no change/s);
  await ana.presses('Merge & close', { on: summary });
  const closed = await world.hears(card, /is .*closed/);
  expect(slack.visibleText(closed)).toMatch(/nothing to merge/);
  expect(slack.visibleText(closed)).not.toMatch(/merged into/);
  expect(repos.api!.base()).toBe(before);
  expect(existsSync(join(world.home, 'workspaces', id))).toBe(false);
}, 60_000);

test('hard names, line endings, links, modes and a large file, left uncommitted, reach the base as they are', async () => {
  world = await makeWorld({
    repos: {
      api: {
        ...README,
        '.gitattributes': '*.bat text eol=crlf\n',
        'dos.txt': 'a\r\n',
        'run.bat': 'a\r\n',
        Case: '1',
        case: '2',
      },
    },
    agent: agent(
      "printf 'b\\r\\n' >> dos.txt; printf 'b\\r\\n' >> run.bat",
      "printf x > -rf; printf x > 'sp ace'; printf x > 'ünï.txt'; printf x > 'new\nline'; printf x > \"$(printf 'f\\374r')\"",
      "ln -s README.md link; printf '#!/bin/sh\\n' > tool.sh; chmod +x tool.sh",
      'dd if=/dev/zero of=big.bin bs=1048576 count=40 2>/dev/null',
    ),
    checks: { api: ["sh -c 'rm -rf -- link -rf *.bin; touch litter; printf x > dos.txt'"] },
  });
  const { slack, ana, repos } = world;
  const { card } = await world.begins('ABC-3', { done: '`true`' });
  const summary = await world.hears(card, /Merge-ready/, undefined, 40_000);
  expect(slack.visibleText(summary)).toMatch(/left uncommitted/);
  repos.api!.push!({ 'later.txt': 'x' });
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed/, 40_000);
  const remote = repos.api!.remote!;
  expect(bytes(remote, 'dos.txt').toString()).toBe('a\r\nb\r\n');
  expect(bytes(remote, 'run.bat').toString()).toBe('a\nb\n');
  expect(bytes(remote, 'big.bin')).toHaveLength(40 * 1024 * 1024);
  const listed = execFileSync('git', ['-C', remote, 'ls-tree', '-r', '-z', 'main']).toString('latin1');
  const modes = new Map(
    listed
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.split('\t')[1], line.slice(0, 6)]),
  );
  for (const name of [
    '-rf',
    'sp ace',
    Buffer.from('ünï.txt').toString('latin1'),
    'new\nline',
    'f\xfcr',
    'Case',
    'case',
  ])
    expect([name, modes.get(name)]).toEqual([name, '100644']);
  expect([modes.get('link'), modes.get('tool.sh'), modes.get('litter')]).toEqual([
    '120000',
    '100755',
    undefined,
  ]);
}, 90_000);

test('a shallow clone without a remote takes the merge', async () => {
  world = await makeWorld({ localRepos: { api: README }, asleep: true, agent: 'greets.sh' });
  const { ana, repos, root } = world;
  const { path } = repos.api!;
  commit(path, { 'more.txt': 'x' }, 'second');
  git(root, 'clone', '-q', '--depth', '1', `file://${path}`, 'shallow');
  rmSync(path, { recursive: true });
  git(root, 'clone', '-q', '--depth', '1', `file://${join(root, 'shallow')}`, path);
  git(path, 'remote', 'remove', 'origin');
  await world.start();
  const { card } = await world.begins('ABC-4');
  const summary = await world.hears(card, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed/);
  expect(repos.api!.show('greeting.txt')).toBe('Hello, api');
  expect(repos.api!.log()).toContain('second');
}, 60_000);

test('a repository that names its objects by SHA-256 is refused in so many words', async () => {
  world = await makeWorld({ localRepos: { api: README }, asleep: true });
  const { slack, ana, dev, repos, root } = world;
  rmSync(repos.api!.path, { recursive: true });
  git(root, 'init', '-q', '-b', 'main', '--object-format=sha256', 'api');
  commit(repos.api!.path, README);
  await world.start();
  await ana.types('/metawsm bootstrap ABC-5 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-5/, { from: 'bot' });
  expect(slack.visibleText(await world.hears(card, /nothing was made/))).toMatch(
    /api names its objects by SHA-256/,
  );
}, 60_000);
