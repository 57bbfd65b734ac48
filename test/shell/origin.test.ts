/** Where a clone's branches come from: asked again as soon as its configuration has changed. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inheritForGit } from '../../src/shell/git.js';
import { lastRemoteOf, remoteOf } from '../../src/shell/origin.js';
import { git, makeRemote, removeTemporary, temporary } from '../fixtures/git-repos.js';

let home: string;
let clone: string;
let remote: string;
beforeEach(() => {
  home = temporary();
  const { clone: path } = makeRemote(temporary(), { 'a.txt': 'one\n' });
  clone = path;
  remote = git(clone, 'config', 'remote.origin.url').trim();
  inheritForGit({ PATH: process.env.PATH, HOME: home });
});
afterEach(() => {
  inheritForGit(process.env);
  removeTemporary();
});

const last = async () => (await lastRemoteOf({ path: clone }))?.fetch;

test('nothing has changed: git is not asked again', async () => {
  expect(await last()).toBe(remote);
  renameSync(join(clone, '.git/HEAD'), join(clone, '.git/HEAD.away'));
  await expect(remoteOf({ path: clone })).rejects.toThrow('not a git repository');
  expect(await last()).toBe(remote);
});

test('another address is heard of at once', async () => {
  expect(await last()).toBe(remote);
  git(clone, 'remote', 'set-url', 'origin', 'https://example.org/one.git');
  expect(await last()).toBe('https://example.org/one.git');
  git(clone, 'remote', 'remove', 'origin');
  expect(await last()).toBeUndefined();
});

test.each(['.gitconfig', '.config/git/config'])(
  'what ~/%s makes of an address is heard of at once',
  async (file) => {
    git(clone, 'remote', 'set-url', 'origin', 'short:one');
    expect(await last()).toBe('short:one');
    mkdirSync(join(home, file, '..'), { recursive: true });
    writeFileSync(join(home, file), '[url "https://example.org/"]\n\tinsteadOf = short:\n');
    expect(await last()).toBe('https://example.org/one');
  },
);

test('what could not be asked is asked again', async () => {
  const head = join(clone, '.git/HEAD');
  renameSync(head, `${head}.away`);
  await expect(lastRemoteOf({ path: clone })).rejects.toThrow('not a git repository');
  renameSync(`${head}.away`, head);
  expect(await last()).toBe(remote);
});
