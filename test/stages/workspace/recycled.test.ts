/** A worktree in which an agent has worked comes back to the pool as if nobody had ever worked there, or not at all. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PoolOptions } from '../../../src/stages/workspace/options.js';
import { poolOf } from '../../../src/stages/workspace/pool/entry.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { as, call, repoAt, runOf } from './bench.js';
import { namesInPool, type PooledStage, pooled, until } from './pooled.js';

const FILES = {
  'a.txt': 'a\n',
  'keep/b.txt': 'b\n',
  'keep/deep/c.txt': 'c\n',
  'run.sh': '#!/bin/sh\n',
  '.gitignore': 'ignored\nnode_modules\n',
  '.gitattributes': '*.id ident\n*.crlf text eol=crlf\n',
  'x.id': '$Id$\n',
  'y.crlf': 'one\ntwo\n',
};

let root: string;
let home: string;
let api: string;
let on: PooledStage;

beforeEach(() => {
  root = temporary();
  home = join(root, 'home');
  api = makeRepo(join(root, 'api'), FILES);
  on = stage();
});

afterEach(async () => {
  await on.pool.stop();
  removeTemporary();
});

const stage = (pool: Partial<PoolOptions> = {}) =>
  pooled(root, [repoAt('api', api)], { recycle: true, settleMs: 20, ...pool });
const agent = { name: 'script' } as never;
const run = (n: number) => runOf(['api'], { id: `abc-${n}-aaaaaa`, agent });
const tree = (n: number) => join(home, 'workspaces', `abc-${n}-aaaaaa`, 'api');

const prepare = async (n: number) =>
  as('workspace_prepared', await on['workspace.prepare']({ step: 5 }, run(n), call()));

const remove = async (n: number) =>
  as('workspace_removed', await on['workspace.remove']({ step: 9, discard: true }, run(n), call()));

/** A run works and ends; what it worked in waits. Its index knows the changes, as after a commit by the bot. */
async function recycled(work: (path: string) => void): Promise<string> {
  await prepare(1);
  await on.until((ready) => ready.length === 1);
  work(tree(1));
  await remove(1);
  expect(existsSync(tree(1))).toBe(false);
  await until(
    () => on.faults.length > 0 || namesInPool(home).filter((name) => name.endsWith('.json')).length === 2,
  );
  const [made] = [...(await on.ready())].sort((one, other) => inoOf(one.id) - inoOf(other.id));
  return join(poolOf(home), made!.id, 'api');
}

const inoOf = (id: string) => statSync(join(poolOf(home), id, 'api', 'keep', 'deep', 'c.txt')).ino;

/** Two runs get the two that wait. */
async function areClean(): Promise<void> {
  await prepare(2);
  await prepare(3);
  for (const n of [2, 3]) {
    expect(picture(tree(n))).toEqual(CLEAN);
    expect(git(tree(n), 'status', '--porcelain', '--ignored')).toBe('');
    expect(
      git(tree(n), 'ls-files', '-v')
        .split('\n')
        .every((line) => line.startsWith('H ')),
    ).toBe(true);
  }
}

function picture(path: string): unknown[] {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name !== '.git');
  return names.sort().map((name) => {
    const place = join(path, name);
    const { mode, nlink } = lstatSync(place);
    const isFile = lstatSync(place).isFile();
    return [name, mode, isFile ? nlink : 0, isFile ? readFileSync(place, 'utf8') : ''];
  });
}

let CLEAN: unknown[];

beforeEach(async () => {
  const { stageOver } = await import('./bench.js');
  const plain = stageOver(join(root, 'plain'), [repoAt('api', api)]);
  as('workspace_prepared', await plain['workspace.prepare']({ step: 5 }, run(1), call()));
  CLEAN = picture(join(root, 'plain', 'home', 'workspaces', 'abc-1-aaaaaa', 'api'));
});

const sameTimes = (path: string, change: () => void) => {
  const { atime, mtime } = statSync(path);
  change();
  utimesSync(path, atime, mtime);
};

describe('nothing is left of', () => {
  test.each<[string, (path: string) => void]>([
    [
      'files, tracked, untracked and ignored',
      (path) => write(path, { 'a.txt': 'evil', 'new/x': '1', ignored: '1' }),
    ],
    [
      'a repository in the repository',
      (path) => makeRepo(join(path, 'node_modules', 'inner'), { evil: '1' }),
    ],
    [
      'a change that has the size and times of before',
      (path) =>
        sameTimes(join(path, 'keep/deep/c.txt'), () => writeFileSync(join(path, 'keep/deep/c.txt'), 'X\n')),
    ],
    ['modes', (path) => [chmodSync(join(path, 'run.sh'), 0o4777), chmodSync(join(path, 'keep'), 0o777)]],
    [
      'a folder that nobody may enter',
      (path) => {
        mkdirSync(join(path, 'shut/in'), { recursive: true });
        chmodSync(join(path, 'shut'), 0);
      },
    ],
    [
      'a second name of a file, elsewhere',
      (path) => linkSync(join(path, 'keep/b.txt'), join(root, 'elsewhere')),
    ],
    [
      'a link where a folder was',
      (path) => {
        renameSync(join(path, 'keep'), join(root, 'moved'));
        symlinkSync(join(root, 'moved'), join(path, 'keep'));
      },
    ],
    [
      'words that git takes for its own',
      (path) => writeFileSync(join(path, 'x.id'), '$Id: ignore all rules $\n'),
    ],
    ['other line ends', (path) => writeFileSync(join(path, 'y.crlf'), 'one\ntwo\n')],
    [
      'a merge, index flags, sparse patterns, refs and excludes',
      (path) => {
        git(path, 'update-index', '--assume-unchanged', 'a.txt');
        git(path, 'update-index', '--skip-worktree', 'keep/b.txt');
        writeFileSync(join(path, 'a.txt'), 'hidden');
        rmSync(join(path, 'keep/b.txt'));
        const admin = git(path, 'rev-parse', '--absolute-git-dir');
        write(admin, {
          'info/sparse-checkout': '/a.txt\n',
          MERGE_HEAD: `${git(path, 'rev-parse', 'HEAD')}\n`,
        });
        git(path, 'update-ref', 'refs/worktree/mine', 'HEAD');
        appendFileSync(join(home, 'repos', 'api.git', 'info', 'exclude'), 'evil\n');
        write(path, { evil: '1' });
        write(admin, { 'config.worktree': '[core]\n\tsparseCheckout = true\n' });
        git(path, 'config', 'extensions.worktreeConfig', 'true');
      },
    ],
    [
      'commits, and folders where files were',
      (path) => {
        rmSync(join(path, 'keep/deep/c.txt'));
        commit(path, { 'keep/deep/c.txt/inner': '1', 'a.txt': 'committed' });
      },
    ],
  ])('%s', async (_, work) => {
    await recycled(work);
    expect(on.faults).toEqual([]);
    await areClean();
  });
});

describe('a worktree', () => {
  test('is the same but for what was touched', async () => {
    let before = 0;
    const path = await recycled((work) => {
      before = statSync(join(work, 'keep/deep/c.txt')).ino;
      write(work, { 'a.txt': 'evil', 'keep/new.txt': '1' });
    });
    const all = readdirSync(poolOf(home)).filter((name) => existsSync(join(poolOf(home), name, 'api')));
    expect(all).toHaveLength(2);
    expect(existsSync(path)).toBe(true);
    expect(all.map((id) => inoOf(id))).toContain(before);
    await areClean();
  });

  test('comes back at the base as it stands now', async () => {
    await prepare(1);
    await on.until((ready) => ready.length === 1);
    const newest = commit(api, { 'later.txt': '1', 'a.txt': '2' });
    await prepare(2);
    await on.until((ready) => ready.length === 1);
    await remove(1);
    await on.until((ready) => ready.length === 2 && ready.every((one) => one.commit === newest));
    expect(on.faults).toEqual([]);
  });

  test('is removed where the pool has enough, or where nobody knows when its checkout was over', async () => {
    for (const n of [1, 2, 3]) await prepare(n);
    await on.until((ready) => ready.length === 1);
    rmSync(join(home, 'runs', 'abc-3-aaaaaa', 'begun-api.json'));
    await remove(3);
    expect(namesInPool(home).filter((name) => name.endsWith('.used'))).toEqual([]);
    await remove(1);
    await remove(2);
    await on.until((ready) => ready.length === 2);
    expect(existsSync(tree(2))).toBe(false);
    await until(() => namesInPool(home).filter((name) => !name.includes('.')).length === 2);
  });

  test('is removed after the clock was put back, and after another boot', async () => {
    await prepare(1);
    await prepare(2);
    await on.until((ready) => ready.length === 1);
    for (const [n, more] of [
      [1, { wallMs: Date.now() + 60_000 }],
      [2, { boot: 'another' }],
    ] as const) {
      const file = join(home, 'runs', `abc-${n}-aaaaaa`, 'begun-api.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...more }));
      await remove(n);
      expect(namesInPool(home).filter((name) => name.endsWith('.used'))).toEqual([]);
    }
  });

  test('is removed where agents shall be walled off from each other', async () => {
    await on.pool.stop();
    on = stage({ recycle: false });
    await prepare(1);
    await on.until((ready) => ready.length === 1);
    await remove(1);
    expect(namesInPool(home).filter((name) => name.endsWith('.used'))).toEqual([]);
    expect(existsSync(tree(1))).toBe(false);
  });

  test('of which the bot died before it was clean goes at the next start', async () => {
    await prepare(1);
    await on.until((ready) => ready.length === 1);
    await on.pool.stop();
    await remove(1);
    expect(namesInPool(home).filter((name) => name.endsWith('.used'))).toHaveLength(1);
    on = stage();
    on.pool.begin();
    await until(() => namesInPool(home).every((name) => !name.endsWith('.used')));
  });
});
