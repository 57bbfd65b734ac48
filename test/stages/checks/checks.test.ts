import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Later } from '../../../src/engine/ports.js';
import type { CheckPlan, RunContext } from '../../../src/run/context.js';
import type { RunEvent } from '../../../src/run/events.js';
import { FORBIDDEN_BY_DEFAULT, forbiddenBy } from '../../../src/run/forbidden.js';
import { noteProcess } from '../../../src/shell/noted-processes.js';
import { groupsNaming, isAlive, recordOf } from '../../../src/shell/process-record.js';
import { CHECK_PROCESSES, runFile } from '../../../src/shell/run-folder.js';
import { dirtyFiles, headOf, type Tree } from '../../../src/shell/worktree.js';
import { type ChecksOptions, checksStage } from '../../../src/stages/checks/checks.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { makeTree } from '../../fixtures/git-trees.js';
import { Walk } from '../../run/walk.js';
import { call, now, until } from '../desk.js';

afterEach(removeTemporary);

const onLinux = process.platform === 'linux' ? test : test.skip;

interface Bench {
  home: string;
  trees: Record<string, Tree>;
  sources: Record<string, string>;
  run: RunContext;
}

async function bench(repos: Record<string, Record<string, string>>): Promise<Bench> {
  const home = temporary();
  const { run } = new Walk().working();
  const trees: Record<string, Tree> = {};
  const sources: Record<string, string> = {};
  run.worktrees = [];
  for (const [name, files] of Object.entries(repos)) {
    const source = makeRepo(join(temporary(), name), files);
    const { tree, base } = await makeTree(home, name, source, { runId: run.id });
    trees[name] = tree;
    sources[name] = source;
    run.worktrees.push({ name, path: tree.path, base: 'main', baseCommit: base });
  }
  mkdirSync(join(home, 'workspaces', run.id, '.metawsm'), { recursive: true });
  return { home, trees, sources, run };
}

const plan = (repo: string, ...argv: string[]): CheckPlan => ({
  repo,
  command: argv.join(' '),
  argv,
  source: 'configured',
});

test('evidence says where the change goes and how', async () => {
  const one = await bench({ api: { a: '1' }, web: { a: '1' } });
  const { api = '', web = '' } = one.sources;
  git(web, 'switch', '-q', '-c', 'elsewhere');
  const repos = [
    { name: 'api', path: api },
    { name: 'web', path: web, mergeMethod: 'squash' as const },
  ];
  const told = async () => {
    const event = await stageOf(one, { repos })({ step: 1 }, one.run, call());
    return event?.type === 'checks_finished' && event.changes.map(({ into }) => into);
  };
  expect(await told()).toEqual([
    { method: 'merge', remote: false, checkedOut: api },
    { method: 'squash', remote: false },
  ]);
  git(api, 'remote', 'add', 'origin', web);
  rmSync(web, { recursive: true });
  expect(await told()).toEqual([{ method: 'merge', remote: true }, undefined]);
});

function stageOf({ home }: Bench, options: Partial<ChecksOptions> = {}) {
  return checksStage({
    home,
    timeoutMs: 20_000,
    graceMs: 200,
    environment: (repo) => ({ PATH: process.env.PATH ?? '', REPO: repo }),
    wrap: () => [],
    redact: (text) => text.replaceAll('hunter2hunter2', '[redacted]'),
    now,
    forbidden: forbiddenBy(FORBIDDEN_BY_DEFAULT),
    identity: { name: 'metawsm', email: 'metawsm@localhost' },
    ...options,
  })['checks.run'];
}

type Finished = Extract<RunEvent, { type: 'checks_finished' }>;

async function finished(
  the: Bench,
  plans: CheckPlan[],
  options: Partial<ChecksOptions> = {},
): Promise<Finished> {
  the.run.brief = { ...(the.run.brief as NonNullable<RunContext['brief']>), checks: plans };
  const event = await stageOf(the, options)({ step: 7 }, the.run, call());
  if (event?.type !== 'checks_finished') throw new Error(JSON.stringify(event));
  return event;
}

describe('commands', () => {
  test('pass, fail and absence, in the order of the plans, on the commit that stands there', async () => {
    const the = await bench({ api: { 'ok.sh': '#!/bin/sh\necho "in $REPO"; pwd' }, web: { a: '1' } });
    const plans = [
      plan('web', 'sh', '-c', 'printf "\\033[31mred\\033[0m hunter2hunter2\\n" >&2; exit 3'),
      plan('api', './ok.sh'),
      plan('api', 'no-such-program', '--now'),
    ];
    const { results, step } = await finished(the, plans);
    expect(step).toBe(7);
    expect(results).toMatchObject([
      { repo: 'web', exitCode: 3, timedOut: false, output: 'red [redacted]', undone: [] },
      { repo: 'api', exitCode: 0, output: `in api\n${the.trees.api?.path}` },
      { repo: 'api', exitCode: 127, output: expect.stringContaining('no-such-program') },
    ]);
    const heads = await Promise.all(
      ['web', 'api'].map((name) => headOf(the.trees[name]!.mirror, the.trees[name]!.branch)),
    );
    expect(results.map((result) => result.commit)).toEqual([heads[0], heads[1], heads[1]]);
    const contract = join(the.home, 'workspaces', the.run.id, '.metawsm', 'validation-result.json');
    expect(JSON.parse(readFileSync(contract, 'utf8'))).toEqual({
      run_id: the.run.id,
      status: 'failed',
      done_criteria: the.run.brief?.done,
      checks: results.map(({ repo, command, exitCode, durationMs, commit: on }) => ({
        repo,
        command,
        exit_code: exitCode,
        duration_ms: durationMs,
        commit: on,
      })),
    });
  });

  test('words reach the program as they are, without a shell, behind the wrapper', async () => {
    const the = await bench({ api: { a: '1' } });
    const { results } = await finished(the, [plan('api', 'printf', '%s|', '$HOME', '*', 'a; b')], {
      wrap: (agent) => ['env', `WRAPPED=${agent}`],
    });
    expect(results[0]).toMatchObject({ exitCode: 0, output: '$HOME|*|a; b|' });
  });

  test('the time limit ends a whole group that ignores SIGTERM', async () => {
    const the = await bench({ api: { a: '1' } });
    const pids = join(the.home, 'pids');
    const script = `trap "" TERM; sh -c 'trap "" TERM; echo $$ >> ${pids}; sleep 60' & echo $$ >> ${pids}; echo begun; wait; sleep 60`;
    const { results } = await finished(the, [plan('api', 'sh', '-c', script)], { timeoutMs: 300 });
    expect(results[0]).toMatchObject({ exitCode: null, timedOut: true, output: 'begun' });
    for (const pid of readFileSync(pids, 'utf8').trim().split('\n'))
      await until(() => !alive(Number(pid)), `${pid} is gone`);
  });

  test('one that exits 0 when the time limit hits it has not passed', async () => {
    const the = await bench({ api: { a: '1' } });
    const { results } = await finished(
      the,
      [plan('api', 'sh', '-c', 'trap "exit 0" TERM; sleep 60 & wait')],
      {
        timeoutMs: 300,
      },
    );
    expect(results[0]).toMatchObject({ exitCode: null, timedOut: true });
  });

  test('a server that it leaves behind is ended, and holds up nothing', async () => {
    const the = await bench({ api: { a: '1' } });
    const pid = join(the.home, 'pid');
    const { results } = await finished(the, [plan('api', 'sh', '-c', `sleep 60 & echo $! > ${pid}`)]);
    expect(results[0]).toMatchObject({ exitCode: 0, timedOut: false });
    expect(alive(Number(readFileSync(pid, 'utf8')))).toBe(false);
  });

  test('of much output the end is kept', async () => {
    const the = await bench({ api: { a: '1' } });
    const script = 'i=0; while [ $i -lt 20000 ]; do echo "line $i äöü"; i=$((i+1)); done';
    const { results } = await finished(the, [plan('api', 'sh', '-c', script)]);
    expect(results[0]?.output.length).toBeLessThanOrEqual(4_000);
    expect(results[0]?.output).toMatch(/line 19999 äöü$/);
  });

  test('repositories go side by side, the commands of one after another', async () => {
    const the = await bench({ api: { a: '1' }, web: { a: '1' } });
    const mark = (name: string) => join(the.home, name);
    const meet = (own: string, other: string) => [
      'sh',
      '-c',
      `touch ${mark(own)}; i=0; while [ ! -e ${mark(other)} ]; do i=$((i+1)); [ $i -gt 500 ] && exit 1; sleep 0.01; done`,
    ];
    const { results } = await finished(the, [
      plan('api', ...meet('a', 'b')),
      plan('api', 'test', '-e', mark('a')),
      plan('web', ...meet('b', 'a')),
    ]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  });
});

describe('the tree', () => {
  test('what a check changes or leaves is undone and named; what git ignores stays', async () => {
    const the = await bench({ api: { '.gitignore': 'cache/\n', 'a.txt': 'one\n', 'b.txt': 'two\n' } });
    const tree = the.trees.api!;
    const script =
      'echo changed > a.txt; rm b.txt; mkdir -p out cache; echo x > "out/new file"; echo x > cache/kept; git init -q nested';
    const { results, changes } = await finished(the, [
      plan('api', 'sh', '-c', script),
      plan('api', 'sh', '-c', 'cat a.txt b.txt; ls'),
    ]);
    expect([...(results[0]?.undone ?? [])].sort()).toEqual(['a.txt', 'b.txt', 'nested/', 'out/new file']);
    expect(results[1]).toMatchObject({ output: 'one\ntwo\na.txt\nb.txt\ncache', undone: [] });
    expect(existsSync(join(tree.path, 'cache', 'kept'))).toBe(true);
    expect(await dirtyFiles(tree)).toEqual([]);
    expect(changes).toMatchObject([{ name: 'api', commits: [], filesChanged: 0, leftovers: [] }]);
  });

  test('a commit that a check makes is taken back', async () => {
    const the = await bench({ api: { 'a.txt': 'one\n' } });
    const tree = the.trees.api!;
    const before = await headOf(tree.mirror, tree.branch);
    const script =
      'echo x > a.txt; git -c user.name=x -c user.email=x@y commit -qam sneaky && git log --oneline | wc -l';
    const { results, changes } = await finished(the, [plan('api', 'sh', '-c', script)]);
    expect(results[0]).toMatchObject({ exitCode: 0, commit: before });
    expect(await headOf(tree.mirror, tree.branch)).toBe(before);
    expect(changes[0]?.head).toBe(before);
    expect(readFileSync(join(tree.path, 'a.txt'), 'utf8')).toBe('one\n');
  });

  test('what the agent left is committed by metawsm, but for forbidden files, which stay', async () => {
    const the = await bench({ api: { 'a.txt': 'one\n', '.env': 'OLD=1\n' } });
    const tree = the.trees.api!;
    write(tree.path, {
      'a.txt': 'by the agent\n',
      'src/ü b.ts': 'x\n',
      '.env.local': 'SECRET=1\n',
      Makefile: 'test:\n\ttrue\n',
    });
    const check = plan('api', 'sh', '-c', 'cat .env.local; echo y > left');
    const first = await finished(the, [check]);
    expect(first.results[0]).toMatchObject({ exitCode: 0, output: 'SECRET=1', undone: ['left'] });
    expect(first.changes[0]).toMatchObject({
      name: 'api',
      commits: [{ subject: 'left uncommitted by script' }],
      filesChanged: 3,
      leftovers: ['Makefile', 'a.txt', 'src/ü b.ts'],
      forbidden: [],
      checkDefinitions: ['Makefile'],
    });
    expect(first.results[0]?.commit).toBe(first.changes[0]?.head);
    expect(readFileSync(join(tree.path, '.env.local'), 'utf8')).toBe('SECRET=1\n');
    expect(git(tree.path, 'log', '-1', '--format=%an %ae')).toBe('metawsm metawsm@localhost');
    expect(git(tree.path, 'status', '--porcelain')).toBe('?? .env.local');

    // After a crash: nothing is left to commit, and the summary names the same files.
    const second = await finished(the, [check]);
    expect(second.changes).toEqual(first.changes);
  });

  test('the change names forbidden files that it brings, not those that it removes', async () => {
    const the = await bench({
      api: { 'a.txt': 'one\n', 'old.pem': 'x\n', 'ci/run.sh': '#!/bin/sh\ntrue\n' },
    });
    const tree = the.trees.api!;
    rmSync(join(tree.path, 'old.pem'));
    const files = { 'keys/new.pem': 'y\n', '.github/workflows/ci.yml': 'on: push\n', 'package.json': '{}\n' };
    commit(
      tree.path,
      { ...files, 'ci/run.sh': '#!/bin/sh\ntrue # more\n', 'src/x.ts': '1\n' },
      'work of the agent',
    );
    const { changes } = await finished(the, [plan('api', './ci/run.sh')]);
    expect(changes[0]).toMatchObject({
      commits: [{ subject: 'work of the agent' }],
      filesChanged: 6,
      forbidden: ['keys/new.pem'],
      checkDefinitions: ['.github/workflows/ci.yml', 'ci/run.sh', 'package.json'],
      leftovers: [],
    });
  });
});

describe('the base has moved, and the agent has merged it', () => {
  async function merged(push: boolean) {
    const the = await bench({ api: { 'a.txt': 'one\n' } });
    const tree = the.trees.api!;
    const source = the.sources.api!;
    commit(tree.path, { 'b.txt': 'by the agent\n' }, 'work of the agent');
    // Either somebody else moved the real base, or the agent pretends that its own work is the base.
    const moved = push
      ? commit(source, { 'c.txt': 'by others\n' }, 'by others')
      : git(tree.path, 'rev-parse', 'HEAD');
    if (push) git(tree.path, 'fetch', '-q', source, 'main:refs/base/main', '--force');
    else git(tree.path, 'update-ref', 'refs/base/main', moved);
    if (push) git(tree.path, 'merge', '-q', '--no-edit', 'refs/base/main');
    const { changes } = await finished(the, [], { repos: [{ name: 'api', path: source }] });
    return changes[0];
  }

  test('what others did is no work of the run', async () => {
    const change = await merged(true);
    expect(change?.commits.map(({ subject }) => subject)).toEqual([
      'work of the agent',
      expect.stringMatching(/^Merge/),
    ]);
    expect(change).toMatchObject({ filesChanged: 1, insertions: 1 });
  });

  test('a base that an agent made up hides nothing', async () => {
    expect(await merged(false)).toMatchObject({
      commits: [{ subject: 'work of the agent' }],
      filesChanged: 1,
    });
  });
});

describe('what comes in between', () => {
  test('an abort ends the command and gives no result', async () => {
    const the = await bench({ api: { a: '1' } });
    const mark = join(the.home, 'mark');
    const abort = new AbortController();
    the.run.brief = { ...the.run.brief!, checks: [plan('api', 'sh', '-c', `echo $$ > ${mark}; sleep 60`)] };
    const running = stageOf(the)({ step: 7 }, the.run, call(abort.signal));
    await until(() => existsSync(mark) && readFileSync(mark, 'utf8') !== '', 'the check runs');
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Later);
    expect(alive(Number(readFileSync(mark, 'utf8')))).toBe(false);
    await expect(stageOf(the)({ step: 7 }, the.run, call(abort.signal))).rejects.toBeInstanceOf(Later);
  });

  test('what a check that is broken off had written was committed as the agent’s by the next try', async () => {
    const the = await bench({ api: { 'a.txt': 'one\n' } });
    const mark = join(the.home, 'mark');
    const abort = new AbortController();
    const script = `echo changed > a.txt; echo x > left; touch ${mark}; sleep 60`;
    the.run.brief = { ...the.run.brief!, checks: [plan('api', 'sh', '-c', script)] };
    const running = stageOf(the)({ step: 7 }, the.run, call(abort.signal));
    await until(() => existsSync(mark), 'the check runs');
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Later);
    expect(await dirtyFiles(the.trees.api!)).toEqual([]);
  });

  onLinux('`Stop` never got its work back from checks whose worktree had a pipe for git', async () => {
    const the = await bench({ api: { a: '1' } });
    execFileSync('mkfifo', [join(the.trees.api!.path, '.gitignore')]);
    const abort = new AbortController();
    const running = stageOf(the)({ step: 7 }, the.run, call(abort.signal));
    await until(() => groupsNaming(join(the.home, 'merge')).length > 0, 'git works');
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Later);
    expect(groupsNaming(join(the.home, 'merge'))).toEqual([]);
  });

  test('what a killed bot left running is ended before anything else', async () => {
    const the = await bench({ api: { a: '1' } });
    const child = spawn('sh', ['-c', 'trap "" TERM; sleep 60 & wait'], { detached: true, stdio: 'ignore' });
    noteProcess(runFile(the.home, the.run.id, CHECK_PROCESSES), child.pid!);
    const { results } = await finished(the, [plan('api', 'sh', '-c', `kill -0 ${child.pid}`)]);
    expect(results[0]?.exitCode).not.toBe(0);
    expect(existsSync(runFile(the.home, the.run.id, CHECK_PROCESSES))).toBe(false);
  });

  test('a worktree or branch that is gone cannot be checked', async () => {
    const the = await bench({ api: { a: '1' }, web: { a: '1' } });
    rmSync(the.trees.web!.path, { recursive: true });
    expect(await stageOf(the)({ step: 7 }, the.run, call())).toMatchObject({
      type: 'checks_unable',
      step: 7,
      fault: { code: 'checks_unable', repo: 'web', detail: expect.stringContaining('is gone') },
    });
    const other = await bench({ api: { a: '1' } });
    rmSync(join(other.trees.api!.mirror, 'refs', 'heads', 'metawsm'), { recursive: true });
    expect(await stageOf(other)({ step: 7 }, other.run, call())).toMatchObject({
      type: 'checks_unable',
      fault: { repo: 'api' },
    });
  });

  test('a check that removes the worktree cannot be undone, and people hear of it', async () => {
    const the = await bench({ api: { a: '1' } });
    the.run.brief = {
      ...the.run.brief!,
      checks: [plan('api', 'sh', '-c', `cd / && rm -rf ${the.trees.api!.path}`)],
    };
    expect(await stageOf(the)({ step: 7 }, the.run, call())).toMatchObject({ type: 'checks_unable' });
  });

  test('without a contract folder there is nobody to tell', async () => {
    const the = await bench({ api: { a: '1' } });
    rmSync(join(the.home, 'workspaces', the.run.id, '.metawsm'), { recursive: true });
    expect(await stageOf(the)({ step: 7 }, the.run, call())).toMatchObject({ type: 'checks_unable' });
  });
});

test('a check that is not executable counts as not found', async () => {
  const the = await bench({ api: { 'run.sh': 'echo hi\n' } });
  chmodSync(join(the.trees.api!.path, 'run.sh'), 0o644);
  writeFileSync(join(the.home, 'unrelated'), '');
  const { results } = await finished(the, [plan('api', './run.sh')]);
  expect(results[0]).toMatchObject({ exitCode: 127, output: expect.stringContaining('EACCES') });
});

function alive(pid: number): boolean {
  const record = recordOf(pid);
  return record !== undefined && isAlive(record);
}
