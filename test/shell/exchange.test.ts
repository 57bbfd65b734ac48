/** One line there and one back; afterwards nothing of the program is left. */
import { expect, test } from '@jest/globals';
import { type ExchangeOptions, exchange } from '../../src/shell/exchange.js';
import { groupAlive } from '../../src/shell/process-record.js';

const say = (script: string, options: Partial<ExchangeOptions> = {}) =>
  exchange(['/bin/sh', '-c', script], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '' },
    line: 'hello',
    isAnswer: (line) => line.startsWith('answer'),
    limitMs: 20_000,
    signal: new AbortController().signal,
    graceMs: 100,
    ...options,
  });

test('gives the line that is an answer, whatever else is said, and ends what goes on', async () => {
  const answer = await say('read -r line; echo noise; echo "answer $$ to $line"; trap "" TERM; sleep 600');
  expect(answer).toMatchObject({ kind: 'answered', line: expect.stringMatching(/^answer \d+ to hello$/) });
  const [, pid = ''] = /answer (\d+)/.exec('line' in answer ? answer.line : '') ?? [];
  expect(groupAlive(Number(pid))).toBe(false);
});

test('tells how a program ended that gave none, and that one is not there', async () => {
  expect(await say('echo no licence >&2; exit 3')).toEqual({
    kind: 'ended',
    exitCode: 3,
    said: 'no licence',
  });
  const absent = { cwd: '/', env: {}, line: '', isAnswer: () => true, limitMs: 1_000 };
  expect(await exchange(['/nowhere/x'], { ...absent, signal: new AbortController().signal })).toMatchObject({
    kind: 'not_started',
  });
});

test('waits no longer than it may, also where the signal ends it, and keeps no flood', async () => {
  expect(await say('cat', { limitMs: 200 })).toEqual({ kind: 'silent' });
  expect(await say('cat', { signal: AbortSignal.abort() })).toEqual({ kind: 'silent' });
  const flood = await say('head -c 8000000 /dev/zero | tr "\\\\0" x; echo; echo answer');
  expect(flood).toMatchObject({ kind: 'answered', line: 'answer' });
});
