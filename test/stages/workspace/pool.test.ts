/** Worktrees that wait for runs: what one gets is what would have been made for it. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Turns } from '../../../src/shell/turns.js';
import type { PoolOptions, RepoSpec, WorkspaceOptions } from '../../../src/stages/workspace/options.js';
import { claimEntry } from '../../../src/stages/workspace/pool/entry.js';
import {
  commit,
  git,
  makeRemote,
  makeRepo,
  removeTemporary,
  temporary,
  write,
} from '../../fixtures/git-repos.js';
import { as, call, repoAt, runOf } from './bench.js';
import { namesInPool, type PooledStage, pooled, readyIn, until } from './pooled.js';

let root: string;
let home: string;
let api: string;
let stages: PooledStage[];

beforeEach(() => {
  root = temporary();
  home = join(root, 'home');
  api = makeRepo(join(root, 'api'), { 'a.txt': 'a\n', 'src/b.sh': '#!/bin/sh\n' });
  stages = [];
});

afterEach(async () => {
  await Promise.all(stages.map(({ pool }) => pool.stop()));
  removeTemporary();
});

function stage(repos: RepoSpec[], pool: Partial<PoolOptions> = {}, more: Partial<WorkspaceOptions> = {}) {
  const one = pooled(root, repos, pool, more);
  stages.push(one);
  return one;
}

const idOf = (n: number) => `abc-${n}-aaaaaa`;
const treeOf = (n: number, name = 'api') => join(home, 'workspaces', idOf(n), name);
const agent = { name: 'script' } as never;

async function prepare(on: PooledStage, n: number, names = ['api']) {
  const run = runOf(names, { id: idOf(n), agent });
  return as('workspace_prepared', await on['workspace.prepare']({ step: 5 }, run, call()));
}

const inode = (path: string) => statSync(path).ino;
const waiting = (entry: { id: string }) => join(home, 'pool', entry.id, 'api');

describe('what a run gets from the pool', () => {
  test('is a waiting worktree, and differs in nothing from one that is made', async () => {
    const on = stage([repoAt('api', api)]);
    await prepare(on, 1);
    await on.until((ready) => ready.length === 1);
    const [entry] = await on.ready();
    const kept = inode(join(waiting(entry!), 'a.txt'));
    const { worktrees } = await prepare(on, 2);
    expect(inode(join(treeOf(2), 'a.txt'))).toBe(kept);
    expect(worktrees).toEqual([{ ...(await prepare(on, 1)).worktrees[0], path: treeOf(2) }]);
    expect(portrait(2)).toEqual(portrait(1));
    expect(git(treeOf(2), 'status', '--porcelain', '--branch')).toBe(`## metawsm/${idOf(2)}`);
    expect(on.faults).toEqual([]);
  });

  test('is handed out once, and another is made behind it', async () => {
    const on = stage([repoAt('api', api)]);
    await prepare(on, 1);
    await on.until((ready) => ready.length === 1);
    const [first] = await on.ready();
    await Promise.all([2, 3, 4].map((n) => prepare(on, n)));
    await on.until((ready) => ready.length === 1 && ready[0]!.id !== first!.id);
    const inodes = [1, 2, 3, 4].map((n) => inode(join(treeOf(n), 'a.txt')));
    expect(new Set(inodes).size).toBe(4);
    expect(namesInPool(home).filter((name) => name.startsWith(first!.id))).toEqual([]);
  });

  test('is brought to the base as it stands now, and so is what waits when the source is asked', async () => {
    const { clone, push } = makeRemote(join(root, 'web'), { 'w.txt': '1', 'gone.txt': '1' });
    const on = stage([repoAt('web', clone)]);
    await prepare(on, 1, ['web']);
    await on.until((ready) => ready.length === 1);
    const newest = push({ 'w.txt': '2', 'new/x.txt': '1' });
    const kept = inode(join(home, 'pool', (await on.ready())[0]!.id, 'web', 'gone.txt'));
    const { worktrees } = await prepare(on, 2, ['web']);
    expect(worktrees).toMatchObject([{ baseCommit: newest }]);
    expect(inode(join(treeOf(2, 'web'), 'gone.txt'))).toBe(kept);
    expect(readFileSync(join(treeOf(2, 'web'), 'w.txt'), 'utf8')).toBe('2');
    expect(git(treeOf(2, 'web'), 'status', '--porcelain')).toBe('');
    await on.until((ready) => ready[0]?.commit === newest);
    await on.pool.stop();
    const later = push({ 'w.txt': '3' });
    const soon = stage([repoAt('web', clone)], { fetchEveryMs: 20 });
    soon.pool.begin();
    await soon.until((ready) => ready[0]?.commit === later);
    expect(git(join(home, 'repos', 'web.git'), 'rev-parse', 'refs/base/main')).toBe(later);
  });

  test('has what `setup` makes and `copy` brings', async () => {
    write(api, { '.env': 'S=1' });
    const setup = [{ text: 'touch made', argv: ['touch', 'made'] }];
    const on = stage([repoAt('api', api, { setup, copy: ['.env'] })]);
    await prepare(on, 1);
    await on.until((ready) => ready.length === 1);
    expect(readdirSync(waiting((await on.ready())[0]!)).sort()).toEqual(['a.txt', 'src']);
    await prepare(on, 2);
    expect(readdirSync(treeOf(2)).sort()).toEqual(['.env', '.git', 'a.txt', 'made', 'src']);
  });

  test('is made for it where what waits cannot be moved', async () => {
    const on = stage([repoAt('api', api)]);
    await prepare(on, 1);
    await on.until((ready) => ready.length === 1);
    rmSync(join(home, 'pool', `${(await on.ready())[0]!.id}.index`));
    await prepare(on, 2);
    expect(git(treeOf(2), 'status', '--porcelain', '--branch')).toBe(`## metawsm/${idOf(2)}`);
    expect(on.faults).toHaveLength(1);
  });

  test('is made for it where git cannot bring what waits to the base', async () => {
    const on = stage([repoAt('api', api)]);
    await prepare(on, 1);
    await on.until((ready) => ready.length === 1);
    write(join(home, 'pool'), { [`${(await on.ready())[0]!.id}.index`]: 'junk' });
    commit(api, { 'later.txt': '1' });
    await prepare(on, 2);
    expect(git(treeOf(2), 'status', '--porcelain', '--branch')).toBe(`## metawsm/${idOf(2)}`);
    expect(existsSync(join(treeOf(2), 'later.txt'))).toBe(true);
  });
});

describe('what lies in the pool', () => {
  test('belongs to exactly one of all who claim it, and to nobody who comes after that one has died', async () => {
    const on = stage([repoAt('api', api)]);
    await prepare(on, 1);
    await on.until((ready) => ready.length === 1);
    const [entry] = await on.ready();
    const all = await Promise.all(Array.from({ length: 20 }, () => claimEntry(home, entry!.id)));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await on.ready()).toEqual([]);
    const kept = inode(join(waiting(entry!), 'a.txt'));
    await on.pool.stop();
    await prepare(stage([repoAt('api', api)]), 2);
    expect(inode(join(treeOf(2), 'a.txt'))).not.toBe(kept);
  });

  test('is found again by the next bot, and what one that was killed left half made goes', async () => {
    const first = stage([repoAt('api', api)]);
    await prepare(first, 1);
    await first.until((ready) => ready.length === 1);
    await first.pool.stop();
    const [entry] = await first.ready();
    write(join(home, 'pool'), {
      'pool-00000001/api/half.txt': 'x',
      'pool-00000001.index.lock': '',
      'pool-00000002/api/a.txt': 'handed out, but for the folder',
      'pool-00000003.json.0123456789ab.tmp': '{',
      // of another boot: what the disk holds of it nobody knows
      'pool-00000004.json': JSON.stringify({ ...entry, boot: 'another' }),
    });
    const next = stage([repoAt('api', api)]);
    next.pool.begin();
    await until(() => namesInPool(home).every((name) => name.startsWith(entry!.id)));
    const kept = inode(join(waiting(entry!), 'a.txt'));
    await prepare(next, 2);
    expect(inode(join(treeOf(2), 'a.txt'))).toBe(kept);
  });

  test('goes where the pool is turned off, and nothing is made then', async () => {
    const on = stage([repoAt('api', api)]);
    await prepare(on, 1);
    await on.until((ready) => ready.length === 1);
    await on.pool.stop();
    const off = stage([repoAt('api', api)], { size: 0 });
    off.pool.begin();
    await prepare(off, 2);
    await until(() => !existsSync(join(home, 'pool')));
    expect(git(treeOf(2), 'status', '--porcelain')).toBe('');
  });

  test('is only of repositories that are configured and were used in the last 14 days', async () => {
    const web = makeRepo(join(root, 'web'), { w: '1' });
    const on = stage([repoAt('api', api), repoAt('web', web)]);
    await prepare(on, 1, ['api', 'web']);
    await on.until((ready) => ready.length === 2);
    await on.pool.stop();
    const file = join(home, 'pool', 'wanted.json');
    const wanted = JSON.parse(readFileSync(file, 'utf8'));
    wanted.api.usedAt -= 15 * 24 * 3_600_000;
    write(join(home, 'pool'), { 'wanted.json': JSON.stringify(wanted) });
    const next = stage([repoAt('api', api)]);
    next.pool.begin();
    await next.until((ready) => ready.length === 0);
  });

  test('is no more than the disk has room for, and goes when runs need that', async () => {
    let room = 0;
    const asked: number[] = [];
    const hasRoom = (bytes: number) => asked.push(bytes) > 0 && bytes <= room;
    const on = stage([repoAt('api', api)], { size: 3, hasRoom });
    await prepare(on, 1);
    await until(() => asked.length === 2);
    // the first one showed how much one takes
    expect(await on.ready()).toHaveLength(1);
    expect(asked[0]).toBe(0);
    expect(asked[1]).toBe(2 * on.pool.bytes());
    expect(on.pool.bytes()).toBeGreaterThan(1_000);
    await on.pool.empty();
    expect(namesInPool(home)).toEqual([]);
    room = 1e9;
    on.pool.begin();
    await on.until((ready) => ready.length === 3);
  });

  test('a fault in one repository keeps no other from having its own', async () => {
    const web = makeRepo(join(root, 'web'), { w: '1' });
    const on = stage([repoAt('api', api), repoAt('web', web)], { settleMs: 3_600_000 });
    await prepare(on, 1, ['api', 'web']);
    await on.pool.stop();
    rmSync(join(home, 'repos', 'api.git', 'objects'), { recursive: true });
    mkdirSync(join(home, 'repos', 'api.git', 'objects'));
    const next = stage([repoAt('api', api), repoAt('web', web)]);
    next.pool.begin();
    await next.until((ready) => ready.some(({ repo }) => repo === 'web'));
    expect(next.faults).toHaveLength(1);
    expect((await next.ready()).map(({ repo }) => repo)).toEqual(['web']);
  });

  test('is not worked on while a run is prepared', async () => {
    const setup = [
      { text: 'wait', argv: ['sh', '-c', 'while ! [ -e ../../../../go ]; do sleep 0.01; done'] },
    ];
    const web = makeRepo(join(root, 'web'), { w: '1' });
    const on = stage([repoAt('api', api, { setup }), repoAt('web', web)]);
    const slow = prepare(on, 1);
    await until(() => existsSync(treeOf(1)));
    await prepare(on, 2, ['web']);
    expect(namesInPool(home)).toEqual([]);
    write(root, { go: '' });
    await slow;
    await on.until((ready) => ready.length === 2);
  });

  test('leaves what an agent has set up in a mirror alone', async () => {
    const on = stage([repoAt('api', api)], { fetchEveryMs: 20 });
    await prepare(on, 1);
    const mirror = join(home, 'repos', 'api.git');
    write(mirror, { 'hooks/pre-commit': '#!/bin/sh\n' });
    git(mirror, 'config', 'core.hooksPath', '.husky');
    const later = commit(api, { 'later.txt': '1' });
    await on.until((ready) => ready[0]?.commit === later);
    expect(existsSync(join(mirror, 'hooks', 'pre-commit'))).toBe(true);
    expect(git(mirror, 'config', 'core.hooksPath')).toBe('.husky');
  });
});

describe('a `warm` repository', () => {
  const script = '#!/bin/sh\necho "$METAWSM_WORKSPACE $PWD hunter22" >> made\n';
  const setup = [{ text: './set-up.sh', argv: ['./set-up.sh'] }];
  const environment = (where: string) => ({ PATH: process.env.PATH ?? '', METAWSM_WORKSPACE: where });
  const warmly = (agentName = 'script', pool: Partial<PoolOptions> = {}) => {
    const seen: string[] = [];
    const on = stage(
      [repoAt('api', api, { warm: true, setup })],
      {
        setup: (_, name, id) => {
          seen.push(name);
          return { environment: environment(join(home, 'pool', id)), wrap: [] };
        },
        ...pool,
      },
      { environment: () => environment('of the run') },
    );
    const run = (n: number) => runOf(['api'], { id: idOf(n), agent: { name: agentName } as never });
    const go = async (n: number) =>
      as('workspace_prepared', await on['workspace.prepare']({ step: 5 }, run(n), call()));
    return { on, go, seen };
  };

  beforeEach(() => {
    commit(api, { 'set-up.sh': script });
  });

  test('is set up before the run is there, once, and the run has what it printed', async () => {
    commit(api, { 'set-up.sh': `${script}echo done hunter22\n` });
    const { on, go } = warmly();
    await go(1);
    await on.until((ready) => ready.length === 1);
    const { id } = (await on.ready())[0]!;
    await go(2);
    const place = join(home, 'pool', id);
    expect(readFileSync(join(treeOf(2), 'made'), 'utf8')).toBe(`${place} ${place}/api hunter22\n`);
    expect(readFileSync(join(home, 'runs', idOf(2), 'setup-api.log'), 'utf8')).toBe(
      '$ ./set-up.sh\ndone •••\n\n[exit code 0]\n',
    );
    expect(lstatSync(join(home, 'runs', idOf(2), 'setup-api.log')).mode & 0o777).toBe(0o600);
  });

  test('is set up anew where the base has moved, or for another agent', async () => {
    const first = warmly();
    await first.go(1);
    await first.on.until((ready) => ready.length === 1);
    commit(api, { 'later.txt': '1' });
    await first.go(2);
    expect(readFileSync(join(treeOf(2), 'made'), 'utf8')).toBe(`of the run ${treeOf(2)} hunter22\n`);
    await first.on.until((ready) => ready[0]?.commit === git(api, 'rev-parse', 'HEAD'));
    await first.on.pool.stop();
    const other = warmly('other');
    await other.go(3);
    expect(readFileSync(join(treeOf(3), 'made'), 'utf8')).toBe(`of the run ${treeOf(3)} hunter22\n`);
    const [before] = await readyIn(home);
    await other.on.until((ready) => ready.length === 1 && ready[0]!.warm !== before!.warm);
    await other.go(4);
    expect(readFileSync(join(treeOf(4), 'made'), 'utf8')).toContain('/pool/');
  });

  test('whose setup fails has nothing in the pool, and its run says why', async () => {
    const { on, go } = warmly();
    await go(1);
    await on.until((ready) => ready.length === 1);
    commit(api, { 'set-up.sh': '#!/bin/sh\nexit 3\n' });
    const run = runOf(['api'], { id: idOf(2), agent });
    const { fault } = as('preparation_failed', await on['workspace.prepare']({ step: 5 }, run, call()));
    expect(fault.code).toBe('setup_failed');
    await go(3).catch(() => undefined);
    await on.pool.stop();
    expect((await on.ready()).every(({ commit: at }) => at !== git(api, 'rev-parse', 'HEAD'))).toBe(true);
  });

  test('whose setup put a link in place of the worktree had git’s files written to where it leads', async () => {
    const outside = join(root, 'outside');
    write(outside, { own: '1' });
    const swap = `[ "$METAWSM_WORKSPACE" = 'of the run' ] || { mv ../api ../aside; ln -s ${outside} ../api; }`;
    commit(api, { 'set-up.sh': `#!/bin/sh\n${swap}\n` });
    const { on, go } = warmly();
    await go(1);
    await until(async () => on.faults.length > 0 || (await on.ready()).length > 0);
    expect(await on.ready()).toEqual([]);
    expect(String(on.faults[0])).toContain('api is no folder but a link');
    await go(2);
    expect(lstatSync(treeOf(2)).isDirectory()).toBe(true);
    expect(readdirSync(outside)).toEqual(['own']);
  });

  test('of which something left at work made a link afterwards is passed over', async () => {
    const outside = join(root, 'outside');
    write(outside, { own: '1' });
    const { on, go } = warmly();
    await go(1);
    await on.until((ready) => ready.length === 1);
    const place = waiting((await on.ready())[0]!);
    renameSync(place, `${place}-aside`);
    symlinkSync(outside, place);
    await go(2);
    expect(String(on.faults[0])).toContain('api is no folder but a link');
    expect(readFileSync(join(treeOf(2), 'made'), 'utf8')).toBe(`of the run ${treeOf(2)} hunter22\n`);
    expect(readdirSync(outside)).toEqual(['own']);
  });

  test('that is set up when the bot stops leaves neither process nor folder', async () => {
    commit(api, {
      'set-up.sh': '#!/bin/sh\n[ -e ../../../../go ] || exit 0\ntouch ../begun\nexec sleep 3600\n',
    });
    const { on, go } = warmly();
    await go(1);
    await on.until((ready) => ready.length === 1);
    await on.pool.empty();
    write(root, { go: '' });
    on.pool.begin();
    const begun = () => namesInPool(home).some((name) => existsSync(join(home, 'pool', name, 'begun')));
    await until(begun);
    await on.pool.stop();
    expect(namesInPool(home)).toEqual([]);
  });
});

describe('a spare turn', () => {
  test('gives way as soon as somebody wants it, and is not begun while somebody has it', async () => {
    const turns = new Turns();
    let given = false;
    const spare = turns.spare('a', (signal) => {
      signal.addEventListener('abort', () => {
        given = true;
      });
      return new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    });
    const taken = turns.take('a', async () => (given ? 'after it' : 'beside it'));
    const late = turns.spare('a', async () => 'begun');
    expect(await Promise.all([spare, taken, late])).toEqual([undefined, 'after it', undefined]);
    expect(await turns.spare('a', async () => 'begun')).toBe('begun');
    await expect(turns.spare('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});

/** All that a person or a program could see of a worktree, but for times and the run's name. */
function portrait(n: number): unknown {
  const path = treeOf(n);
  const mirror = join(home, 'repos', 'api.git');
  const plain = (text: string) => text.replaceAll(idOf(n), 'RUN');
  const admin = join(mirror, 'worktrees', idOf(n));
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
  return {
    files: files.map((name) => [name, lstatSync(join(path, name)).mode]),
    root: lstatSync(path).mode,
    link: plain(readFileSync(join(path, '.git'), 'utf8')),
    admin: readdirSync(admin)
      .sort()
      .map((name) => [name, lstatSync(join(admin, name)).mode]),
    head: plain(readFileSync(join(admin, 'HEAD'), 'utf8')),
    gitdir: plain(readFileSync(join(admin, 'gitdir'), 'utf8')),
    index: git(path, 'ls-files', '--stage', '-v'),
    config: git(path, 'config', '--list', '--show-origin'),
    listed: plain(git(mirror, 'worktree', 'list', '--porcelain'))
      .trim()
      .split('\n\n')
      .filter((one) => one.includes('RUN'))
      .map((one) => one.trim()),
    ours: git(path, 'status', '--porcelain', '--ignored'),
    upstream: git(path, 'for-each-ref', '--format=%(upstream)', 'refs/heads/'),
    records: readdirSync(join(home, 'runs', idOf(n))).sort(),
    indexes: readdirSync(join(home, 'merge', 'api.lens', 'indexes')).filter((name) => name === idOf(n))
      .length,
  };
}
