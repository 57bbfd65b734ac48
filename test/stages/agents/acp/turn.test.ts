import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { call, until } from '../../desk.js';
import { alive } from '../bench.js';
import { Rig, type Script } from './rig.js';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  removeTemporary();
});

function rig(script: Script): Rig {
  const made = new Rig(script);
  rigs.push(made);
  return made;
}

describe('a turn', () => {
  test('is prompted once, told, and leaves no process', async () => {
    const r = rig({ turns: [[{ say: 'I did ' }, { say: 'it.' }]] });
    const { step } = r.desk.run;
    await r.begin();
    expect(await r.exited()).toMatchObject({ step, exitCode: 0, said: 'I did it.' });
    expect(r.methods()).toEqual(['initialize', 'session/new', 'session/prompt', 'session/close']);
    expect(r.heard().map(({ id }) => id)).toEqual([1, 2, 3, 4].map((n) => `${step}-${n}`));
    expect(r.heard()[0]?.params).toMatchObject({
      protocolVersion: 1,
      clientCapabilities: { elicitation: { form: {}, url: {} } },
    });
    expect(r.noted('prompt-1')).toContain(`${r.desk.contract}/brief.md`);
    expect(r.pids().filter(alive)).toEqual([]);
    for (const name of ['sent.jsonl', 'out.jsonl', 'err.log', 'in', 'begin.json', 'turn.json', 'feeder'])
      expect(statSync(r.turnFile(name)).mode & 0o777).toBe(0o600);
    expect(statSync(r.turnFile('.')).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['refusal', 'the model refused to go on'],
    ['max_tokens', 'the model reached its limit of tokens'],
    ['max_turn_requests', 'the agent reached its limit of requests to the model in one turn'],
    ['end_turn', undefined],
  ])('that ends with %s', async (stop, detail) => {
    const r = rig({ turns: [[{ stop }]] });
    await r.begin();
    const event = await r.exited();
    expect(event.exitCode).toBe(0);
    expect(event.detail).toBe(detail);
  });

  test.each([
    ['garbage', { write: 'Loading model… {not json' }],
    ['a JSON text that is no message', { write: '[1,2]' }],
    ['an answer to nothing', { tell: { id: 'nobody', result: 1 } }],
    ['an empty line', { write: '' }],
    ['an unknown notification', { tell: { method: '_auth/status_update', params: { a: 1 } } }],
    ['an unknown update', { update: { sessionUpdate: 'compaction_started' } }],
    ['no update', { tell: { method: 'session/update' } }],
  ])('is not disturbed by %s', async (_, step) => {
    const r = rig({ turns: [[step, { say: 'done' }]] });
    await r.begin();
    expect(await r.exited()).toMatchObject({ exitCode: 0, said: 'done' });
  });

  test('a huge line is dropped with a note, what follows is heard', async () => {
    const r = rig({ turns: [[{ huge: 3_000_000 }, { say: 'done' }]] });
    await r.begin({ tempo: { longestLine: 1_000_000, politeMs: 300 } });
    expect(await r.exited()).toMatchObject({ exitCode: 0, said: 'done' });
    expect(r.log()).toContain('a message was too long and was left out');
  });

  test('a large line within the limit is heard whole', async () => {
    const r = rig({ turns: [[{ say: `${'é'.repeat(700_000)} end` }]] });
    await r.begin();
    expect((await r.exited()).said).toMatch(/é end$/);
  });

  test('more output than allowed ends the turn', async () => {
    const r = rig({ turns: [[{ huge: 3_000_000 }, { wait: 'never' }]] });
    await r.begin({ tempo: { mostOutput: 1_000_000 } });
    expect(await r.exited()).toMatchObject({ exitCode: 1, fault: { code: 'agent_output' } });
    expect(r.pids().filter(alive)).toEqual([]);
  });

  test('more on standard error than allowed ends the turn as well', async () => {
    const r = rig({ turns: [[{ errors: 'x'.repeat(3_000_000) }, { wait: 'never' }]] });
    await r.begin({ tempo: { mostOutput: 1_000_000, unfedMs: 100 } });
    expect(await r.exited()).toMatchObject({ exitCode: 1, fault: { code: 'agent_output' } });
    expect(r.pids().filter(alive)).toEqual([]);
  });

  test.each([
    ['answers close with nothing', { close: 'silent' }, {}],
    ['ignores SIGTERM', { onTerm: 'ignore' }, {}],
    ['closes its input', {}, { closesInput: true }],
    ['leaves a child', {}, { leaves: true }],
  ])('of an agent that %s leaves no process', async (_, script, step) => {
    const r = rig({ ...script, turns: [[step, { say: 'done' }]] });
    await r.begin();
    expect(await r.exited()).toMatchObject({ exitCode: 0, said: 'done' });
    const leader = JSON.parse(readFileSync(r.runFile('agent.json'), 'utf8')).pid as number;
    expect(groupOf(leader)).toEqual([]);
  });
});

describe('a turn that breaks', () => {
  test.each([
    ['with an exit code', { exit: 3 }, 3],
    ['with exit code 0, which is none', { exit: 0 }, null],
    ['killed', { dies: true }, null],
  ])('in the middle, %s', async (_, step, exitCode) => {
    const r = rig({ turns: [[{ errors: 'out of memory hunter2hunter2' }, { say: 'half' }, step]] });
    await r.begin();
    const event = await r.exited();
    expect(event).toMatchObject({ exitCode, detail: expect.stringContaining('out of memory [redacted]') });
    expect(event.said).toBeUndefined();
    const leader = JSON.parse(readFileSync(r.runFile('agent.json'), 'utf8')).pid as number;
    expect(groupOf(leader)).toEqual([]);
  });

  test('the feeder is ended: the turn is lost, and the agent with it', async () => {
    const r = rig({ turns: [[{ wait: 'never' }]] });
    await r.begin();
    await r.heardBy('session/prompt');
    process.kill(Number(readFileSync(r.turnFile('feeder'), 'utf8')), 'SIGKILL');
    expect(await r.exited()).toMatchObject({
      exitCode: null,
      detail: expect.stringContaining('nothing reaches it'),
    });
    expect(r.pids().filter(alive)).toEqual([]);
  });

  test.each([
    ['agent_refused', { code: -32603, message: 'Internal error' }],
    ['agent_login', { code: -32000, message: 'Authentication required' }],
  ])('the prompt is answered with an error: %s', async (code, fails) => {
    const r = rig({ turns: [[{ fails }]] });
    await r.begin();
    expect(await r.exited()).toMatchObject({ exitCode: 1, fault: { code } });
  });

  test('a usage limit is no exit', async () => {
    const r = rig({
      turns: [[{ fails: { code: -32603, message: 'Internal error', data: { errorKind: 'rate_limit' } } }]],
    });
    await r.begin();
    expect(await r.desk.delivered('agent_limited')).toMatchObject({ step: expect.any(Number) });
    expect(r.desk.of('agent_exited')).toEqual([]);
    await until(() => r.pids().filter(alive).length === 0, 'it is ended');
  });
});

describe('a start that fails', () => {
  test.each<[string, Partial<Script>, string, RegExp]>([
    ['another version', { initialize: { protocolVersion: 2 } }, 'agent_protocol', /version 2/],
    ['no sense', { initialize: 'hello' }, 'agent_protocol', /version unknown/],
    ['an end without a word', { exits: { initialize: 0 } }, 'agent_protocol', /ended before it had answered/],
    ['an end with a code', { exits: { 'session/new': 4 } }, 'agent_died', /exit code 4/],
    [
      'no login',
      { refuses: { 'session/new': { code: -32000, message: 'Log in' } } },
      'agent_login',
      /Log in/,
    ],
    ['an error', { refuses: { initialize: { code: 1, message: 'bad' } } }, 'agent_refused', /bad/],
  ])('%s', async (_, script, code, detail) => {
    const r = rig({ ...script, turns: [[]] });
    r.unstarted();
    const event = await r.start(r.open());
    expect(event).toMatchObject({
      type: 'agent_not_started',
      fault: { code, detail: expect.stringMatching(detail) },
    });
    expect(r.pids().filter(alive)).toEqual([]);
    expect(existsSync(r.turnFile('prompted.json'))).toBe(false);
  });

  test('no answer, only garbage', async () => {
    const r = rig({ first: 'Welcome to my agent!', hangs: ['initialize'], turns: [[]] });
    r.unstarted();
    r.desk.run.settings.startTimeMs = 1_500;
    expect(await r.start(r.open())).toMatchObject({
      type: 'agent_not_started',
      fault: { code: 'agent_start_time', detail: expect.stringContaining('Welcome to my agent!') },
    });
    expect(r.pids().filter(alive)).toEqual([]);
  });

  test('a program that is not there', async () => {
    const r = rig({ turns: [[]] });
    r.unstarted();
    const stage = r.open({}, { command: ['no-such-agent'] });
    expect(await r.start(stage)).toMatchObject({ fault: { code: 'agent_not_found' } });
  });

  test('inside a wrapper', async () => {
    const r = rig({ turns: [[]] });
    r.unstarted();
    const stage = r.open({}, { command: ['no-such-agent'], wrap: ['env', 'A=b'] });
    expect(await r.start(stage)).toMatchObject({ fault: { code: 'agent_not_found' } });
  });

  test('stopped in its first words: it is ended, and was never prompted', async () => {
    const r = rig({ hangs: ['initialize'], turns: [[]] });
    r.unstarted();
    const stage = r.open();
    const started = r.start(stage);
    await r.heardBy('initialize');
    await stage['processes.end']({ step: r.desk.run.step }, r.desk.run, call());
    expect(await started).toMatchObject({ type: 'agent_not_started' });
    expect(r.pids().filter(alive)).toEqual([]);
    expect(r.methods()).toEqual(['initialize']);
  });
});

/** Pids of the living members of a process group. */
function groupOf(leader: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,pgid=,stat='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, group, state]) => Number(group) === leader && !state?.startsWith('Z'))
    .map(([pid]) => Number(pid));
}
