/** Tries that a `kill -9` of the bot broke off at every place, and the try after them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isAlive } from '../../../src/shell/process-record.js';
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

let root: string;
let api: string;
let path: string;
let mirror: string;

beforeEach(() => {
  root = temporary();
  api = makeRepo(join(root, 'api'), { 'a.txt': 'a\n', 'src/b.txt': 'b\n' });
  path = join(root, 'home', 'workspaces', RUN_ID, 'api');
  mirror = join(root, 'home', 'repos', 'api.git');
});

afterEach(removeTemporary);

const prepare = () =>
  stageOver(root, [repoAt('api', api)])['workspace.prepare']({ step: 5 }, runOf(['api']), call());

async function isWhole(): Promise<void> {
  as('workspace_prepared', await prepare());
  expect(git(path, 'status', '--porcelain', '--branch')).toBe(`## metawsm/${RUN_ID}`);
  expect(readFileSync(join(path, 'src', 'b.txt'), 'utf8')).toBe('b\n');
  expect(git(path, 'worktree', 'list').split('\n')).toHaveLength(2);
}

/** As if the bot had been killed before it noted that the worktree is complete. */
const forget = () => rmSync(join(root, 'home', 'runs', RUN_ID, 'prepared-api.json'));

test('a complete worktree is kept', async () => {
  await prepare();
  write(path, { 'node_modules/x': 'made by setup' });
  as('workspace_prepared', await prepare());
  expect(existsSync(join(path, 'node_modules', 'x'))).toBe(true);
});

test('a complete worktree that is not complete any more is made anew', async () => {
  await prepare();
  rmSync(path, { recursive: true });
  await isWhole();
});

test('half a checkout, an index lock and a worktree locked as initializing are made anew', async () => {
  await prepare();
  forget();
  rmSync(join(path, 'src'), { recursive: true });
  write(path, { 'half.txt': 'x' });
  const admin = join(mirror, 'worktrees', RUN_ID);
  write(admin, { 'index.lock': '', locked: 'initializing\n' });
  rmSync(join(admin, 'index'));
  write(join(root, 'home', 'merge', 'api.lens', 'indexes'), { [`${RUN_ID}.lock`]: '' });
  await isWhole();
  expect(existsSync(join(path, 'half.txt'))).toBe(false);
});

test('a worktree that `git worktree add` left behind is made anew', async () => {
  await prepare();
  forget();
  git(mirror, 'worktree', 'remove', '-f', '-f', path);
  git(mirror, 'worktree', 'add', '-q', path, `metawsm/${RUN_ID}`);
  git(mirror, 'worktree', 'lock', '--reason', 'initializing', path);
  as('workspace_prepared', await prepare());
  expect(git(path, 'status', '--porcelain', '--branch')).toBe(`## metawsm/${RUN_ID}`);
});

test.each([
  ['nothing but the mirror', () => rmSync(path, { recursive: true })],
  ['only git’s record', () => rmSync(join(mirror, 'worktrees'), { recursive: true })],
  ['only the folder', () => rmSync(mirror, { recursive: true })],
  ['no lens', () => rmSync(join(root, 'home', 'merge'), { recursive: true })],
  ['half a mirror', () => rmSync(join(mirror, 'HEAD'))],
  ['a broken index', () => writeFileSync(join(root, 'home', 'merge', 'api.lens', 'indexes', RUN_ID), 'junk')],
])('with %s left, it is made anew', async (_, breakIt) => {
  await prepare();
  forget();
  breakIt();
  await isWhole();
});

test('locks of a fetch that was killed are outlived', async () => {
  await prepare();
  forget();
  const newest = commit(api, { 'c.txt': '1' });
  for (const lock of ['refs/base/main.lock', `refs/heads/metawsm/${RUN_ID}.lock`, 'packed-refs.lock']) {
    write(mirror, { [lock]: '' });
    utimesSync(join(mirror, lock), new Date(0), new Date(0));
  }
  await isWhole();
  expect(git(path, 'rev-parse', 'HEAD')).toBe(newest);
});

test('a bot that is killed in the middle leaves a setup command, which the next try ends first', async () => {
  const program = join(import.meta.dirname, '..', '..', 'fixtures', 'workspace', 'prepares-until-killed.ts');
  const args = [join(root, 'home'), api, JSON.stringify(runOf(['api']))];
  const bot = spawn(process.execPath, ['--import', 'tsx', program, ...args], { stdio: 'inherit' });
  const dead = once(bot, 'exit');
  const notes = join(root, 'home', 'runs', RUN_ID, 'preparing-api.json');
  const last = () => JSON.parse(readFileSync(notes, 'utf8')).at(-1);
  const writing = () => existsSync(join(path, 'still-writing')) && isAlive(last());
  for (let tries = 0; !writing() && tries < 2_000; tries++) await delay(5);
  const noted = last();
  bot.kill('SIGKILL');
  await dead;
  expect(isAlive(noted)).toBe(true);
  await isWhole();
  expect(isAlive(noted)).toBe(false);
  expect(readdirSync(path).sort()).toEqual(['.git', 'a.txt', 'src']);
});

test('what an agent wrote into the mirror’s configuration does not run at the next preparation', async () => {
  await prepare();
  forget();
  const trap = join(root, 'trap');
  write(root, { trap: `#!/bin/sh\ntouch ${root}/sprung\ncat\n` });
  commit(api, { '.gitattributes': '* filter=evil\n' });
  writeFileSync(
    join(mirror, 'config'),
    `[core]\n bare = true\n sshCommand = ${trap}\n fsmonitor = ${trap}\n[filter "evil"]\n smudge = ${trap}\n required = true\n`,
  );
  for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'update'])
    write(mirror, { [`hooks/${hook}`]: `#!/bin/sh\ntouch ${root}/sprung\n` });
  as('workspace_prepared', await prepare());
  expect(existsSync(join(root, 'sprung'))).toBe(false);
  expect(readFileSync(join(mirror, 'config'), 'utf8')).not.toContain('trap');
});

test('a hook that one agent had left in the mirror was run by the git of the next run’s agent', async () => {
  await prepare();
  forget();
  for (const hook of ['post-checkout', 'post-commit', 'reference-transaction'])
    write(mirror, { [`hooks/${hook}`]: `#!/bin/sh\ntouch ${root}/sprung\n` });
  write(mirror, { 'info/attributes': '* filter=evil\n' });
  for (const hook of readdirSync(join(mirror, 'hooks'))) chmodSync(join(mirror, 'hooks', hook), 0o755);
  as('workspace_prepared', await prepare());
  commit(path, { 'new.txt': 'the next agent commits\n' });
  expect(existsSync(join(root, 'sprung'))).toBe(false);
  expect(existsSync(join(mirror, 'info', 'attributes'))).toBe(false);
});

test('what a bot took from a clone, and died before it tidied up, stayed in the mirror for ever', async () => {
  const { clone } = makeRemote(join(root, 'web'), { 'w.txt': '1' });
  const prepareWeb = () =>
    stageOver(root, [repoAt('web', clone)])['workspace.prepare']({ step: 5 }, runOf(['web']), call());
  as('workspace_prepared', await prepareWeb());
  const web = join(root, 'home', 'repos', 'web.git');
  git(web, 'update-ref', 'refs/seed/main', 'refs/base/main');
  rmSync(join(root, 'home', 'merge', 'web.lens', 'seeded'));
  rmSync(join(root, 'home', 'runs', RUN_ID, 'prepared-web.json'));
  as('workspace_prepared', await prepareWeb());
  expect(git(web, 'for-each-ref', '--format=%(refname)', 'refs/seed/')).toBe('');
});
