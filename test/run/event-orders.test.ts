import { describe, expect, test } from '@jest/globals';
import { later, SETTINGS, Walk } from './walk.js';

const broken = (walk: Walk, kind: string, step = walk.run.step) =>
  walk.event({ type: 'effect_broken', at: later(), step, kind, detail: 'out of cheese' });
const fault = { code: 'agent_not_found' };

describe('events in an unlucky order', () => {
  test('a run cancelled while its repositories are read stays closed when the reading breaks', () => {
    const walk = new Walk();
    const { step } = walk.run;
    broken(walk.does('cancel'), 'repositories.read', step);
    expect(walk.status).toBe('closed');
    expect(walk.run.step).not.toBe(step);
  });

  test('nothing that breaks brings a closed run back', () => {
    const walk = broken(new Walk().does('cancel'), 'guidance.deliver');
    expect(walk.status).toBe('closed');
    expect(walk.effects).toEqual([]);
  });

  test('an end of processes that breaks again and again is tried once and told once', () => {
    const walk = broken(new Walk().working().does('stop'), 'processes.end');
    expect(walk.status).toBe('failed');
    broken(walk, 'processes.end');
    expect(walk.effects).toEqual([]);
    expect(walk.run.notices).toHaveLength(1);
  });

  test('a failed run leaves no question open, which would hold back every later merge', () => {
    const walk = new Walk().working().asked('One?').asked('Two?').does('answer', { text: 'A' });
    broken(walk, 'guidance.deliver');
    expect(walk.status).toBe('failed');
    expect(walk.run.guidance.map((one) => one.state)).toEqual(['answered', 'withdrawn']);
  });

  test('an agent that could not be started is told although its files asked something', () => {
    const walk = new Walk().prepared().asked().work('agent_not_started', { fault });
    expect(walk.status).toBe('failed');
    expect(walk.run.agent.starting).toBe(false);
    expect(walk.run.guidance[0]?.state).toBe('withdrawn');
  });

  test('what metawsm asks in place of the agent is reminded of like every request', () => {
    const walk = new Walk().working().exits(0).work('agent_started').exits(0);
    expect(walk.status).toBe('awaiting_guidance');
    expect(walk.timersBesideClocks).toEqual(['timer.set remind:g1', 'timer.set escalate:g1']);
  });

  test('feedback that waits for a place, stopped and resumed, still reaches the agent before the checks', () => {
    const walk = new Walk().working().done().checks(0).does('request_changes', { text: 'Other way' });
    walk.does('stop').does('resume').granted();
    expect(walk.effects).not.toContain('checks.run');
    expect(walk.effects.some((one) => one.startsWith('agent.start'))).toBe(true);
  });

  test('an agent whose question was answered before it could not be started is told all the same', () => {
    const walk = new Walk().prepared().asked().does('answer', { text: 'A' });
    expect([walk.status, walk.run.agent.starting]).toEqual(['running', true]);
    expect(walk.work('agent_not_started', { fault }).status).toBe('failed');
  });

  test('a question that comes after the agent has ended is open for its answer when the run is resumed', () => {
    const walk = new Walk().working().does('pause').exits(0);
    expect(walk.status).toBe('paused');
    walk.asked('Still there?').does('resume');
    expect(walk.status).toBe('awaiting_guidance');
    walk.does('answer', { text: 'A' });
    expect(walk.granted().effects).toContain('agent.start answer');
  });

  test('an agent that waits while its run is sent on with feedback does not work on in the queue', () => {
    const walk = new Walk().working().asked().does('pause').does('request_changes', { text: 'Other way' });
    expect(walk.status).toBe('preparing');
    expect(walk.effects).toContain('processes.end');
  });

  test('the time of an agent that is restarted since it was silent counts anew', () => {
    const walk = new Walk().working();
    walk.work('agent_seen', { at: '2027-01-01T10:00:00.000Z', activeAt: '2027-01-01T09:00:00.000Z' });
    walk.does('restart');
    expect(walk.decided.timers.filter(({ params }) => params.name === 'run_time').at(-1)).toMatchObject({
      kind: 'timer.set',
      params: { afterMs: SETTINGS.runTimeMs },
    });
    expect(walk.run.worked).toEqual({ ms: 0, since: expect.any(String) });
  });

  test('a workspace that is removed later leaves standing who closed the run', () => {
    const walk = new Walk().working().does('stop').does('cleanup', { keep: true, discard: false });
    walk.work('processes_ended').does('cleanup', { keep: false, discard: false, actor: 'U0ADMIN' });
    walk.work('workspace_removed');
    expect([walk.run.kept, walk.run.leaving]).toEqual([false, undefined]);
  });
});
