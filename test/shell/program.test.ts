import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { groupAlive, isAlive, type ProcessRecord, recordOf } from '../../src/shell/process-record.js';
import { runProgram } from '../../src/shell/program.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

const env = { PATH: process.env.PATH ?? '' };

afterEach(removeTemporary);

/** Waits for a file with a whole line and returns it. */
async function lineIn(file: string): Promise<string> {
  for (let tries = 0; tries < 500; tries++) {
    if (existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'))
      return readFileSync(file, 'utf8').trim();
    await delay(10);
  }
  throw new Error(`${file} did not appear`);
}

/** A shell that starts a child deaf to SIGTERM, writes its pid to `pid`, and waits. */
const DEAF = [
  'sh',
  '-c',
  'trap "" TERM; sh -c \'trap "" TERM; echo $$ > pid; while :; do sleep 0.1; done\' & wait; wait',
];

function gone(record: ProcessRecord): boolean {
  return !isAlive(record);
}

describe('runProgram', () => {
  test('gives exit code, both streams and the input', async () => {
    const result = await runProgram(['sh', '-c', 'cat; echo bad >&2; exit 3'], {
      cwd: '/',
      env,
      input: 'hello',
    });
    expect(result).toMatchObject({
      exitCode: 3,
      stdout: 'hello',
      stderr: 'bad\n',
      timedOut: false,
      aborted: false,
    });
  });

  test('passes on nothing but the given environment', async () => {
    const result = await runProgram(['env'], { cwd: '/', env: { ...env, ONLY: 'this' } });
    expect(result.stdout.split('\n').filter((line) => !/^(PATH|ONLY)=|^$/.test(line))).toEqual([]);
  });

  test('does not hand words to a shell', async () => {
    const result = await runProgram(['printf', '%s|', '$(id)', '; rm', 'a b'], { cwd: '/', env });
    expect(result.stdout).toBe('$(id)|; rm|a b|');
  });

  test.each([
    [['metawsm-no-such-program'], '/', /^ENOENT: /],
    [['/proc/self/status'], '/', /^EACCES: /],
    [['true'], '/no/such/folder', /^ENOENT: /],
  ])('says that %j could not be started in %s', async (argv, cwd, words) => {
    const result = await runProgram(argv, { cwd, env });
    expect(result).toMatchObject({ exitCode: null, notStarted: expect.stringMatching(words) });
  });

  test('at the time limit ends the whole group, deaf members too', async () => {
    const cwd = temporary();
    const seen: ProcessRecord[] = [];
    const running = runProgram(DEAF, { cwd, env, timeoutMs: 2_000, graceMs: 200 });
    const child = recordOf(Number(await lineIn(join(cwd, 'pid'))));
    if (child) seen.push(child);
    expect(await running).toMatchObject({ exitCode: null, timedOut: true, signal: 'SIGKILL' });
    expect(seen.map(gone)).toEqual([true]);
  });

  test('an abort ends the group and is told from a time limit', async () => {
    const cwd = temporary();
    const abort = new AbortController();
    const running = runProgram(DEAF, { cwd, env, signal: abort.signal, graceMs: 100 });
    const child = recordOf(Number(await lineIn(join(cwd, 'pid'))));
    abort.abort();
    expect(await running).toMatchObject({ exitCode: null, aborted: true, timedOut: false });
    expect(child && gone(child)).toBe(true);
    const late = await runProgram(['true'], { cwd, env, signal: abort.signal });
    expect(late).toMatchObject({ aborted: true, notStarted: expect.stringMatching(/^ABORTED/) });
  });

  test('a child that outlives its parent is ended, unless it may stay', async () => {
    const cwd = temporary();
    const argv = ['sh', '-c', 'sleep 60 & echo $! > pid'];
    await runProgram(argv, { cwd, env, graceMs: 100 });
    const ended = recordOf(Number(await lineIn(join(cwd, 'pid'))));
    expect(ended && isAlive(ended)).toBeFalsy();

    await runProgram(argv, { cwd, env, leaveSurvivors: true });
    const stays = recordOf(Number(await lineIn(join(cwd, 'pid'))));
    expect(stays && isAlive(stays)).toBe(true);
    if (stays) process.kill(stays.pid, 'SIGKILL');
  });

  test('does not wait for a stranger who holds the output open', async () => {
    const cwd = temporary();
    const script =
      'const c=require("child_process").spawn("sleep",["60"],{detached:true,stdio:"inherit"});console.log(c.pid);c.unref()';
    const result = await runProgram([process.execPath, '-e', script], { cwd, env });
    process.kill(Number(result.stdout), 'SIGKILL');
    expect(result.exitCode).toBe(0);
    expect(result.durationMs).toBeLessThan(10_000);
  });

  test('200 MB of output cost no memory, and the end is kept', async () => {
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    const script = 'head -c 200000000 /dev/zero | tr "\\0" x; printf "the end ü"';
    const result = await runProgram(['sh', '-c', script], { cwd: '/', env, keepBytes: 64 * 1024 });
    clearInterval(watch);
    expect(result.stdout).toHaveLength(64 * 1024 - 1);
    expect(result.stdout.endsWith('xxthe end ü')).toBe(true);
    expect(most - before).toBeLessThan(80 * 1024 * 1024);
  });

  test('a cut never falls into a character', async () => {
    const result = await runProgram(['printf', '%s', 'üüüü'], { cwd: '/', env, keepBytes: 5 });
    expect(result.stdout).toBe('üü');
  });

  test('with `all`, both streams are one', async () => {
    const result = await runProgram(['sh', '-c', 'echo a; echo b >&2'], { cwd: '/', env, all: true });
    expect(result.stdout.split('\n').sort()).toEqual(['', 'a', 'b']);
    expect(result.stderr).toBe('');
  });

  test('input that nobody reads is no fault', async () => {
    const result = await runProgram(['true'], { cwd: '/', env, input: 'x'.repeat(3_000_000) });
    expect(result.exitCode).toBe(0);
  });

  test('a pid that cannot be noted is a process that does not stay', async () => {
    let pid = 0;
    const running = runProgram(['sleep', '60'], {
      cwd: '/',
      env,
      onStart: (started) => {
        pid = started;
        throw new Error('disk full');
      },
    });
    await expect(running).rejects.toThrow('disk full');
    for (let tries = 0; groupAlive(pid) && tries < 300; tries++) await delay(10);
    expect(groupAlive(pid)).toBe(false);
  });

  test('a check that was started right before SIGKILL ran on, and nobody knew of it', async () => {
    const folder = temporary();
    const [noted, written] = [join(folder, 'pid'), join(folder, 'written')];
    const fixture = resolve('test/fixtures/killed-at-start.ts');
    const bot = spawn(process.execPath, ['--import', 'tsx', fixture, noted, written], {
      stdio: 'ignore',
      env: { PATH: env.PATH },
    });
    const [, signal] = await once(bot, 'exit');
    expect(signal).toBe('SIGKILL');
    const pid = Number(readFileSync(noted, 'utf8'));
    for (let tries = 0; groupAlive(pid) && tries < 1_000; tries++) await delay(10);
    expect(groupAlive(pid)).toBe(false);
    expect(existsSync(written)).toBe(false);
  });

  test('what is noted before it begins is found, gets its words and ends as without that', async () => {
    const onStart = () => undefined;
    const ran = await runProgram(['sh', '-c', 'cat; echo "$0" "$#" "$1"; exit 3', 'a b', '$(c)'], {
      cwd: '/',
      env,
      input: 'hello ',
      onStart,
    });
    expect(ran).toMatchObject({ exitCode: 3, stdout: 'hello a b 1 $(c)\n', stderr: '' });
    const missing = await runProgram(['no-such-program'], { cwd: '/', env, onStart });
    expect(missing).toMatchObject({ exitCode: null, notStarted: expect.stringMatching(/^ENOENT: no-such/) });
    const nowhere = await runProgram(['sh'], { cwd: '/no/such/folder', env, onStart });
    expect(nowhere).toMatchObject({ exitCode: null, notStarted: expect.stringMatching(/^ENOENT: sh/) });
  });
});
