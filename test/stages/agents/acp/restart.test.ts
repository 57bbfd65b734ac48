import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { until } from '../../desk.js';
import { alive } from '../bench.js';
import { botUntil } from './killed-bot.js';
import { Rig, type Script } from './rig.js';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  removeTemporary();
});

function rig(script: Script): Rig {
  const made = new Rig(script);
  rigs.push(made);
  made.step = made.desk.run.step;
  return made;
}

const written = (r: Rig) => readFileSync(r.turnFile('out.jsonl'), 'utf8').split('\n').length;

describe('when the bot is killed', () => {
  test('with a question open: the next one brings the answer, exactly once', async () => {
    const r = rig({
      turns: [[{ say: 'I ask.' }, { permission: { title: 'npm ci', id: 'p' } }, { say: ' I went on.' }]],
    });
    await botUntil(r, (said) => said.includes('guidance_requested'));
    expect(r.pids().filter(alive)).toHaveLength(1);

    const stage = r.open();
    stage.follow(r.desk.run);
    const request = await r.asked();
    expect(r.desk.journal.has(`acp:${r.step}:"p"`)).toBe(true);
    r.permit(request, 'once');
    // Effects are carried out again after a death: before and after the agent has gone on.
    const brought = [stage.answer(r.desk.run, request), stage.answer(r.desk.run, request)];
    expect(await Promise.all(brought)).toEqual(['delivered', 'delivered']);
    expect((await r.exited()).said).toContain('I went on.');
    expect(await stage.answer(r.desk.run, request)).toBe('delivered');
    expect(r.answers()).toHaveLength(1);
    expect(r.methods()).toEqual(['initialize', 'session/new', 'session/prompt', 'session/close']);
  });

  test('after it had sent the answer, before that was noted: the next one sends none', async () => {
    const r = rig({ turns: [[{ permission: { id: 'p' } }, { wait: 'go' }]] });
    await botUntil(r, (said) => said.includes('guidance_requested'));
    const answer = { jsonrpc: '2.0', id: 'p', result: { outcome: { outcome: 'selected', optionId: 'no' } } };
    appendFileSync(r.turnFile('sent.jsonl'), `${JSON.stringify(answer)}\n`);
    await until(() => r.answers().length === 1, 'the agent has it');

    const stage = r.open();
    stage.follow(r.desk.run);
    const via = { kind: 'acp' as const, id: `${r.step}:"p"` };
    const asked = {
      type: 'guidance_requested' as const,
      at: '',
      request: { question: '', options: [], agent: 'script', via },
    };
    await r.desk.deliver(r.desk.run.id, asked, `acp:${r.step}:"p"`);
    expect(await stage.answer(r.desk.run, r.permit(r.desk.run.guidance[0]!, 'once'))).toBe('delivered');
    r.make('go');
    await r.exited();
    expect(r.answers()).toHaveLength(1);
  });

  test('with a message half sent: the line is ended, and the message sent whole', async () => {
    const r = rig({ turns: [[{ permission: { id: 'p' } }]] });
    await botUntil(r, (said) => said.includes('guidance_requested'));
    appendFileSync(r.turnFile('sent.jsonl'), '{"jsonrpc":"2.0","id":"p","resu');
    const stage = r.open();
    stage.follow(r.desk.run);
    await stage.answer(r.desk.run, r.permit(await r.asked(), 'once'));
    const lines = readFileSync(r.turnFile('sent.jsonl'), 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('"p"'))).toHaveLength(2);
    await until(() => r.noted('heard.jsonl').includes('"optionId":"yes"'), 'the agent hears it whole');
  });

  test.each([
    ['initialize', 'before'],
    ['initialize', 'after'],
    ['session/new', 'before'],
    ['session/new', 'after'],
  ])('in the handshake, %s its answer to %s: one prompt is sent', async (method, when) => {
    const r = rig({ waits: { [method]: 'go' }, turns: [[{ say: 'done' }]] });
    r.unstarted();
    await botUntil(r, () => r.methods().includes(method));
    if (when === 'after') {
      const before = written(r);
      r.make('go');
      await until(() => written(r) > before, 'the agent answers nobody');
    }
    const stage = r.open();
    const started = r.start(stage);
    if (when === 'before') {
      await until(() => r.pids().length === 1, 'it is adopted');
      r.make('go');
    }
    expect(await started).toMatchObject({ type: 'agent_started' });
    expect(r.methods()).not.toContain('session/prompt');
    Object.assign(r.desk.run.agent, { alive: true, starting: false });
    stage.follow(r.desk.run);
    expect((await r.exited()).said).toBe('done');
    expect(r.methods()).toEqual(['initialize', 'session/new', 'session/prompt', 'session/close']);
    expect(r.pids()).toHaveLength(1);
  });

  test('in the midst of the turn: nothing is said twice, and the end is told once', async () => {
    const tool = { sessionUpdate: 'tool_call', toolCallId: 'c', title: 'npm test', kind: 'execute' };
    const r = rig({ turns: [[{ update: tool }, { say: 'half' }, { wait: 'go' }, { say: ' and whole' }]] });
    await botUntil(r, () => r.methods().includes('session/prompt') && r.log().includes('npm test'));
    r.make('go');
    await until(() => r.noted('heard.jsonl') !== '' && written(r) > 5, 'it has ended its turn alone');
    const stage = r.open();
    stage.follow(r.desk.run);
    expect((await r.exited()).said).toBe('half and whole');
    expect(r.log().match(/npm test/g)).toHaveLength(1);
    expect(r.desk.of('agent_exited')).toHaveLength(1);
    expect(r.pids().filter(alive)).toEqual([]);
  });

  test('after the turn was ended and before that was told: it is told in the same words', async () => {
    const r = rig({ turns: [[{ say: 'done' }]] });
    await botUntil(r, (said) => said.includes('agent_exited'));
    rmSync(r.turnFile('out.jsonl'));
    const stage = r.open();
    stage.follow(r.desk.run);
    expect(await r.exited()).toMatchObject({ step: r.step, exitCode: 0, said: 'done' });
  });

  test('and the machine with it: the turn is lost, and no process is sought', async () => {
    const r = rig({ turns: [[{ wait: 'never' }]] });
    await botUntil(r, () => r.methods().includes('session/prompt'));
    for (const pid of r.pids()) process.kill(pid, 'SIGKILL');
    rmSync(r.turnFile('exit'), { force: true });
    const stage = r.open();
    stage.follow(r.desk.run);
    expect((await r.exited()).exitCode).toBeNull();
  });
});
