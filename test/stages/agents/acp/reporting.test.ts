import { utimesSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { AgentProgress } from '../../../../src/run/progress.js';
import { Reporter } from '../../../../src/stages/agents/acp/reporter.js';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { call, until } from '../../desk.js';
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

const tool = (title: string) => ({
  update: { sessionUpdate: 'tool_call', toolCallId: title, title, kind: 'execute', status: 'pending' },
});

describe('progress', () => {
  test('is told while it works, the last of it before the end, and not for each update', async () => {
    const many = Array.from({ length: 50 }, (_, n) => tool(`step ${n}`));
    const r = rig({ turns: [[tool('look around'), { wait: 'go' }, ...many, { say: 'done' }]] });
    await r.begin();
    expect((await r.desk.delivered('agent_progressed')).progress.doing).toBe('Runs look around');
    r.make('go');
    await r.exited();
    const told = r.desk.of('agent_progressed');
    expect(told.length).toBeLessThan(6);
    expect(told.at(-1)?.progress).toMatchObject({ tools: 51 });
    const types = r.desk.events.map(({ type }) => type);
    expect(types.lastIndexOf('agent_progressed')).toBe(types.indexOf('agent_exited') - 1);
  });

  test('figures alone are told less often than words', async () => {
    const state: AgentProgress = { plan: [], tools: 0, allowed: 0, denied: 0 };
    const told: { at: number; progress: AgentProgress }[] = [];
    const reporter = new Reporter({
      everyMs: 100,
      figuresEveryMs: 600,
      state: () => structuredClone(state),
      tell: async (progress) => void told.push({ at: performance.now(), progress }),
    });
    reporter.look();
    state.doing = 'npm test';
    reporter.look();
    await until(() => told.length === 1, 'words are told at once');
    state.tokens = 5;
    reporter.look();
    await until(() => told.length === 2, 'figures are told later');
    expect(told[1]!.at - told[0]!.at).toBeGreaterThan(500);
    state.tokens = 6;
    reporter.look();
    state.doing = 'npm run lint';
    reporter.look();
    await until(() => told.length === 3, 'words do not wait for figures');
    expect(told[2]!.at - told[1]!.at).toBeLessThan(500);
    expect(told[2]!.progress).toMatchObject({ tokens: 6, doing: 'npm run lint' });
    await reporter.stop();
    state.doing = 'nothing';
    reporter.look();
    expect(told).toHaveLength(3);
  });
});

describe('signs of life', () => {
  test('what it says is one, its silence is none', async () => {
    const r = rig({ turns: [[{ wait: 'go' }, { say: 'hello' }, { wait: 'never' }]] });
    const stage = await r.begin();
    await r.heardBy('session/prompt');
    const old = new Date(Date.now() - 3_600_000);
    const seen = async () => {
      const event = await stage['agent.look']({ step: r.step }, r.desk.run, call());
      return event?.type === 'agent_seen' ? Date.parse(event.activeAt) : 0;
    };
    const begun = await seen();
    for (const path of [r.desk.workspace, r.desk.contract, r.runFile('agent.log')])
      try {
        utimesSync(path, old, old);
      } catch {
        // The log is there once something was accounted for.
      }
    r.make('go');
    let last = begun;
    for (let tries = 0; last <= begun && tries < 200; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      last = await seen();
    }
    expect(last).toBeGreaterThan(begun);
    expect(await seen()).toBe(last);
  });
});
