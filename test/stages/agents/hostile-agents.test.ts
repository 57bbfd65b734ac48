/** What agents did to outlive their end, to fill the disk and to stop the bot; each test is named for what went wrong. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { LineReader } from '../../../src/shell/line-reader.js';
import { readEnd } from '../../../src/shell/output-end.js';
import { appendText, readJson, readText } from '../../../src/shell/own-file.js';
import { removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { call, until } from '../desk.js';
import { alive, Bench, spec } from './bench.js';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
  removeTemporary();
});

function bench(): Bench {
  const made = new Bench();
  benches.push(made);
  return made;
}

/** A daemon of its own session, known by `pids`. */
const DAEMON = `setsid sh -c 'trap "" TERM; echo $$ >> "$METAWSM_WORKSPACE/pids"; while :; do sleep 0.1; done' >/dev/null 2>&1 &
while [ ! -s "$METAWSM_WORKSPACE/pids" ]; do sleep 0.02; done`;

function stageOf(b: Bench, script: string, more: Parameters<Bench['stage']>[1] = {}) {
  const { workspace, run } = b.desk;
  const environment = () => ({
    PATH: process.env.PATH ?? '',
    METAWSM_WORKSPACE: workspace,
    METAWSM_RUN_ID: run.id,
  });
  return b.stage(spec(['sh', '-c', script]), { environment, ...more });
}

test('a daemon in a session of its own outlived its agent', async () => {
  const b = bench();
  const stage = stageOf(b, DAEMON);
  await b.start(stage);
  stage.follow(b.desk.run);
  expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: 0 });
  expect(b.pids().map(alive)).toEqual([false]);
});

test('a daemon in a session of its own outlived a stop, and one of another run is left alone', async () => {
  const b = bench();
  const other = bench();
  for (const one of [b, other]) await one.start(stageOf(one, `${DAEMON}; sleep 60`));
  for (const one of [b, other]) await until(() => one.pids().length === 1, 'it has its daemon');
  await b.stages[0]?.['processes.end']({ step: b.desk.run.step }, b.desk.run, call());
  expect(b.pids().map(alive)).toEqual([false]);
  expect(other.pids().map(alive)).toEqual([true]);
});

test('what a command printed filled the disk', async () => {
  const b = bench();
  const stage = stageOf(b, 'echo $$ >> "$METAWSM_WORKSPACE/pids"; head -c 200000 /dev/zero; sleep 60', {
    tempo: { mostOutput: 100_000 },
  });
  await b.start(stage);
  stage.follow(b.desk.run);
  expect(await b.desk.delivered('agent_exited')).toMatchObject({ fault: { code: 'agent_output' } });
  expect(b.pids().map(alive)).toEqual([false]);
  expect(b.desk.walk.status).toBe('failed');
});

test('a damaged note of the agent’s life threw wherever the run was followed', async () => {
  const b = bench();
  const stage = stageOf(b, `${DAEMON}; sleep 60`);
  await b.start(stage);
  await until(() => b.pids().length === 1, 'it works');
  writeFileSync(b.runFile('agent.json'), 'no json');
  stage.follow(b.desk.run);
  expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: null });
  expect(b.pids().map(alive)).toEqual([false]);
});

test('a pipe in place of the log or the exit code made the whole bot wait for a writer', async () => {
  const b = bench();
  const exit = b.runFile(`exit-${b.desk.run.step}`);
  const stage = stageOf(
    b,
    `rm -f "${b.runFile('agent.log')}"; mkfifo "${b.runFile('agent.log')}" "${exit}"; kill -9 $PPID`,
  );
  await b.start(stage);
  await until(() => existsSync(exit), 'the pipe is there');
  stage.follow(b.desk.run);
  expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: null });
});

test('files of ours that somebody replaced are none, and are replaced when they are written', async () => {
  const folder = temporary();
  const at = (name: string) => join(folder, name);
  execFileSync('mkfifo', [at('pipe')]);
  writeFileSync(at('large'), '');
  truncateSync(at('large'), 3e9);
  writeFileSync(at('bad'), '{');
  expect([readText(at('pipe')), readText(folder), readText(at('large')), readJson(at('bad'))]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(readEnd(at('pipe'), 0, 100)).toBe('');
  const reader = new LineReader(at('pipe'), 100);
  expect(await reader.next()).toBeUndefined();
  await reader.close();
  appendText(at('pipe'), 'a line\n');
  expect(readFileSync(at('pipe'), 'utf8')).toBe('a line\n');
  rmSync(folder, { recursive: true });
});
