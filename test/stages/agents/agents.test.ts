import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Later } from '../../../src/engine/ports.js';
import { noteProcess } from '../../../src/shell/noted-processes.js';
import { CHECK_PROCESSES, runFile } from '../../../src/shell/run-folder.js';
import { guidanceStage } from '../../../src/stages/guidance/guidance.js';
import { installAsk } from '../../../src/stages/guidance/install-ask.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { call, now, until } from '../desk.js';
import { alive, Bench, fixture, spec } from './bench.js';

const benches: Bench[] = [];
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  for (const bench of benches.splice(0)) await bench.close();
  removeTemporary();
});

function bench(repos?: string[]): Bench {
  const made = new Bench(repos);
  benches.push(made);
  return made;
}

describe('starting', () => {
  test('folder, environment, prompt on standard input, private files', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('notes-what-it-got'), 'a b', '$HOME', "it's"]));
    expect(await b.start(stage)).toMatchObject({ type: 'agent_started', step: b.desk.run.step });
    await until(() => existsSync(b.runFile(`exit-${b.desk.run.step}`)), 'it ended');
    expect(b.read('notes/args0')).toBe("a b\n$HOME\nit's\n");
    expect(b.read('notes/cwd0').trim()).toBe(b.desk.run.worktrees[0]?.path);
    expect(b.read('notes/prompt0')).toContain(`${b.desk.contract}/brief.md`);
    const env = b.read('notes/env0').split('\n');
    expect(env).toEqual(expect.arrayContaining(['TASK=x', 'GIT_AUTHOR_NAME=metawsm']));
    expect(env.find((line) => line.startsWith('PATH='))).toMatch(`PATH=${join(b.desk.home, 'bin')}:`);
    expect(env.some((line) => line.startsWith('METAWSM_RESUME'))).toBe(false);
    expect(env.filter((line) => /^metawsm_/.test(line))).toEqual([]);
    expect(statSync(b.runFile('.')).mode & 0o777).toBe(0o700);
    for (const name of ['agent.log', 'agent.json', `prompt-${b.desk.run.step}.md`, `exit-${b.desk.run.step}`])
      expect(statSync(b.runFile(name)).mode & 0o777).toBe(0o600);
  });

  test('with several repositories the workspace is its folder', async () => {
    const b = bench(['api', 'web']);
    await b.start(b.stage(spec([fixture('notes-what-it-got')])));
    await until(() => b.read('notes/args0') !== '', 'it ran');
    expect(b.read('notes/cwd0').trim()).toBe(b.desk.workspace);
    for (const { path } of b.desk.run.worktrees) expect(b.read('notes/prompt0')).toContain(`- ${path}\n`);
  });

  test('done twice, the living one is adopted, also by another bot', async () => {
    const b = bench();
    const agent = spec([fixture('works-until-told')]);
    expect(await b.start(b.stage(agent))).toMatchObject({ type: 'agent_started' });
    await until(() => b.pids().length === 1, 'it works');
    expect(await b.start(b.stage(agent))).toMatchObject({ type: 'agent_started' });
    expect(await b.start(b.stage(agent))).toMatchObject({ type: 'agent_started' });
    b.end(0);
    await until(() => existsSync(b.runFile(`exit-${b.desk.run.step}`)), 'it ended');
    // It has ended meanwhile: it is not begun a second time.
    expect(await b.start(b.stage(agent))).toMatchObject({ type: 'agent_started' });
    expect(b.pids()).toHaveLength(1);
  });

  test('an older one is ended first: never two in one worktree', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('works-until-told')]));
    await b.start(stage);
    await until(() => b.pids().length === 1, 'the first works');
    b.desk.walk.exits(0);
    await b.start(stage);
    expect(alive(b.pids()[0]!)).toBe(false);
    await until(() => b.pids().length === 2, 'the second works');
    expect(alive(b.pids()[1]!)).toBe(true);
  });

  test('a run that has moved on starts nothing', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('works-until-told')]));
    const { step } = b.desk.run;
    const aborted = AbortSignal.abort();
    const started = stage['agent.start']({ step, mode: 'start' }, b.desk.run, call(aborted));
    await expect(started).rejects.toBeInstanceOf(Later);
    b.desk.walk.does('stop');
    expect(await b.start(stage, { step, mode: 'start' })).toBeUndefined();
    expect(existsSync(b.runFile('agent.json'))).toBe(false);
  });
});

describe('a program that is not there', () => {
  const missing = { type: 'agent_not_started', fault: { code: 'agent_not_found' } };
  test.each([
    ['by name', spec(['no-such-agent'])],
    ['by path', spec(['/nonexistent/agent'])],
    ['wrapper', spec([fixture('works-until-told')], { wrap: ['no-such-wrapper', '--'] })],
    ['inside a wrapper', spec(['no-such-agent'], { wrap: ['env', 'A=b'] })],
    ['of another name', spec(['true'], { name: 'other' })],
  ])('%s', async (_, agent) => {
    const b = bench();
    const event = await b.start(b.stage(agent));
    expect(event).toMatchObject(missing);
    b.desk.walk.event(event as never);
  });

  test('or may not be executed, or is a folder', async () => {
    const b = bench();
    writeFileSync(b.file('agent'), '#!/bin/sh\n');
    chmodSync(b.file('agent'), 0o600);
    expect(await b.start(b.stage(spec([b.file('agent')])))).toMatchObject(missing);
    expect(await b.start(b.stage(spec([b.desk.workspace])))).toMatchObject(missing);
  });

  test.each(['api', '.metawsm', ''])('a workspace of which %p is gone', async (part) => {
    const b = bench();
    rmSync(b.file(part), { recursive: true });
    expect(await b.start(b.stage(spec(['true'])))).toMatchObject({ fault: { code: 'workspace_missing' } });
  });

  test('a wrapped program that is there starts, also one that fails at once', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('fails-with-colours')], { wrap: ['env', 'A=b'] }));
    expect(await b.start(stage)).toMatchObject({ type: 'agent_started' });
  });
});

describe('the end', () => {
  test('is told once, with the code and the readable, redacted end of the log', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('fails-with-colours')]));
    await b.start(stage);
    stage.follow(b.desk.run);
    stage.follow(b.desk.run);
    const event = await b.desk.delivered('agent_exited');
    expect(event).toMatchObject({ step: b.desk.run.agent.step, exitCode: 3 });
    const lines = event.detail?.split('\n') ?? [];
    expect(lines.slice(-3)).toEqual(['line 49', '100%', 'error: [redacted] was refused']);
    expect(lines).toHaveLength(20);
    expect([...b.desk.journal.keys()]).toEqual([`agent:${event.step}:exit`]);
    b.stage(spec(['true'])).follow(b.desk.run);
  });

  test('names only what this life printed', async () => {
    const b = bench();
    const stage = b.stage(
      spec([fixture('fails-with-colours')], { resumeCommand: ['sh', '-c', 'echo second'] }),
    );
    await b.start(stage);
    stage.follow(b.desk.run);
    await b.desk.delivered('agent_exited');
    b.desk.walk.does('restart').granted().work('agent_started');
    await b.start(stage, { mode: 'resume' });
    stage.follow(b.desk.run);
    expect(await b.desk.delivered('agent_exited', 2)).toMatchObject({ exitCode: 0, detail: 'second' });
  });

  test('without an exit code it is lost, and what is left of the group is ended', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('ignores-sigterm')]));
    await b.start(stage);
    await until(() => b.pids().length === 2, 'both work');
    stage.follow(b.desk.run);
    const { pid } = JSON.parse(readFileSync(b.runFile('agent.json'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: null });
    expect(b.pids().map(alive)).toEqual([false, false]);
  });

  test('children that it leaves are ended before it is told', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('leaves-a-child')]));
    await b.start(stage);
    stage.follow(b.desk.run);
    expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: 0 });
    expect(b.pids().map(alive)).toEqual([false]);
  });

  test('comes after what the agent wrote last', async () => {
    const b = bench();
    const guidance = guidanceStage({ home: b.desk.home, deliver: b.desk.deliver, now, sweepMs: 60_000 });
    open.push(guidance);
    const stage = b.stage(spec([fixture('asks-by-file-then-ends')]), { settle: guidance.settle, pollMs: 5 });
    await b.start(stage);
    await until(() => existsSync(b.runFile(`exit-${b.desk.run.step}`)), 'it ended');
    guidance.follow(b.desk.run);
    stage.follow(b.desk.run);
    await b.desk.delivered('agent_exited');
    expect(b.desk.events.map(({ type }) => type)).toEqual(['guidance_requested', 'agent_exited']);
    expect(b.desk.walk.status).toBe('awaiting_guidance');
  });

  test('that cannot be delivered now is delivered later', async () => {
    const b = bench();
    const faults: unknown[] = [];
    const stage = b.stage(spec(['true']), {
      fault: (_, error) => faults.push(error),
      deliver: (...args) =>
        faults.length < 2 ? Promise.reject(new Error('locked')) : b.desk.deliver(...args),
    });
    await b.start(stage);
    stage.follow(b.desk.run);
    expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: 0 });
    expect(faults).toHaveLength(2);
  });
});

describe('ending it', () => {
  test('ends a group that ignores SIGTERM and running checks; again is no fault; the end is told', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('ignores-sigterm')]));
    await b.start(stage);
    await until(() => b.pids().length === 2, 'both work');
    stage.follow(b.desk.run);
    const check = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    noteProcess(runFile(b.desk.home, b.desk.run.id, CHECK_PROCESSES), check.pid!);
    const end = () => stage['processes.end']({ step: 9 }, b.desk.run, call());
    expect(await end()).toMatchObject({ type: 'processes_ended', step: 9 });
    expect([...b.pids(), check.pid!].map(alive)).toEqual([false, false, false]);
    expect(await end()).toMatchObject({ type: 'processes_ended' });
    expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: null });
  });

  test('waits for a start that is under way, so that nothing slips through', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('works-until-told')]));
    const starting = b.start(stage);
    const ending = stage['processes.end']({ step: 9 }, b.desk.run, call());
    await Promise.all([starting, ending]);
    const { pid } = JSON.parse(readFileSync(b.runFile('agent.json'), 'utf8'));
    expect(alive(pid)).toBe(false);
  });

  test('spares an agent that was begun for later work', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('works-until-told')]));
    await b.start(stage);
    const { pid, step } = JSON.parse(readFileSync(b.runFile('agent.json'), 'utf8'));
    await stage['processes.end']({ step: step - 1 }, b.desk.run, call());
    expect(alive(pid)).toBe(true);
    await stage['processes.end']({ step }, b.desk.run, call());
    expect(alive(pid)).toBe(false);
  });

  test('of a run that never had any is no fault', async () => {
    const b = bench();
    const stage = b.stage(spec(['true']));
    const event = await stage['processes.end']({ step: 1 }, b.desk.run, call());
    expect(event).toMatchObject({ type: 'processes_ended' });
  });
});

describe('when the bot is killed', () => {
  async function killedBot(b: Bench, agent: string, ...more: string[]): Promise<void> {
    const context = join(b.desk.home, 'context.json');
    writeFileSync(context, JSON.stringify(b.desk.run));
    const args = [b.desk.home, b.desk.workspace, JSON.stringify(spec([fixture(agent)])), context, ...more];
    const bot = spawn(process.execPath, ['--import', 'tsx', resolve('test/stages/agents/bot.ts'), ...args], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(bot, 'close');
    if (more.length === 0) {
      const [words] = await once(bot.stdout, 'data');
      expect(String(words)).toBe('agent_started\n');
      bot.kill('SIGKILL');
    }
    expect(await closed).toEqual([null, 'SIGKILL']);
  }

  test('the agent lives on, is found again, and its end is told exactly once', async () => {
    const b = bench();
    await killedBot(b, 'works-until-told');
    await until(() => b.pids().length === 1, 'it works');
    expect(alive(b.pids()[0]!)).toBe(true);

    const agent = spec([fixture('works-until-told')]);
    const stage = b.stage(agent);
    stage.follow(b.desk.run);
    expect(await b.start(stage)).toMatchObject({ type: 'agent_started' });
    expect(b.pids()).toHaveLength(1);
    const { run } = b.desk;
    b.end(5);
    expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: 5, detail: 'begun\nended' });

    // A bot that dies right after telling it tells it again under the same key.
    const again = b.stage(agent);
    again.follow(run);
    await again.close();
    expect(b.desk.of('agent_exited')).toHaveLength(1);
  });

  test('an agent that ended while no bot ran is told with its code', async () => {
    const b = bench();
    await killedBot(b, 'works-until-told');
    b.end(7);
    await until(() => existsSync(b.runFile(`exit-${b.desk.run.step}`)), 'it ended');
    b.stage(spec(['true'])).follow(b.desk.run);
    expect(await b.desk.delivered('agent_exited')).toMatchObject({ exitCode: 7 });
  });

  test('before the process is noted, the agent never begins, and the next bot starts it once', async () => {
    const b = bench();
    await killedBot(b, 'works-until-told', 'die-first');
    expect(existsSync(b.runFile('agent.json'))).toBe(false);
    await b.start(b.stage(spec([fixture('works-until-told')])));
    await until(() => b.pids().length > 0, 'it works');
    b.end(0);
    await until(() => existsSync(b.runFile(`exit-${b.desk.run.step}`)), 'it ended');
    expect(b.pids()).toHaveLength(1);
  });
});

test('a question by metawsm-ask, its answer, and being done', async () => {
  const b = bench();
  installAsk(join(b.desk.home, 'bin'));
  const guidance = guidanceStage({ home: b.desk.home, deliver: b.desk.deliver, now, sweepMs: 100 });
  open.push(guidance);
  const stage = b.stage(spec([fixture('asks-then-finishes')]), { settle: guidance.settle });
  b.desk.onMove = (run) => {
    guidance.follow(run);
    stage.follow(run);
  };
  await b.start(stage);
  b.desk.onMove(b.desk.run);
  expect(await b.desk.delivered('guidance_requested')).toMatchObject({
    request: { options: ['red', 'blue'] },
  });
  await guidance['guidance.deliver']({ id: 'g1' }, b.desk.answer('blue'), call());
  await b.desk.delivered('agent_exited');
  expect(b.desk.run.agent.completed?.summary).toBe('blue it is');
  expect(b.desk.walk.status).toBe('checking');
});

test('a question by file, an end, and going on with the answer in another life', async () => {
  const b = bench();
  const guidance = guidanceStage({ home: b.desk.home, deliver: b.desk.deliver, now, sweepMs: 100 });
  open.push(guidance);
  const stage = b.stage(spec([fixture('asks-by-file-then-ends')]), { settle: guidance.settle });
  b.desk.onMove = (run) => {
    guidance.follow(run);
    stage.follow(run);
  };
  await b.start(stage);
  b.desk.onMove(b.desk.run);
  await b.desk.delivered('agent_exited');
  await guidance['guidance.deliver']({ id: 'g1' }, b.desk.answer('blue'), call());
  expect(b.desk.run.agentMode).toBe('answer');
  b.desk.walk.event((await b.start(stage)) as never);
  b.desk.onMove(b.desk.run);
  const prompt = readFileSync(b.runFile(`prompt-${b.desk.run.step}.md`), 'utf8');
  expect(prompt).toContain(`- ${b.desk.contract}/answers/g1.json`);
  expect(prompt).not.toContain('colour');
  expect(prompt).not.toContain('blue');
  await b.desk.delivered('completion_claimed');
  expect(b.desk.run.agent.completed?.summary).toBe('blue it is');
});
