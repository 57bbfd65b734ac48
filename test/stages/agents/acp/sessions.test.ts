import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { until } from '../../desk.js';
import { Rig, type Script } from './rig.js';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  removeTemporary();
});

/** A second turn after a first one; the methods that the second process heard. */
async function secondTurn(script: Partial<Script>, mode: 'resume' | 'restart' = 'resume') {
  const r = new Rig({ turns: [[{ say: 'first' }], [{ say: 'second' }]], ...script });
  rigs.push(r);
  const stage = await r.begin();
  await r.exited();
  const before = r.methods().length;
  await r.next(stage, mode);
  const event = await r.desk.delivered('agent_exited', 2);
  return { r, event, methods: r.methods().slice(before) };
}

describe('a second turn', () => {
  test('goes on with the session of the first', async () => {
    const { r, event, methods } = await secondTurn({});
    expect(methods).toEqual(['initialize', 'session/resume', 'session/prompt', 'session/close']);
    expect(event.said).toBe('second');
    expect(r.desk.of('agent_forgot')).toEqual([]);
    expect(
      r
        .heard()
        .filter(({ method }) => method === 'session/prompt')
        .map(({ params }) => params?.sessionId),
    ).toEqual(['session-1', 'session-1']);
  });

  test.each(['before', 'after'])(
    'by load, whose history comes %s the answer and is not told again',
    async (replays) => {
      const { r, event, methods } = await secondTurn({ caps: { loadSession: true }, replays });
      expect(methods).toEqual(['initialize', 'session/load', 'session/prompt']);
      expect(event.said).toBe('second');
      expect(r.desk.of('agent_forgot')).toEqual([]);
    },
  );

  test.each<[string, Partial<Script>, string[]]>([
    ['kept in memory only', { sessions: 'memory' }, ['session/resume', 'session/load']],
    ['that nobody can take up', { caps: {} }, []],
  ])('of a session %s begins anew with a recap', async (_, script, tried) => {
    const { r, methods } = await secondTurn(script);
    expect(methods.slice(0, -1)).toEqual(
      ['initialize', ...tried, 'session/new', 'session/prompt'].slice(0, methods.length - 1),
    );
    expect(methods).toContain('session/new');
    expect(r.desk.of('agent_forgot')).toMatchObject([{ step: r.step }]);
    expect(r.noted('prompt-2')).toContain('you do not remember it');
    expect(r.noted('prompt-2')).toContain(join(r.desk.contract, 'recap.md'));
    expect(readFileSync(join(r.desk.contract, 'recap.md'), 'utf8')).toContain('What was asked and answered');
  });

  test('of a restart is a new session, and nothing was forgotten', async () => {
    const { r, methods } = await secondTurn({}, 'restart');
    expect(methods).toEqual(['initialize', 'session/new', 'session/prompt', 'session/close']);
    expect(r.desk.of('agent_forgot')).toEqual([]);
    expect(r.noted('prompt-2')).not.toContain('recap.md');
    expect(existsSync(r.runFile('session.json'))).toBe(true);
  });

  test('that another bot takes up does not tell the history of the session either', async () => {
    const r = new Rig({ caps: { loadSession: true }, turns: [[], [{ wait: 'go' }, { say: 'second' }]] });
    rigs.push(r);
    const stage = await r.begin();
    await r.exited();
    await r.next(stage);
    await until(() => r.noted('prompt-2') !== '', 'the second prompt is there');
    await stage.close();
    r.open().follow(r.desk.run);
    r.make('go');
    expect((await r.desk.delivered('agent_exited', 2)).said).toBe('second');
    expect(r.log()).not.toContain('of an earlier turn');
  });

  test('costs what it costs, not what the session has cost', async () => {
    const usage = (amount: number) => ({
      update: { sessionUpdate: 'usage_update', used: 10, size: 100, cost: { amount, currency: 'USD' } },
    });
    const { r } = await secondTurn({ turns: [[usage(0.25)], [usage(0.75)]] });
    const costs = r.desk.of('agent_progressed').map(({ progress }) => progress.cost?.amount);
    expect(costs.at(-1)).toBe(0.5);
    expect(costs).toContain(0.25);
    expect(costs).not.toContain(0.75);
  });
});
