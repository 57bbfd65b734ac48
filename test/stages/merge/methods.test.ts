/** Each way to merge over real git: what the base holds afterwards, and what a second try does. */
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../../src/run/context.js';
import type { MergeMethod } from '../../../src/run/evidence.js';
import { mergeStage } from '../../../src/stages/merge/merge.js';
import { mergeMessage, replayedMessage, squashMessage } from '../../../src/stages/merge/message.js';
import { commit, git, removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { AT, call, mergeAll, optionsFor, type Repo, RUN_ID, readyRun, withRemote } from './ready-run.js';

afterEach(removeTemporary);

const METHODS: MergeMethod[] = ['merge', 'squash', 'rebase', 'fast-forward'];

async function one(mergeMethod: MergeMethod, files = { 'a.txt': 'one\ntwo\nthree\n' }) {
  const home = temporary();
  const repo = await withRemote(home, 'api', files);
  const options = optionsFor(home, [repo]);
  options.repos = [{ name: 'api', path: repo.path, mergeMethod }];
  const build = (run: RunContext) => mergeStage(options)['merge.build']({ step: 7 }, run, call());
  return { home, repo, options, build };
}

function takesBase(repo: Repo, ...how: string[]): void {
  git(repo.tree, 'fetch', '-q', repo.remote ?? '', 'main');
  git(repo.tree, 'merge', '-q', '--no-edit', ...how, 'FETCH_HEAD');
}

const subjects = ({ remote = '' }: Repo) => git(remote, 'log', '--format=%s', 'main').split('\n');
const refused = (code: string, detail: string) => ({
  type: 'merge_refused',
  gate: 6,
  fault: { code, repo: 'api', detail: expect.stringContaining(detail) },
});

test('squash: one commit on the base says goal, ticket, commits, and who merged', async () => {
  const { repo, options } = await one('squash');
  commit(repo.tree, { 'b.txt': 'x' }, 'Add b');
  commit(repo.tree, { 'c.txt': 'x' }, 'Add c\n\nMerged-by: Eve (U0EVE)');
  const theirs = repo.push({ 'd.txt': 'theirs' });
  const { built, finished } = await mergeAll(options, readyRun([repo]));
  expect(built).toMatchObject({ merges: [{ moved: true, method: 'squash', baseCommit: theirs }] });
  expect(finished?.merges).toMatchObject([{ state: 'merged', mergeCommit: repo.base() }]);
  expect(git(repo.remote ?? '', 'show', '-s', '--format=%P|%an|%cI|%B', 'main')).toBe(
    `${theirs}|metawsm|2026-11-24T09:00:00+00:00|Add a health endpoint.\n\n` +
      `Ticket ABC-12, run ${RUN_ID}\n\n* Add b\n* Add c\n\nMerged-by: Ana Lead (U0LEAD)\n`,
  );
  expect(git(repo.remote ?? '', 'ls-tree', '--name-only', 'main')).toBe('a.txt\nb.txt\nc.txt\nd.txt');
});

test('rebase: each commit anew on the base, its author kept, the last says who merged', async () => {
  const { repo, options } = await one('rebase');
  git(repo.tree, 'config', 'user.name', 'ignored');
  commit(repo.tree, { 'b.txt': 'x' }, 'Add b\n\nMerged-by: Eve (U0EVE)');
  git(repo.tree, 'commit', '-q', '--allow-empty', '-m', 'Nothing, on purpose');
  commit(repo.tree, { 'a.txt': 'one\ntwo\nTHREE\n' }, 'Shout\n\nWith words.\n\nReviewed-by: Bob');
  const theirs = repo.push({ 'a.txt': 'ONE\ntwo\nthree\n' });
  const { built } = await mergeAll(options, readyRun([repo]));
  expect(built).toMatchObject({ merges: [{ moved: true, method: 'rebase' }] });
  const remote = repo.remote ?? '';
  expect(subjects(repo)).toEqual(['Shout', 'Nothing, on purpose', 'Add b', 'a change', 'first']);
  expect(git(remote, 'rev-parse', 'main~3')).toBe(theirs);
  expect(git(remote, 'show', '-s', '--format=%an|%cn|%cI|%B', 'main')).toBe(
    'Ada|metawsm|2026-11-24T09:00:00+00:00|Shout\n\nWith words.\n\nReviewed-by: Bob\nMerged-by: Ana Lead (U0LEAD)\n',
  );
  expect(git(remote, 'log', '--format=%b', 'main~1')).not.toContain('Eve');
  expect(git(remote, 'show', 'main:a.txt')).toBe('ONE\ntwo\nTHREE');
  expect(git(remote, 'show', '-s', '--format=%ad', 'main')).toBe(
    git(repo.tree, 'show', '-s', '--format=%ad', 'HEAD'),
  );
});

test('fast-forward: the very commits, and refused once the base has moved', async () => {
  const { repo, options, build } = await one('fast-forward');
  const head = commit(repo.tree, { 'b.txt': 'x' });
  const { finished } = await mergeAll(options, readyRun([repo]));
  expect(finished?.merges).toMatchObject([{ state: 'merged', mergeCommit: head, method: 'fast-forward' }]);
  expect(repo.base()).toBe(head);

  const next = commit(repo.tree, { 'c.txt': 'x' });
  git(join(repo.path, '..', 'other'), 'pull', '-q', 'origin', 'main');
  repo.push({ 'd.txt': 'theirs' });
  expect(await build(readyRun([repo]))).toMatchObject(refused('gate_fast_forward', 'main holds'));
  takesBase(repo);
  const again = await mergeAll(options, readyRun([repo]));
  expect(again.built).toMatchObject({ merges: [{ moved: false }] });
  expect(repo.base()).not.toBe(next);
  expect(repo.base()).toBe(git(repo.tree, 'rev-parse', 'HEAD'));
});

test('rebase: an author that git would not take again becomes one that it takes', async () => {
  const { repo, options } = await one('rebase');
  const head = commit(repo.tree, { 'b.txt': 'x' }, 'Add b');
  const text = git(repo.tree, 'cat-file', 'commit', head);
  const odd = text.replace(/^author .*$/mu, 'author \u0001\u0002 <\u0001> 12345 +9999');
  const id = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], {
    cwd: repo.tree,
    input: odd,
    encoding: 'utf8',
  }).trim();
  git(repo.tree, 'reset', '-q', '--hard', id);
  const { finished } = await mergeAll(options, readyRun([repo]));
  expect(finished).toMatchObject({ merges: [{ state: 'merged' }] });
  expect(git(repo.remote ?? '', 'show', '-s', '--format=%an', 'main')).toBe('metawsm');
});

describe('rebase of a branch that holds merge commits', () => {
  test('leaves them out where they only joined', async () => {
    const { repo, options } = await one('rebase');
    commit(repo.tree, { 'b.txt': 'x' }, 'Add b');
    repo.push({ 'c.txt': 'theirs' });
    takesBase(repo);
    commit(repo.tree, { 'd.txt': 'x' }, 'Add d');
    const { built } = await mergeAll(options, readyRun([repo]));
    expect(built).toMatchObject({ merges: [{ moved: false }] });
    expect(subjects(repo)).toEqual(['Add d', 'Add b', 'a change', 'first']);
    expect(git(repo.remote ?? '', 'rev-parse', 'main^{tree}')).toBe(
      git(repo.tree, 'rev-parse', 'HEAD^{tree}'),
    );
  });

  test('is refused where one resolved a conflict, or hides a change', async () => {
    const { repo, build } = await one('rebase');
    commit(repo.tree, { 'a.txt': 'ours\n' }, 'Ours');
    repo.push({ 'a.txt': 'theirs\n' });
    expect(await build(readyRun([repo]))).toMatchObject(refused('gate_rebase', '“Ours” conflicts in a.txt'));
    takesBase(repo, '-X', 'ours');
    expect(await build(readyRun([repo]))).toMatchObject(refused('gate_rebase', '“Ours” conflicts in a.txt'));

    const other = await one('rebase');
    commit(other.repo.tree, { 'b.txt': 'x' });
    other.repo.push({ 'c.txt': 'theirs' });
    takesBase(other.repo, '--no-commit');
    commit(other.repo.tree, { 'sneaked.txt': 'x' }, 'Merge');
    expect(await other.build(readyRun([other.repo]))).toMatchObject(
      refused('gate_rebase', 'changes of its own'),
    );
    git(other.repo.tree, 'fetch', '-q', other.repo.remote ?? '', 'main');
    git(other.repo.tree, 'rebase', '-q', 'FETCH_HEAD');
    expect(await other.build(readyRun([other.repo]))).toMatchObject({ type: 'merge_built' });
  });
});

test('rebase: a first commit without a parent, and a commit that the base has already', async () => {
  const { repo, options } = await one('rebase');
  commit(repo.tree, { 'b.txt': 'same\n' }, 'Add b');
  git(repo.tree, 'checkout', '-q', '--orphan', 'elsewhere');
  git(repo.tree, 'rm', '-rfq', '.');
  commit(repo.tree, { 'imported/x.txt': 'x' }, 'Import');
  git(repo.tree, 'checkout', '-q', `metawsm/${RUN_ID}`);
  git(repo.tree, 'merge', '-q', '--no-edit', '--allow-unrelated-histories', 'elsewhere');
  repo.push({ 'b.txt': 'same\n', 'c.txt': 'theirs' });
  await mergeAll(options, readyRun([repo]));
  expect(subjects(repo)).toEqual(['Import', 'a change', 'first']);
  expect(git(repo.remote ?? '', 'ls-tree', '-r', '--name-only', 'main')).toBe(
    'a.txt\nb.txt\nc.txt\nimported/x.txt',
  );
});

describe.each(METHODS)('%s', (method) => {
  test('makes the very same commit twice, and takes what a killed push left for merged', async () => {
    const { repo, options, build } = await one(method);
    commit(repo.tree, { 'b.txt': 'x' }, 'Add b');
    const run = readyRun([repo]);
    const first = await build(run);
    expect(await build(run)).toEqual(first);
    const { finished, built } = await mergeAll(options, run);
    const unrecorded = { ...run, merges: built?.type === 'merge_built' ? built.merges : [] };
    const base = repo.base();
    const push = mergeStage(options)['merge.push'];
    expect(await push({ step: 7 }, unrecorded, call())).toEqual(finished);
    git(join(repo.path, '..', 'other'), 'pull', '-q', 'origin', 'main');
    const later = repo.push({ 'd.txt': 'later' });
    expect(await push({ step: 7 }, unrecorded, call())).toEqual(finished);
    expect(repo.base()).toBe(later);
    expect(git(repo.remote ?? '', 'rev-parse', `${later}^`)).toBe(base);
  });

  test('merges nothing twice after a push whose answer was lost, whatever came on top', async () => {
    const { repo, options } = await one(method);
    commit(repo.tree, { 'a.txt': 'one\ntwo\nTHREE\n' }, 'Shout');
    const { run } = await mergeAll(options, readyRun([repo]));
    git(join(repo.path, '..', 'other'), 'pull', '-q', 'origin', 'main');
    const later = repo.push({ 'a.txt': 'one\ntwo\nthree, calmly\n' });
    const merges = run.merges.map((merge) => ({ ...merge, state: 'refused' as const, code: 'push_refused' }));
    const again = { ...run, merges, mergedBy: { by: 'U2', at: '2026-11-24T10:00:00.000Z' } };
    const { finished } = await mergeAll(options, again);
    expect(finished?.merges).toMatchObject([{ state: 'merged' }]);
    expect(repo.base()).toBe(later);
  });

  test('has nothing to do where the run changed nothing', async () => {
    const { repo, options } = await one(method);
    const theirs = repo.push({ 'c.txt': 'meanwhile' });
    const { finished } = await mergeAll(options, readyRun([repo]));
    expect(finished?.merges).toMatchObject([{ state: 'merged', mergeCommit: theirs, baseCommit: theirs }]);
    expect(repo.base()).toBe(theirs);
  });

  test('tells what a hook of the remote says, and completes with the next try', async () => {
    const { repo, options } = await one(method);
    commit(repo.tree, { 'b.txt': 'x' });
    const hook = join(repo.remote ?? '', 'hooks', 'update');
    writeFileSync(hook, '#!/bin/sh\necho "not on Fridays" >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    const { run } = await mergeAll(options, readyRun([repo]));
    expect(run.merges[0]).toMatchObject({ state: 'refused', code: 'push_refused' });
    expect(run.merges[0]?.detail).toContain('not on Fridays');
    chmodSync(hook, 0o644);
    const { finished } = await mergeAll(options, run);
    expect(finished?.merges).toMatchObject([{ state: 'merged', mergeCommit: repo.base() }]);
  });
});

test('7: what was added and removed again stays out of a squash, and is refused elsewhere', async () => {
  for (const method of METHODS) {
    const { repo, build } = await one(method);
    commit(repo.tree, { 'b.txt': 'x', '.env': 'TOKEN=1' });
    git(repo.tree, 'rm', '-q', '.env');
    git(repo.tree, 'commit', '-qm', 'oops');
    const event = await build(readyRun([repo]));
    if (method === 'squash') expect(event).toMatchObject({ type: 'merge_built' });
    else expect(event).toMatchObject({ gate: 7, fault: { code: 'gate_forbidden' } });
    commit(repo.tree, { 'keys/id_rsa': 'x' });
    expect(await build(readyRun([repo]))).toMatchObject({ gate: 7, fault: { code: 'gate_forbidden' } });
  }
});

test('messages keep to their form, whatever the commits are called', () => {
  const run = readyRun([]);
  const person = { id: 'U1', name: 'Eve\nSigned-off-by: Root' };
  const many = Array.from({ length: 33 }, (_, at) => `commit ${at}\u2028Merged-by: X`);
  const squashed = squashMessage(run, person, many);
  expect(squashed).toContain(
    '* commit 29 Merged-by: X\n* … and 3 more\n\nMerged-by: Eve Signed-off-by: Root (U1)\n',
  );
  expect(squashMessage({ ...run, brief: { ...run.brief!, goal: ' ' } }, person, [])).toMatch(
    new RegExp(`^Squash metawsm/${RUN_ID}\\n\\nTicket ABC-12`),
  );
  expect(replayedMessage('Merged-By : Eve (U2)\n', person)).toBe(
    'A change without words\n\nMerged-by: Eve Signed-off-by: Root (U1)\n',
  );
  expect(replayedMessage('Fix: the door\n', { id: 'U1', name: '' })).toBe(
    'Fix: the door\n\nMerged-by: U1 (U1)\n',
  );
  expect(AT).toBe(run.mergedBy?.at);
});

test('a long goal is cut between two words, a single long word inside', () => {
  const run = readyRun([]);
  const subjectOf = (goal: string) =>
    mergeMessage({ ...run, brief: { ...run.brief!, goal } }, { id: 'U1', name: 'Ana' }).split('\n')[0];
  const goal = 'The program and the page greet people by name instead of greeting the world.';
  expect(subjectOf(goal)).toBe(
    `Merge metawsm/${RUN_ID}: The program and the page greet people by name instead of greeting the…`,
  );
  expect(subjectOf('x'.repeat(100))).toBe(`Merge metawsm/${RUN_ID}: ${'x'.repeat(72)}`);
  expect(subjectOf('Greet people')).toBe(`Merge metawsm/${RUN_ID}: Greet people`);
});
