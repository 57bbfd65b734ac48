import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Later } from '../../../src/engine/ports.js';
import type { RunContext } from '../../../src/run/context.js';
import { mergeStage } from '../../../src/stages/merge/merge.js';
import { dropMerged, prepareMerged } from '../../../src/stages/merge/merged.js';
import { mergeMessage } from '../../../src/stages/merge/message.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { BRANCH, call, mergeAll, optionsFor, type Repo, RUN_ID, readyRun, withRemote } from './ready-run.js';

afterEach(removeTemporary);

async function one(files: Record<string, string> = { 'b.txt': 'x' }) {
  const home = temporary();
  const repo = await withRemote(home, 'api');
  commit(repo.tree, files);
  const build = (run: RunContext) =>
    mergeStage(optionsFor(home, [repo]))['merge.build']({ step: 7 }, run, call());
  return { home, repo, build };
}

const refusal = (gate: number, code: string, detail?: string) => ({
  type: 'merge_refused',
  step: 7,
  gate,
  fault: { code, ...(detail === undefined ? {} : { detail: expect.stringContaining(detail) }) },
});

describe('gates', () => {
  test('2: nobody is waited for', async () => {
    const { repo, build } = await one();
    const guidance = [{ state: 'open', question: 'Which port?' }] as RunContext['guidance'];
    expect(await build(readyRun([repo], { guidance }))).toMatchObject(
      refusal(2, 'gate_guidance', 'Which port?'),
    );
  });

  test('3: every worktree is clean', async () => {
    const { repo, build } = await one();
    const run = readyRun([repo]);
    write(repo.tree, { 'left over ü.txt': 'x' });
    expect(await build(run)).toMatchObject(refusal(3, 'gate_dirty', 'left over ü.txt'));
    rmSync(join(repo.tree, 'left over ü.txt'));
    write(repo.tree, { 'a.txt': 'changed' });
    expect(await build(run)).toMatchObject(refusal(3, 'gate_dirty', 'a.txt'));
    rmSync(repo.tree, { recursive: true });
    expect(await build(run)).toMatchObject(refusal(3, 'merge_failed'));
  });

  test('4: the checks passed', async () => {
    const { repo, build } = await one();
    expect(await build(readyRun([repo], { evidence: [] }))).toMatchObject(refusal(4, 'gate_checks'));
    const run = readyRun([repo]);
    run.evidence[0]!.passed = false;
    expect(await build(run)).toMatchObject(refusal(4, 'gate_checks'));
    run.evidence[0]!.passed = true;
    run.evidence[0]!.results[0]!.exitCode = null;
    expect(await build(run)).toMatchObject(refusal(4, 'gate_checks', 'npm test'));
  });

  test('5: on exactly these commits', async () => {
    const { repo, build } = await one();
    const run = readyRun([repo]);
    commit(repo.tree, { 'later.txt': 'x' });
    expect(await build(run)).toMatchObject(refusal(5, 'gate_moved_head'));
    const fresh = readyRun([repo]);
    fresh.evidence[0]!.results[0]!.commit = repo.baseCommit;
    expect(await build(fresh)).toMatchObject(refusal(5, 'gate_moved_head'));
    fresh.evidence[0]!.changes = [];
    expect(await build(fresh)).toMatchObject(refusal(5, 'gate_moved_head'));
  });

  test('6: the base merges, or repository and paths are named', async () => {
    const { repo, build } = await one({ 'a.txt': 'ours\n', 'ein ü.txt': 'ours' });
    repo.push({ 'a.txt': 'theirs\n', 'ein ü.txt': 'theirs' });
    const event = await build(readyRun([repo]));
    expect(event).toMatchObject(refusal(6, 'gate_conflict', 'a.txt, ein ü.txt'));
    expect(event).toMatchObject({ fault: { repo: 'api' } });
  });

  test('6: a base that was rewritten does not get back what was taken out of it', async () => {
    const { home, repo, build } = await one();
    const secret = repo.push({ 'secret.txt': 'x' });
    git(repo.tree, 'fetch', '-q', repo.remote ?? '', 'main');
    git(repo.tree, 'merge', '-q', '--no-edit', 'FETCH_HEAD');
    git(repo.remote ?? '', 'update-ref', 'refs/heads/main', repo.baseCommit);
    const stale: Repo = { ...repo, baseCommit: secret };
    expect(await build(readyRun([stale]))).toMatchObject(refusal(6, 'gate_conflict', 'rewritten'));
    expect(existsSync(join(home, 'merge', 'api.git'))).toBe(true);
  });

  test('6: a base that cannot be reached, or is gone, is told in words', async () => {
    const { repo, build } = await one();
    git(repo.remote ?? '', 'update-ref', '-d', 'refs/heads/main');
    expect(await build(readyRun([repo]))).toMatchObject(refusal(6, 'merge_failed', 'main is gone'));
    rmSync(repo.remote ?? '', { recursive: true });
    expect(await build(readyRun([repo]))).toMatchObject(refusal(6, 'merge_failed', 'remote.git'));
  });

  test('7: no forbidden file, not even one that a later commit removed again', async () => {
    const { repo, build } = await one({ 'config/.env': 'TOKEN=1', '.env.example': 'TOKEN=' });
    expect(await build(readyRun([repo]))).toMatchObject(refusal(7, 'gate_forbidden', 'config/.env'));
    git(repo.tree, 'rm', '-q', 'config/.env');
    git(repo.tree, 'commit', '-qm', 'oops');
    const event = await build(readyRun([repo]));
    expect(event).toMatchObject(refusal(7, 'gate_forbidden', 'earlier commit'));
    expect(JSON.stringify(event)).not.toContain('.env.example');
  });

  test('7: what the base has already is no change, nor is removing it', async () => {
    const home = temporary();
    const repo = await withRemote(home, 'api', { 'a.txt': 'one\n', id_rsa: 'test key' } as {
      'a.txt': string;
    });
    git(repo.tree, 'rm', '-q', 'id_rsa');
    commit(repo.tree, { 'b.txt': 'x' });
    repo.push({ 'certs/test.pem': 'x' });
    git(repo.tree, 'fetch', '-q', repo.remote ?? '', 'main');
    git(repo.tree, 'merge', '-q', '--no-edit', 'FETCH_HEAD');
    const { built } = await mergeAll(optionsFor(home, [repo]), readyRun([repo]));
    expect(built).toMatchObject({ type: 'merge_built' });
  });

  test('7: a merge that sneaks a file in is seen', async () => {
    const { repo, build } = await one();
    repo.push({ 'c.txt': 'theirs' });
    git(repo.tree, 'fetch', '-q', repo.remote ?? '', 'main');
    git(repo.tree, 'merge', '-q', '--no-commit', 'FETCH_HEAD');
    commit(repo.tree, { 'server.key': 'secret' }, 'merge main');
    git(repo.tree, 'rm', '-q', 'server.key');
    git(repo.tree, 'commit', '-qm', 'gone');
    expect(await build(readyRun([repo]))).toMatchObject(refusal(7, 'gate_forbidden', 'server.key'));
  });
});

test('nothing that an agent can configure in the mirror is run', async () => {
  const { home, repo } = await one({
    'b.txt': 'x',
    '.gitattributes': '* merge=evil filter=evil diff=evil\n',
  });
  const mark = join(home, 'ran');
  const evil = `touch ${mark}`;
  repo.push({ 'a.txt': 'theirs\n' });
  const settings = {
    'core.fsmonitor': evil,
    'core.hooksPath': join(repo.mirror, 'evil'),
    'uploadpack.packObjectsHook': evil,
    'merge.evil.driver': evil,
    'filter.evil.clean': evil,
    'filter.evil.smudge': evil,
    'core.sshCommand': evil,
    'core.alternateRefsCommand': evil,
    'extensions.partialClone': 'origin',
    'remote.origin.url': `ext::${evil}`,
    'remote.origin.promisor': 'true',
    'protocol.ext.allow': 'always',
    'transfer.hideRefs': 'refs/heads',
  };
  const run = readyRun([repo]);
  for (const [key, value] of Object.entries(settings)) git(repo.mirror, 'config', key, value);
  const hooks = ['reference-transaction', 'pre-push', 'post-checkout', 'post-index-change', 'pre-receive'];
  for (const hook of hooks)
    write(repo.mirror, {
      [`hooks/${hook}`]: `#!/bin/sh\n${evil}\n`,
      [`evil/${hook}`]: `#!/bin/sh\n${evil}\n`,
    });
  const { built, finished } = await mergeAll(optionsFor(home, [repo]), run);
  expect(built).toMatchObject({ merges: [{ moved: true }] });
  expect(finished).toMatchObject({ merges: [{ state: 'merged' }] });
  expect(existsSync(mark)).toBe(false);
});

test('a link in place of the mirror’s refs is refused', async () => {
  const { home, repo, build } = await one();
  const run = readyRun([repo]);
  rmSync(join(repo.mirror, 'packed-refs'), { force: true });
  symlinkSync('/etc/passwd', join(repo.mirror, 'packed-refs'));
  expect(await build(run)).toMatchObject({ type: 'merge_refused' });
  expect(existsSync(join(home, 'merge', 'api.git', 'refs', 'metawsm', RUN_ID, 'merge'))).toBe(false);
});

test('the merged result of a moved base stands in a folder of its own, and goes without a trace', async () => {
  const { home, repo, build } = await one({ 'b.txt': 'ours', '.gitignore': 'build/\n' });
  repo.push({ 'c.txt': 'theirs' });
  const run = readyRun([repo]);
  const built = await build(run);
  if (built?.type !== 'merge_built') throw new Error('not built');
  const ready = { ...run, merges: built.merges };
  await prepareMerged(ready, home);
  const [place, ...others] = await prepareMerged(ready, home);
  if (!place) throw new Error('no place');
  expect(others).toEqual([]);
  expect(place.path).toBe(join(home, 'workspaces', RUN_ID, '.merged', 'api'));
  expect(git(place.path, 'rev-parse', 'HEAD')).toBe(built.merges[0]?.mergeCommit);
  expect(git(place.path, 'ls-files')).toBe('.gitignore\na.txt\nb.txt\nc.txt');
  write(place.path, { 'b.txt': 'touched', 'out put/x.log': '1', '.env': 'kept', 'build/x': 'ignored' });
  expect((await place.undo((path) => path === '.env')).sort()).toEqual(['b.txt', 'out put/x.log']);
  expect(git(place.path, 'status', '--porcelain')).toBe('?? .env');
  expect(existsSync(join(place.path, 'build', 'x'))).toBe(true);
  await dropMerged(ready, home);
  await dropMerged(ready, home);
  expect(existsSync(join(home, 'workspaces', RUN_ID, '.merged'))).toBe(false);
  expect(git(join(home, 'merge', 'api.git'), 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(git(repo.mirror, 'rev-parse', BRANCH)).toBe(run.evidence[0]?.changes[0]?.head);
});

test('what a check writes into the configuration of the merged place runs nothing when it is tidied', async () => {
  const { home, repo, build } = await one({ 'b.txt': 'ours' });
  repo.push({ 'c.txt': 'theirs' });
  const run = readyRun([repo]);
  const built = await build(run);
  if (built?.type !== 'merge_built') throw new Error('not built');
  const ready = { ...run, merges: built.merges };
  const [place] = await prepareMerged(ready, home);
  if (!place) throw new Error('no place');
  const mark = join(home, 'mark');
  git(place.path, 'config', 'filter.evil.clean', `touch ${mark}; cat`);
  git(place.path, 'config', 'filter.evil.smudge', `touch ${mark}; cat`);
  write(place.path, { '.gitattributes': '* filter=evil\n', 'b.txt': 'OURS' });
  expect((await place.undo()).sort()).toEqual(['.gitattributes', 'b.txt']);
  expect(existsSync(mark)).toBe(false);
  await dropMerged(ready, home);
});

test('a repository that a check makes inside the merged place is not asked, and no name of a file is too odd', async () => {
  const { home, repo, build } = await one({ 'b.txt': 'ours' });
  makeRepo(join(repo.tree, 'inner'), { 'a.txt': 'a\n' });
  const gitmodules = '[submodule "inner"]\n\tpath = inner\n\turl = ./inner\n\tignore = none\n';
  commit(repo.tree, { 'c.txt': 'x', '.gitmodules': gitmodules }, 'with a repository inside');
  repo.push({ 'd.txt': 'theirs' });
  const run = readyRun([repo]);
  const built = await build(run);
  if (built?.type !== 'merge_built') throw new Error('not built');
  const ready = { ...run, merges: built.merges };
  const [place] = await prepareMerged(ready, home);
  if (!place) throw new Error('no place');
  const mark = join(home, 'mark');
  const inner = join(place.path, 'inner');
  cpSync(join(repo.tree, 'inner'), inner, { recursive: true });
  git(inner, 'config', 'filter.evil.clean', `touch ${mark}; cat`);
  write(inner, { '.gitattributes': 'a.txt filter=evil\n', 'a.txt': 'b\n' });
  utimesSync(join(inner, 'a.txt'), 1_000, 1_000);
  writeFileSync(Buffer.from(`${place.path}/odd\xff`, 'latin1'), 'x');
  const undone = await place.undo();
  expect(existsSync(mark)).toBe(false);
  expect(undone).toEqual(['odd\ufffd']);
  expect(readdirSync(place.path).filter((name) => name.startsWith('odd'))).toEqual([]);
  await dropMerged(ready, home);
});

test('a `.git` file that somebody puts into the merged place while it is made leads nowhere', async () => {
  const { home, repo, build } = await one({ 'b.txt': 'ours', '.gitattributes': 'b.txt filter=evil\n' });
  repo.push({ 'c.txt': 'theirs' });
  const run = readyRun([repo]);
  const built = await build(run);
  if (built?.type !== 'merge_built') throw new Error('not built');
  const ready = { ...run, merges: built.merges };
  const mark = join(home, 'mark');
  const evil = join(temporary(), 'evil');
  git(home, 'clone', '-q', '--bare', join(home, 'merge', 'api.git'), evil);
  git(evil, 'fetch', '-q', join(home, 'merge', 'api.git'), '+refs/metawsm/*:refs/metawsm/*');
  for (const way of ['clean', 'smudge']) git(evil, 'config', `filter.evil.${way}`, `touch ${mark}; cat`);
  const file = join(home, 'workspaces', RUN_ID, '.merged', 'api', '.git');
  write(home, { 'other.git': `gitdir: ${evil}\n` });
  const waiting = setInterval(() => {
    if (existsSync(file) && readFileSync(file, 'utf8') !== '') renameSync(join(home, 'other.git'), file);
    else return;
    clearInterval(waiting);
  }, 1);
  const [place] = await prepareMerged(ready, home).finally(() => clearInterval(waiting));
  if (!place) throw new Error('no place');
  write(place.path, { 'b.txt': 'OURS' });
  await place.undo();
  expect(existsSync(mark)).toBe(false);
  await dropMerged(ready, home);
});

test('6: a branch that no longer holds its base merges to something that was never checked', async () => {
  const home = temporary();
  const repo = await withRemote(home, 'api');
  const theirs = repo.push({ 'c.txt': 'theirs' });
  commit(repo.tree, { 'b.txt': 'x' });
  // the run began on `theirs`; its branch was put on the commit before
  const stage = mergeStage(optionsFor(home, [repo]));
  const run = readyRun([{ ...repo, baseCommit: theirs }]);
  const built = await stage['merge.build']({ step: 7 }, run, call());
  expect(built).toMatchObject({ merges: [{ baseCommit: theirs, moved: true }] });
});

test('an aborted call changes nothing and asks to be called again', async () => {
  const { home, repo } = await one();
  const stage = mergeStage(optionsFor(home, [repo]));
  const signal = AbortSignal.abort();
  await expect(stage['merge.build']({ step: 7 }, readyRun([repo]), { ...call(), signal })).rejects.toThrow(
    Later,
  );
  expect(repo.base()).toBe(repo.baseCommit);
});

test('a message keeps to its lines, whatever people are called and want', () => {
  const run = readyRun([]);
  run.brief!.goal = `${'ü'.repeat(80)}\nsecond`;
  const person = { id: 'U1', name: 'Eve\nSigned-off-by: Root <root@example.com>' };
  expect(mergeMessage(run, person)).toBe(
    `Merge metawsm/${RUN_ID}: ${'ü'.repeat(72)}\n\nTicket ABC-12\n\n` +
      'Merged-by: Eve Signed-off-by: Root <root@example.com> (U1)\n',
  );
});
