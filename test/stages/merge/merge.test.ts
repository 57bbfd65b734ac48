import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { mergeStage } from '../../../src/stages/merge/merge.js';
import { commit, git, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { AT, call, mergeAll, optionsFor, RUN_ID, readyRun, withoutRemote, withRemote } from './ready-run.js';

afterEach(removeTemporary);

const states = (merges: { name: string; state: string }[] = []) =>
  Object.fromEntries(merges.map(({ name, state }) => [name, state]));

describe('a direct merge', () => {
  test('reaches both remotes as a merge commit that names who decided', async () => {
    const home = temporary();
    const repos = [await withRemote(home, 'api'), await withRemote(home, 'web')];
    for (const { tree, name } of repos) commit(tree, { [`ein Ordner/${name} ü.txt`]: 'x\n' });
    const { finished } = await mergeAll(optionsFor(home, repos), readyRun(repos));
    expect(states(finished?.merges)).toEqual({ api: 'merged', web: 'merged' });
    for (const { remote = '', tree, baseCommit, base } of repos) {
      const head = git(tree, 'rev-parse', 'HEAD');
      expect(git(remote, 'rev-list', '--parents', '-1', base())).toBe(`${base()} ${baseCommit} ${head}`);
      expect(git(remote, 'log', '-1', '--format=%B|%an|%ae|%aI', base())).toBe(
        `Merge metawsm/${RUN_ID}: Add a health endpoint.\n\nTicket ABC-12\n\nMerged-by: Ana Lead (U0LEAD)\n` +
          '|metawsm|metawsm@localhost|2026-11-24T09:00:00+00:00',
      );
      expect(git(remote, 'log', '-1', '--format=%(trailers:key=Merged-by,valueonly)', base())).toContain(
        'Ana',
      );
    }
  });

  test('builds the same commit twice and pushes it once', async () => {
    const home = temporary();
    const repos = [await withRemote(home, 'api')];
    commit(repos[0]!.tree, { 'b.txt': 'x' });
    const run = readyRun(repos);
    const stage = mergeStage(optionsFor(home, repos));
    const first = await stage['merge.build']({ step: 7 }, run, call());
    const second = await stage['merge.build']({ step: 7 }, run, call());
    expect(first).toMatchObject({
      type: 'merge_built',
      merges: [{ state: 'built', moved: false, remote: true }],
    });
    expect(second).toEqual(first);
    expect(repos[0]!.base()).toBe(repos[0]!.baseCommit);
  });

  test('has nothing to do where the run changed nothing', async () => {
    const home = temporary();
    const repos = [await withRemote(home, 'api'), await withoutRemote(home, 'web')];
    repos[0]!.push({ 'c.txt': 'meanwhile' });
    const before = repos.map(({ base }) => base());
    const { finished } = await mergeAll(optionsFor(home, repos), readyRun(repos));
    expect(finished?.merges).toMatchObject([
      { state: 'merged', mergeCommit: before[0], baseCommit: before[0] },
      { state: 'merged', mergeCommit: before[1], baseCommit: before[1] },
    ]);
    expect(repos.map(({ base }) => base())).toEqual(before);
  });

  test('merges a base that has moved and asks for checks on the result', async () => {
    const home = temporary();
    const repos = [await withRemote(home, 'api'), await withRemote(home, 'web')];
    for (const { tree } of repos) commit(tree, { 'b.txt': 'ours' });
    const theirs = repos[0]!.push({ 'c.txt': 'theirs' });
    const { built, finished } = await mergeAll(optionsFor(home, repos), readyRun(repos));
    expect(built).toMatchObject({
      merges: [
        { name: 'api', moved: true, baseCommit: theirs },
        { name: 'web', moved: false },
      ],
    });
    expect(states(finished?.merges)).toEqual({ api: 'merged', web: 'merged' });
    const remote = repos[0]!.remote ?? '';
    expect(git(remote, 'ls-tree', '--name-only', 'main')).toBe('a.txt\nb.txt\nc.txt');
  });

  test('asks for no further checks where the agent has merged the moved base itself', async () => {
    const home = temporary();
    const repo = await withRemote(home, 'api');
    commit(repo.tree, { 'b.txt': 'ours' });
    repo.push({ 'c.txt': 'theirs' });
    git(repo.tree, 'fetch', '-q', repo.remote ?? '', 'main');
    git(repo.tree, 'merge', '-q', '--no-edit', 'FETCH_HEAD');
    const { built } = await mergeAll(optionsFor(home, [repo]), readyRun([repo]));
    expect(built).toMatchObject({ type: 'merge_built', merges: [{ moved: false }] });
  });
});

describe('a push', () => {
  test('that repository 2 of 3 refuses leaves the first merged, and a retry completes the rest', async () => {
    const home = temporary();
    const repos = [
      await withRemote(home, 'api'),
      await withRemote(home, 'web'),
      await withoutRemote(home, 'cli'),
    ];
    for (const { tree } of repos) commit(tree, { 'b.txt': 'x' });
    const hook = join(repos[1]!.remote ?? '', 'hooks', 'pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho "protected branch: ask the release team" >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    const options = optionsFor(home, repos);
    const first = await mergeAll(options, readyRun(repos));
    expect(states(first.finished?.merges)).toEqual({ api: 'merged', web: 'refused', cli: 'built' });
    const refused = first.run.merges[1];
    expect(refused).toMatchObject({ code: 'push_refused' });
    expect(refused?.detail).toContain('protected branch: ask the release team');
    expect(refused?.detail).toContain('pre-receive hook declined');
    expect(repos[2]!.base()).toBe(repos[2]!.baseCommit);

    rmSync(hook);
    const pushed = repos[0]!.base();
    const again = await mergeAll(options, {
      ...first.run,
      mergedBy: { by: 'U2', at: '2026-11-24T10:00:00.000Z' },
    });
    expect(states(again.finished?.merges)).toEqual({ api: 'merged', web: 'merged', cli: 'merged' });
    expect(again.run.merges[0]).toEqual(first.run.merges[0]);
    expect(again.run.merges[1]).not.toHaveProperty('detail');
    expect(repos[0]!.base()).toBe(pushed);
  });

  test('that was killed before it was recorded is adopted, also when others pushed since', async () => {
    const home = temporary();
    const repos = [await withRemote(home, 'api'), await withoutRemote(home, 'cli')];
    for (const { tree } of repos) commit(tree, { 'b.txt': 'x' });
    const options = optionsFor(home, repos);
    const { built, finished } = await mergeAll(options, readyRun(repos));
    const bases = repos.map(({ base }) => base());
    const unrecorded = { ...readyRun(repos), merges: built?.type === 'merge_built' ? built.merges : [] };
    const push = mergeStage(options)['merge.push'];
    expect(await push({ step: 7 }, unrecorded, call())).toEqual(finished);
    expect(repos.map(({ base }) => base())).toEqual(bases);

    git(join(repos[0]!.path, '..', 'other'), 'pull', '-q', 'origin', 'main');
    const later = repos[0]!.push({ 'd.txt': 'later' });
    expect(await push({ step: 7 }, unrecorded, call())).toEqual(finished);
    expect(repos[0]!.base()).toBe(later);
  });

  test('never goes onto a base that moved after the build', async () => {
    const home = temporary();
    const repos = [await withRemote(home, 'api'), await withoutRemote(home, 'cli')];
    for (const { tree } of repos) commit(tree, { 'b.txt': 'x' });
    for (const repo of repos) {
      const stage = mergeStage(optionsFor(home, [repo]));
      const run = readyRun([repo]);
      const built = await stage['merge.build']({ step: 7 }, run, call());
      if (built?.type !== 'merge_built') throw new Error('not built');
      const theirs = repo.push({ 'c.txt': 'just now' });
      const finished = await stage['merge.push']({ step: 7 }, { ...run, merges: built.merges }, call());
      expect(finished).toMatchObject({ merges: [{ state: 'refused', code: 'base_moved' }] });
      expect(repo.base()).toBe(theirs);
    }
  });
});

describe('a base without a remote', () => {
  test('is fast-forwarded with its clean working tree, untracked files left alone', async () => {
    const home = temporary();
    const repo = await withoutRemote(home, 'cli');
    commit(repo.tree, { 'a.txt': 'two\n', 'b c.txt': 'x' });
    write(repo.path, { 'notes.txt': 'mine' });
    write(join(repo.path, '.git'), {
      'hooks/post-merge': `#!/bin/sh\ntouch ${home}/hook-ran\n`,
      'hooks/reference-transaction': `#!/bin/sh\ntouch ${home}/hook-ran\n`,
    });
    const { finished } = await mergeAll(optionsFor(home, [repo]), readyRun([repo]));
    expect(finished?.merges).toMatchObject([{ state: 'merged', remote: false }]);
    expect(repo.base()).toBe(finished?.merges[0]?.mergeCommit);
    expect(readFileSync(join(repo.path, 'a.txt'), 'utf8')).toBe('two\n');
    expect(git(repo.path, 'status', '--porcelain')).toBe('?? notes.txt');
    expect(existsSync(join(home, 'hook-ran'))).toBe(false);
  });

  test('is refused where an untracked file stands in the way', async () => {
    const home = temporary();
    const repo = await withoutRemote(home, 'cli');
    commit(repo.tree, { 'new.txt': 'ours\n' });
    write(repo.path, { 'new.txt': 'mine\n' });
    const { finished } = await mergeAll(optionsFor(home, [repo]), readyRun([repo]));
    expect(finished?.merges).toMatchObject([{ state: 'refused', code: 'base_dirty' }]);
    expect(finished?.merges[0]?.detail).toContain('new.txt');
    expect(repo.base()).toBe(repo.baseCommit);
    expect(readFileSync(join(repo.path, 'new.txt'), 'utf8')).toBe('mine\n');
  });

  test('finishes a fast-forward that was killed between the tree and the branch', async () => {
    const home = temporary();
    const repo = await withoutRemote(home, 'cli');
    commit(repo.tree, { 'a.txt': 'two\n', 'b.txt': 'x' });
    const stage = mergeStage(optionsFor(home, [repo]));
    const run = readyRun([repo]);
    const built = await stage['merge.build']({ step: 7 }, run, call());
    if (built?.type !== 'merge_built') throw new Error('not built');
    const { mergeCommit = '' } = built.merges[0] ?? {};
    git(repo.path, 'fetch', '-q', join(home, 'merge', 'cli.git'), `refs/metawsm/${RUN_ID}/merge`);
    git(repo.path, 'read-tree', '-m', '-u', 'HEAD', mergeCommit);
    const finished = await stage['merge.push']({ step: 7 }, { ...run, merges: built.merges }, call());
    expect(finished).toMatchObject({ merges: [{ state: 'merged' }] });
    expect(repo.base()).toBe(mergeCommit);
    expect(git(repo.path, 'status', '--porcelain')).toBe('');
  });
});

test('now() dates the events', async () => {
  const home = temporary();
  const { built } = await mergeAll(optionsFor(home, []), readyRun([]));
  expect(built).toEqual({ type: 'merge_built', step: 7, at: AT, merges: [] });
});
