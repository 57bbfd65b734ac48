import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { GitError, gitIn, inheritForGit } from '../../src/shell/git.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../fixtures/git-repos.js';

afterEach(removeTemporary);

test('an exit code that is not allowed is an error with git’s words', async () => {
  const run = gitIn({ gitDir: join(makeRepo(join(temporary(), 'a'), { a: '1' }), '.git') });
  const failing = run(['rev-parse', '--verify', 'refs/heads/nope']);
  await expect(failing).rejects.toBeInstanceOf(GitError);
  await expect(failing).rejects.toMatchObject({ exitCode: 128, stderr: expect.stringContaining('fatal') });
  expect((await run(['show-ref', '--verify', 'refs/heads/nope'], { allow: [0, 1, 128] })).exitCode).toBe(128);
});

test('git gets the way to remotes, but neither GIT variables nor secrets of the bot', async () => {
  const repo = makeRepo(join(temporary(), 'a'), { a: '1' });
  const secret = { SLACK_BOT_TOKEN: 'xoxb-1', DATABASE_URL: 'x', GIT_DIR: '/nowhere', GIT_SSH_COMMAND: 'x' };
  inheritForGit({ ...secret, PATH: process.env.PATH, HOME: '/home/bot', SSH_AUTH_SOCK: '/run/agent' });
  try {
    const run = gitIn({ gitDir: join(repo, '.git'), workTree: repo });
    const { stdout } = await run(['-c', 'alias.show-env=!env', 'show-env']);
    const lines = stdout.split('\n');
    expect(lines).toEqual(expect.arrayContaining(['HOME=/home/bot', 'SSH_AUTH_SOCK=/run/agent']));
    expect(lines).toContain(`GIT_DIR=${repo}/.git`);
    expect(stdout).not.toMatch(/SLACK|DATABASE|SSH_COMMAND/);
  } finally {
    inheritForGit({});
  }
});

test('ssh never asks, unless the bot’s user has named another way', async () => {
  const root = temporary();
  const home = join(root, 'home');
  const notes = `#!/bin/sh\necho "\${0##*/} $*" >> ${root}/called\nexit 255\n`;
  write(root, { 'bin/ssh': notes, 'bin/own-ssh': notes, 'home/.keep': '' });
  const repo = makeRepo(join(root, 'a'));
  const ask = () => gitIn({ gitDir: join(repo, '.git') })(['ls-remote', '--', 'git@example.com:a.git']);
  const called = () => readFileSync(join(root, 'called'), 'utf8');
  try {
    inheritForGit({ PATH: `${join(root, 'bin')}:${process.env.PATH}`, HOME: home });
    await expect(ask()).rejects.toBeInstanceOf(GitError);
    expect(called()).toMatch(/^ssh -oBatchMode=yes .*git@example\.com git-upload-pack 'a\.git'$/m);
    rmSync(join(root, 'called'));
    write(home, { '.gitconfig': '[core]\n\tsshCommand = own-ssh -i key\n' });
    inheritForGit({ PATH: `${join(root, 'bin')}:${process.env.PATH}`, HOME: home });
    await expect(ask()).rejects.toBeInstanceOf(GitError);
    expect(called()).toMatch(/^own-ssh -i key .*git@example\.com/m);
  } finally {
    inheritForGit({});
  }
});

test('a word before `::` in an address started the program `git-remote-<word>`, whatever that was', async () => {
  const root = temporary();
  const home = join(root, 'home');
  write(root, {
    'bin/git-remote-evil': `#!/bin/sh\ntouch ${root}/ran\nexit 1\n`,
    'home/.keep': '',
  });
  const repo = makeRepo(join(root, 'a'), { a: '1' });
  const ask = (address: string) => gitIn({ gitDir: join(repo, '.git') })(['ls-remote', '--', address]);
  try {
    inheritForGit({ PATH: `${join(root, 'bin')}:${process.env.PATH}`, HOME: home });
    for (const address of ['evil::x', 'evil://x', 'ext::touch x', 'fd::17'])
      await expect(ask(address)).rejects.toThrow(/transport '\w+' not allowed/);
    expect(existsSync(join(root, 'ran'))).toBe(false);
    expect((await ask(`file://${repo}`)).stdout).toContain('refs/heads/');
    // whoever trusts such a program says so as the bot's user, by its name
    write(home, {
      '.gitconfig': '[protocol "evil"]\n\tallow = always\n[protocol "ext"]\n\tallow = always\n',
    });
    await expect(ask('ext::touch x')).rejects.toThrow(/transport 'ext' not allowed/);
    await expect(ask('evil::x')).rejects.toBeInstanceOf(GitError);
    expect(existsSync(join(root, 'ran'))).toBe(true);
  } finally {
    inheritForGit({});
  }
});

test('hooks do not run, and commits carry the identity', async () => {
  const root = temporary();
  const repo = makeRepo(join(root, 'a'), { a: '1' });
  commit(repo, {
    '.git/hooks/reference-transaction': `#!/bin/sh\ntouch ${root}/hooked\n`,
    '.git/hooks/post-commit': `#!/bin/sh\ntouch ${root}/hooked\n`,
  });
  rmSync(join(root, 'hooked'), { force: true });
  const run = gitIn(
    { gitDir: join(repo, '.git'), workTree: repo },
    { name: 'metawsm', email: 'm@localhost' },
  );
  await run(['commit', '--allow-empty', '-m', 'ours']);
  expect(git(repo, 'log', '-1', '--format=%an <%ae> %cn')).toBe('metawsm <m@localhost> metawsm');
  expect(existsSync(join(root, 'hooked'))).toBe(false);
});

test('object folders with colons, spaces and quotes in their names are read', async () => {
  const root = temporary();
  const repo = makeRepo(join(root, 'a: "b'), { a: 'content' });
  const blob = git(repo, 'rev-parse', 'HEAD:a');
  const empty = makeRepo(join(root, 'empty'));
  const own = join(empty, '.git', 'objects');
  const run = gitIn({ gitDir: join(empty, '.git'), objectDirs: [own, join(repo, '.git', 'objects')] });
  expect((await run(['cat-file', 'blob', blob])).stdout).toBe('content');
});

test('a time limit is an error that says so', async () => {
  const repo = makeRepo(join(temporary(), 'a'), { a: '1' });
  const run = gitIn({ gitDir: join(repo, '.git') });
  await expect(run(['-c', 'alias.wait=!sleep 30', 'wait'], { timeoutMs: 100 })).rejects.toMatchObject({
    exitCode: null,
    stderr: expect.stringContaining('time limit'),
  });
});

test('output of which the beginning is lost is an error, whatever its letters', async () => {
  const run = gitIn({ gitDir: join(makeRepo(join(temporary(), 'a')), '.git') });
  const much = (bytes: number) => ['-c', `alias.much=!yes üüüüüüüü | head -c ${bytes}`, 'much'];
  await expect(run(much(129 * 1024 * 1024))).rejects.toMatchObject({
    stderr: expect.stringContaining('too much output'),
  });
  expect((await run(much(1_000_000))).stdout).toMatch(/^ü/);
});
