import { readFileSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { startDetached } from '../../src/shell/detached.js';
import { readText } from '../../src/shell/own-file.js';
import { runProgram } from '../../src/shell/program.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

afterEach(removeTemporary);

const env = { PATH: process.env.PATH ?? '' };
/** What starts another program, as agents do. */
const STARTS = ['/bin/sh', '-c', 'nice; true'];

test('what gives way is nicer than the bot, with all that it starts', async () => {
  const ran = await runProgram(STARTS, { cwd: '/', env, givesWay: true, onStart: () => {} });
  expect(Number(ran.stdout)).toBeGreaterThan(getPriority());
});

test('what a person waits for does not give way', async () => {
  const ran = await runProgram(STARTS, { cwd: '/', env, onStart: () => {} });
  expect(ran.stdout).toBe(`${getPriority()}\n`);
});

test('an agent gives way', async () => {
  const folder = temporary();
  const [stdinFile, logFile, exitFile] = ['input', 'log', 'exit'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(stdinFile, '');
  await startDetached(STARTS, { cwd: folder, env, stdinFile, logFile, exitFile, onStart: () => {} });
  const end = Date.now() + 10_000;
  while (readText(exitFile) === undefined && Date.now() < end) await pause(10);
  expect(Number(readFileSync(logFile, 'utf8'))).toBeGreaterThan(getPriority());
});
