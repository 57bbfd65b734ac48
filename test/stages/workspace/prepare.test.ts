import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Later } from '../../../src/engine/ports.js';
import { headOf } from '../../../src/shell/worktree.js';
import type { RepoSpec, WorkspaceOptions } from '../../../src/stages/workspace/options.js';
import {
  commit,
  git,
  makeRemote,
  makeRepo,
  removeTemporary,
  temporary,
  write,
} from '../../fixtures/git-repos.js';
import { as, call, RUN_ID, repoAt, runOf, stageOver } from './bench.js';

const BRANCH = `metawsm/${RUN_ID}`;

let root: string;
let workspace: string;

beforeEach(() => {
  root = temporary();
  workspace = join(root, 'home', 'workspaces', RUN_ID);
});

afterEach(removeTemporary);

const command = (text: string, ...argv: string[]) => ({
  text,
  argv: argv.length > 0 ? argv : text.split(' '),
});

function prepare(
  repos: RepoSpec[],
  more: Partial<WorkspaceOptions> = {},
  run = runOf(repos.map((r) => r.name)),
) {
  return stageOver(root, repos, more)['workspace.prepare']({ step: 5 }, run, call());
}

const mirrorHead = (name: string) => headOf(join(root, 'home', 'repos', `${name}.git`), BRANCH);

describe('a workspace', () => {
  test('holds one worktree per repository, each from its own base as the remote has it now', async () => {
    const { clone, push } = makeRemote(join(root, 'web'), { 'w.txt': '1', 'x.sh': '#!/bin/sh\n' });
    const api = makeRepo(join(root, 'api'), { 'a.txt': '1' });
    git(api, 'checkout', '-q', '-b', 'develop');
    const develop = commit(api, { 'b.txt': '1' });
    const repos = [repoAt('api', api), repoAt('web', clone)];
    await stageOver(root, repos)['repositories.read']({ step: 1 }, runOf(['api', 'web']), call());
    const newest = push({ 'later.txt': '1' });
    const event = as('workspace_prepared', await prepare(repos));
    expect(event).toMatchObject({ step: 5, at: '2026-03-01T10:00:00.000Z' });
    expect(event.worktrees).toEqual([
      { name: 'api', path: join(workspace, 'api'), base: 'develop', baseCommit: develop },
      { name: 'web', path: join(workspace, 'web'), base: 'main', baseCommit: newest },
    ]);
    for (const { path, baseCommit } of event.worktrees) {
      expect(git(path, 'status', '--porcelain', '--branch')).toBe(`## ${BRANCH}`);
      expect(git(path, 'rev-parse', 'HEAD')).toBe(baseCommit);
    }
    expect(statSync(join(workspace, 'web', 'x.sh')).mode & 0o111).not.toBe(0);
    expect(readdirSync(workspace).sort()).toEqual(['.metawsm', 'api', 'web']);
  });

  test('an agent’s commits there carry the configured name without an environment', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    await prepare([repoAt('api', api)], { git: { name: 'The "Bot"\n[core]', email: 'b@x' } });
    const { execFileSync } = await import('node:child_process');
    const env = { PATH: process.env.PATH ?? '', HOME: root };
    execFileSync('git', ['commit', '--allow-empty', '-qm', 'x'], { cwd: join(workspace, 'api'), env });
    expect(git(join(workspace, 'api'), 'log', '-1', '--format=%an <%ae>')).toBe('The "Bot" [core] <b@x>');
  });

  test('the base that was read and shown is the one that is used', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    const main = git(api, 'rev-parse', 'HEAD');
    git(api, 'checkout', '-q', '-b', 'elsewhere');
    commit(api, { b: '1' });
    const facts = [{ name: 'api', base: 'main', baseCommit: main, detected: [], configured: [], areas: [] }];
    const { worktrees } = as(
      'workspace_prepared',
      await prepare([repoAt('api', api)], {}, runOf(['api'], { facts })),
    );
    expect(worktrees).toMatchObject([{ base: 'main', baseCommit: main }]);
  });

  test('brief, ticket and the folders of the contract lie beside the repositories', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    const ticketFiles = async () => [{ path: 'reference/01-x.md', content: '# X' }];
    await prepare([repoAt('api', api)], { ticketFiles });
    const folder = join(workspace, '.metawsm');
    expect(readdirSync(folder).sort()).toEqual(['brief.json', 'brief.md', 'rejected', 'taken', 'ticket']);
    expect(readFileSync(join(folder, 'ticket', 'reference', '01-x.md'), 'utf8')).toBe('# X');
    expect(JSON.parse(readFileSync(join(folder, 'brief.json'), 'utf8'))).toMatchObject({
      run_id: RUN_ID,
      ticket: 'ABC-1',
      goal: 'Log in with a link',
      done_criteria: '`npm test`',
      merge_intent: 'default',
      qa: [{ question: 'goal', answer: 'Log in with a link' }],
      checks: [{ repo: 'api', command: 'npm test' }],
    });
    const text = readFileSync(join(folder, 'brief.md'), 'utf8');
    expect(text).toContain('## Scope\n\nsrc/login\n\n_Accepted although it is unclear._\n\n## Done criteria');
    expect(text).toContain('1. **Q:** goal\n   **A:** Log in with a link\n');
  });

  test('a ticket document cannot be written elsewhere', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    const ticketFiles = async () => [{ path: '../../../out', content: 'x' }];
    const { fault } = as('preparation_failed', await prepare([repoAt('api', api)], { ticketFiles }));
    expect(fault.detail).toContain('leads out');
    expect(existsSync(workspace)).toBe(false);
  });

  test('the person’s clone stays as it is', async () => {
    const { clone } = makeRemote(root, { a: '1' });
    const before = git(clone, 'for-each-ref');
    await prepare([repoAt('api', clone)]);
    expect(git(clone, 'for-each-ref')).toBe(before);
    expect(git(clone, 'worktree', 'list').split('\n')).toHaveLength(1);
  });
});

describe('copy', () => {
  test('brings files and folders with their modes, and git overlooks them', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    write(api, { '.env': 'S=1', 'conf/[x] #1/run.sh': '#!/bin/sh\n' });
    await prepare([repoAt('api', api, { copy: ['.env', 'conf'] })]);
    const path = join(workspace, 'api');
    expect(readFileSync(join(path, '.env'), 'utf8')).toBe('S=1');
    expect(statSync(join(path, 'conf/[x] #1/run.sh')).mode & 0o111).not.toBe(0);
    write(path, { '.metawsm/x': '1' });
    expect(git(path, 'status', '--porcelain')).toBe('');
    write(path, { 'sub/.env': 'not copied' });
    expect(git(path, 'status', '--porcelain')).toBe('?? sub/');
  });

  test.each([
    ['a link out of the clone', '.env', 'preparation_failed'],
    ['a path out of the clone', '../secret', 'preparation_failed'],
    ['a file that is not there', 'missing', 'copy_missing'],
  ])('refuses %s', async (_, file, code) => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    write(root, { secret: 'S' });
    symlinkSync(join(root, 'secret'), join(api, '.env'));
    const { fault } = as('preparation_failed', await prepare([repoAt('api', api, { copy: [file] })]));
    expect(fault).toMatchObject({
      code,
      repo: 'api',
      detail: expect.stringContaining(file),
    });
    expect(existsSync(workspace)).toBe(false);
  });

  test('a linked folder of the repository does not lead the copy out of the worktree', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    write(root, { 'outside/keep': '1' });
    symlinkSync(join(root, 'outside'), join(api, 'conf'));
    commit(api, {});
    rmSync(join(api, 'conf'));
    write(api, { 'conf/x': '1' });
    as('preparation_failed', await prepare([repoAt('api', api, { copy: ['conf/x'] })]));
    expect(readdirSync(join(root, 'outside'))).toEqual(['keep']);
  });
});

describe('setup', () => {
  test('runs once, in the worktree, without a shell, with its environment and prefix, and is kept redacted', async () => {
    const api = makeRepo(join(root, 'api'), {
      'say.sh': '#!/bin/sh\necho "$1 $X hunter22 $PWD"; echo >> ran\n',
    });
    const setup = [command('./say.sh $HOME', './say.sh', '$HOME')];
    const more = {
      environment: (repo: string) => ({ PATH: process.env.PATH ?? '', X: repo }),
      wrap: () => ['env', 'WRAPPED=1'],
    };
    await prepare([repoAt('api', api, { setup })], more);
    await prepare([repoAt('api', api, { setup })], more);
    expect(readFileSync(join(workspace, 'api', 'ran'), 'utf8')).toBe('\n');
    const log = join(root, 'home', 'runs', RUN_ID, 'setup-api.log');
    expect(readFileSync(log, 'utf8')).toBe(
      `$ ./say.sh $HOME\n$HOME api ••• ${join(workspace, 'api')}\n\n[exit code 0]\n`,
    );
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  test('a failure takes everything back and tells the end of the output', async () => {
    const web = makeRepo(join(root, 'web'), { w: '1' });
    const api = makeRepo(join(root, 'api'), {
      'bad.sh': '#!/bin/sh\nmkdir -p a/b; chmod 500 a; echo no hunter22; exit 7\n',
    });
    const repos = [repoAt('web', web), repoAt('api', api, { setup: [command('./bad.sh')] })];
    const { fault, step } = as('preparation_failed', await prepare(repos));
    expect(step).toBe(5);
    expect(fault).toEqual({ code: 'setup_failed', repo: 'api', detail: './bad.sh: exit code 7\nno •••\n' });
    expect(existsSync(workspace)).toBe(false);
    for (const name of ['web', 'api']) {
      expect(await mirrorHead(name)).toBeUndefined();
      expect(readdirSync(join(root, 'home', 'repos', `${name}.git`, 'worktrees'))).toEqual([]);
    }
    write(api, { 'bad.sh': '#!/bin/sh\nexit 0\n' });
    commit(api, {});
    as('workspace_prepared', await prepare(repos));
  });

  test('one that does not exist, or takes too long, fails', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    const absent = await prepare([repoAt('api', api, { setup: [command('metawsm-no-such')] })]);
    expect(as('preparation_failed', absent).fault.detail).toContain('ENOENT');
    const slow = await prepare([repoAt('api', api, { setup: [command('sleep 60')] })], {
      setupTimeoutMs: 50,
    });
    expect(as('preparation_failed', slow).fault.detail).toContain('time limit');
  });

  test('the other repositories are not waited for when one has failed', async () => {
    const slow = makeRepo(join(root, 'slow'), { a: '1' });
    const bad = makeRepo(join(root, 'bad'), { a: '1' });
    const repos = [
      repoAt('slow', slow, { setup: [command('sleep 60')] }),
      repoAt('bad', bad, { setup: [command('false')] }),
    ];
    const { fault } = as('preparation_failed', await prepare(repos));
    expect(fault).toMatchObject({ code: 'setup_failed', repo: 'bad' });
  });
});

describe('a link that a setup leaves', () => {
  const linking = (to: string, path: string) =>
    command('link', 'sh', '-c', `mkdir -p "$(dirname ${path})"; ln -s ${to} ${path}`);
  const ticketFiles = async () => [{ path: 'index.md', content: '# Ours' }];
  let other: string;

  beforeEach(() => {
    other = join(root, 'home', 'workspaces', 'xyz-9-zzzzzz', '.metawsm');
    write(other, { 'brief.md': 'theirs', 'ticket/index.md': '# Theirs', 'taken/x': '1' });
  });

  test.each(['', 'ticket', 'taken', 'rejected'])(
    'in place of `.metawsm/%s` had another run’s folder written and removed',
    async (name) => {
      const api = makeRepo(join(root, 'api'), { a: '1' });
      const setup = [linking(join(other, name), join('..', '.metawsm', name))];
      as('workspace_prepared', await prepare([repoAt('api', api, { setup })], { ticketFiles }));
      const names = readdirSync(other, { recursive: true }).sort();
      expect(names).toEqual(['brief.md', 'taken', 'taken/x', 'ticket', 'ticket/index.md']);
      expect(readFileSync(join(other, 'brief.md'), 'utf8')).toBe('theirs');
      expect(readFileSync(join(other, 'ticket', 'index.md'), 'utf8')).toBe('# Theirs');
      const folder = join(workspace, '.metawsm');
      expect(readFileSync(join(folder, 'ticket', 'index.md'), 'utf8')).toBe('# Ours');
      expect(
        ['', 'ticket', 'taken', 'rejected'].map((own) => lstatSync(join(folder, own)).isDirectory()),
      ).toEqual([true, true, true, true]);
    },
  );

  test('in place of its own worktree was followed by whoever worked there next', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    const setup = [command('swap', 'sh', '-c', `mv ../api ../aside; ln -s ${other} ../api`)];
    const { fault } = as('preparation_failed', await prepare([repoAt('api', api, { setup })]));
    expect(fault).toEqual({
      code: 'preparation_failed',
      repo: 'api',
      detail: expect.stringContaining(`${join(workspace, 'api')} is no folder but a link`),
    });
    expect(readFileSync(join(other, 'brief.md'), 'utf8')).toBe('theirs');
  });

  test('in place of a worktree that gets files had them copied to where it leads', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    write(api, { '.env': 'S=1', '.env.more': 'T=1' });
    const path = join(workspace, 'api');
    // at the moment between two files at which a command of another repository could do it
    const hide = () => {
      renameSync(path, join(workspace, 'aside'));
      symlinkSync(other, path);
    };
    const { fault } = as(
      'preparation_failed',
      await prepare([repoAt('api', api, { copy: ['.env', '.env.more'] })], { hide }),
    );
    expect(fault).toMatchObject({ code: 'preparation_failed', detail: expect.stringContaining('a link') });
    expect(readdirSync(other).sort()).toEqual(['brief.md', 'taken', 'ticket']);
  });
});

describe('the branch of the run', () => {
  test('on the remote, or in the person’s clone, is not ours', async () => {
    const { clone, push } = makeRemote(join(root, 'a'), { a: '1' });
    push({ b: '1' }, BRANCH);
    const other = makeRemote(join(root, 'b'), { a: '1' }).clone;
    git(other, 'branch', BRANCH);
    for (const path of [clone, other]) {
      const { fault } = as('preparation_failed', await prepare([repoAt('api', path)]));
      expect(fault).toEqual({ code: 'branch_exists', repo: 'api', detail: BRANCH });
      rmSync(join(root, 'home'), { recursive: true });
    }
  });

  test('with work on it is neither used nor touched', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    await prepare([repoAt('api', api)]);
    const work = commit(join(workspace, 'api'), { 'work.txt': '1' });
    rmSync(join(root, 'home', 'runs'), { recursive: true });
    const { fault } = as('preparation_failed', await prepare([repoAt('api', api)]));
    expect(fault.code).toBe('branch_exists');
    expect(await mirrorHead('api')).toBe(work);
    expect(existsSync(join(workspace, 'api', 'work.txt'))).toBe(true);
  });

  test('left by a killed try on an older base is put on the new one', async () => {
    const api = makeRepo(join(root, 'api'), { a: '1' });
    await prepare([repoAt('api', api)]);
    rmSync(join(root, 'home', 'runs'), { recursive: true });
    const newest = commit(api, { b: '1' });
    const { worktrees } = as('workspace_prepared', await prepare([repoAt('api', api)]));
    expect(worktrees).toMatchObject([{ baseCommit: newest }]);
    expect(git(join(workspace, 'api'), 'status', '--porcelain', '--branch')).toBe(`## ${BRANCH}`);
  });
});

test('a worktree of an earlier try that holds work is not taken back', async () => {
  const [api, web] = ['api', 'web'].map((name) => makeRepo(join(root, name), { a: '1' })) as [string, string];
  await prepare([repoAt('api', api)]);
  const work = commit(join(workspace, 'api'), { 'work.txt': '1' });
  const repos = [repoAt('api', api), repoAt('web', web, { setup: [command('false')] })];
  const { fault } = as('preparation_failed', await prepare(repos));
  expect(fault.detail).toMatch(/Could not be taken back: .*has commits of its own/);
  expect(await mirrorHead('api')).toBe(work);
  expect(readdirSync(workspace)).toEqual(['api']);
});

test('a base that has gone since it was read is a fault', async () => {
  const { clone, remote, push } = makeRemote(root, { a: '1' });
  push({ b: '1' }, 'topic');
  const facts = [{ name: 'api', base: 'topic', baseCommit: '', detected: [], configured: [], areas: [] }];
  git(remote, 'branch', '-D', 'topic');
  const event = await prepare([repoAt('api', clone)], {}, runOf(['api'], { facts }));
  expect(as('preparation_failed', event).fault).toMatchObject({ code: 'base_missing', repo: 'api' });
});

test('an abort breaks off and asks to be called again', async () => {
  const api = makeRepo(join(root, 'api'), { a: '1' });
  const abort = new AbortController();
  const environment = () => {
    abort.abort();
    return { PATH: process.env.PATH ?? '' };
  };
  const repos = [repoAt('api', api, { setup: [command('sleep 60')] })];
  const stage = stageOver(root, repos, { environment });
  const running = stage['workspace.prepare']({ step: 5 }, runOf(['api']), call(abort.signal));
  await expect(running).rejects.toBeInstanceOf(Later);
  as('workspace_prepared', await prepare([repoAt('api', api)]));
});

test('many runs of one repository at once each get their workspace', async () => {
  const api = makeRepo(join(root, 'api'), { a: '1' });
  const stage = stageOver(root, [repoAt('api', api)]);
  const ids = ['a-1-aaaaaa', 'a-1-bbbbbb', 'a-1-cccccc', 'a-1-dddddd', 'a-1-eeeeee'];
  const events = await Promise.all(
    ids.map((id) => stage['workspace.prepare']({ step: 1 }, runOf(['api'], { id }), call())),
  );
  const paths = events.map((event) => as('workspace_prepared', event).worktrees[0]?.path);
  expect(paths).toEqual(ids.map((id) => join(root, 'home', 'workspaces', id, 'api')));
});
