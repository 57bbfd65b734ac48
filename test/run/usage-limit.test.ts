/** A usage limit: the run is parked, goes on by itself when it is over, or when a person says so; never blindly. */
import { describe, expect, test } from '@jest/globals';
import { hoursAfter, later, REQUESTER, Walk } from './walk.js';

const working = () => new Walk().working();
const timer = (walk: Walk, name: string) => walk.event({ type: 'timer', name, at: later() });
const starts = (walk: Walk) => walk.effects.filter((one) => one.startsWith('agent.start'));
const limit = (walk: Walk, id = 'g1') => walk.run.guidance.find((one) => one.id === id);
const limitedUntil = (walk: Walk, at: string, until: string) =>
  walk.event({ type: 'agent_limited', at, until, step: walk.run.agent.step, detail: 'limit' });

test('the agent is gone, and the run waits for the end of the limit without reminding anybody', () => {
  const walk = working().limited(5);
  expect([walk.status, walk.run.agent.alive]).toEqual(['awaiting_guidance', false]);
  expect(walk.timersBesideClocks).toEqual(['timer.set go_on:g1']);
  const [set] = walk.decided.timers.filter(({ params }) => params.name === 'go_on:g1');
  expect(set?.params).toMatchObject({ afterMs: 5 * 3_600_000 + 60_000 });
  expect(limit(walk)).toMatchObject({ kind: 'limit', question: 'You have hit your limit', state: 'open' });
});

test('over, it goes on by itself, in the queue, as an agent that was interrupted', () => {
  const walk = timer(working().limited(5), 'go_on:g1');
  expect([walk.status, limit(walk)?.state, limit(walk)?.answer]).toEqual([
    'preparing',
    'answered',
    undefined,
  ]);
  expect(walk.timersBesideClocks).toEqual(['timer.clear go_on:g1']);
  expect(walk.effects).not.toContain('guidance.deliver');
  expect(starts(walk.granted())).toEqual(['agent.start resume']);
  expect(walk.effects).not.toContain('guidance.deliver');
});

test('a person lets it go on before, once', () => {
  const walk = working().limited(5).does('resume');
  expect([walk.status, limit(walk)?.answer?.decision.by]).toEqual(['preparing', REQUESTER]);
  expect(walk.run.sentBy).toMatchObject({ what: 'resume' });
  expect(walk.timersBesideClocks).toContain('timer.clear go_on:g1');
  expect(timer(walk, 'go_on:g1').decided.changed).toBe(false);
  expect(walk.does('resume').decided.changed).toBe(false);
  expect(starts(walk.granted())).toEqual(['agent.start resume']);
});

test('words are no answer to it, and nobody is asked instead', () => {
  const walk = working().limited(5);
  expect(walk.does('answer', { text: 'go' }).decided.changed).toBe(false);
  expect(walk.does('answer', { text: 'go', target: 'g1' }).decided.changed).toBe(false);
  expect(walk.does('hand_over', { target: 'g1', to: 'U0BEN' }).decided.changed).toBe(false);
});

test('without a known end people are reminded, and a person lets it go on', () => {
  const walk = working().limited();
  expect(walk.timersBesideClocks).toEqual(['timer.set remind:g1', 'timer.set escalate:g1']);
  expect(timer(walk, 'remind:g1').effects).toContain('slack.post notice:n1');
  expect(walk.does('resume').status).toBe('preparing');
  expect(walk.timersBesideClocks).toEqual(['timer.clear remind:g1', 'timer.clear escalate:g1']);
});

test.each([
  ['no instant', 'soon'],
  ['further away than any limit', '9999-01-01T00:00:00.000Z'],
])('an end that is %s is not known', (_, until) => {
  const walk = limitedUntil(working(), later(), until);
  expect([limit(walk)?.until, walk.timersBesideClocks]).toEqual([
    undefined,
    ['timer.set remind:g1', 'timer.set escalate:g1'],
  ]);
});

test('an end in another form of the same instant is kept as every instant is', () => {
  const walk = limitedUntil(working(), '2026-01-01T09:00:00.000Z', '2026-01-01T12:00:00+02:00');
  expect(limit(walk)?.until).toBe('2026-01-01T10:00:00.000Z');
});

test('an end that is over is believed once, and then a person has to look', () => {
  const at = later();
  const until = hoursAfter(at, -1);
  const walk = limitedUntil(working(), at, until);
  expect(walk.decided.timers.find(({ params }) => params.name === 'go_on:g1')?.params).toMatchObject({
    afterMs: 60_000,
  });
  timer(walk, 'go_on:g1').granted().work('agent_started');
  limitedUntil(walk, later(), until);
  expect([walk.status, limit(walk, 'g2')?.until]).toEqual(['awaiting_guidance', undefined]);
});

test('a second limit is a request of its own', () => {
  const walk = timer(working().limited(5), 'go_on:g1').granted().work('agent_started').limited(8);
  expect([walk.status, walk.run.guidance.map((one) => one.state)]).toEqual([
    'awaiting_guidance',
    ['answered', 'open'],
  ]);
  expect(walk.timersBesideClocks).toEqual(['timer.set go_on:g2']);
});

describe('beside what else is open', () => {
  test('a question is waited for first, then the answer comes with the next turn', () => {
    const walk = working().asked().limited(5);
    expect(walk.views.get('card')).toMatchObject({ waitingFor: { request: { id: 'g1' } } });
    timer(walk, 'go_on:g2');
    expect(walk.status).toBe('awaiting_guidance');
    expect(starts(walk.does('answer', { text: 'A' }).granted())).toEqual(['agent.start answer']);
  });

  test('what the agent wanted to do is void', () => {
    const walk = working().permission().limited(5);
    expect(walk.run.guidance.map((one) => one.state)).toEqual(['withdrawn', 'open']);
  });

  test('an agent that said it is done is checked', () => {
    const walk = working().event({ type: 'completion_claimed', at: later(), summary: 'did it' }).limited(5);
    expect([walk.status, walk.run.guidance]).toEqual(['checking', []]);
  });
});

describe('at rest', () => {
  test('a paused run does not go on by itself, but after it was resumed', () => {
    const walk = working().limited(1_000).does('pause');
    expect(walk.timersBesideClocks).toEqual(['timer.clear go_on:g1']);
    expect(timer(walk, 'go_on:g1').decided.changed).toBe(false);
    walk.does('resume');
    expect([walk.status, walk.timersBesideClocks]).toEqual(['awaiting_guidance', ['timer.set go_on:g1']]);
    expect(starts(timer(walk, 'go_on:g1').granted())).toEqual(['agent.start resume']);
  });

  test('resumed after the end, or where none is known, it goes on at once', () => {
    const over = working().limited(1).does('pause');
    over.does('resume', { at: hoursAfter(later(), 2) });
    const unknown = working().does('pause').limited().does('resume');
    for (const walk of [over, unknown]) {
      expect([walk.status, limit(walk)?.answer?.decision.by]).toEqual(['preparing', REQUESTER]);
      expect(walk.timersBesideClocks).toEqual([]);
    }
  });

  test('a run that is to be paused has come to its halt', () => {
    const walk = working().does('pause').limited(5);
    expect([walk.status, walk.timersBesideClocks]).toEqual(['paused', []]);
  });

  test('stopped, nothing goes on; restarted, the agent begins anew', () => {
    const walk = working().limited(5).does('stop');
    expect(walk.timersBesideClocks).toEqual(['timer.clear go_on:g1']);
    expect([limit(walk)?.state, timer(walk, 'go_on:g1').decided.changed]).toEqual(['withdrawn', false]);
    expect(starts(walk.does('restart').granted())).toEqual(['agent.start restart']);
  });
});

test('a limit of an earlier life means nothing', () => {
  const walk = working();
  const { step } = walk.run.agent;
  walk.exits(0).work('agent_started');
  walk.event({ type: 'agent_limited', at: later(), step, detail: 'limit' });
  expect(walk.status).toBe('running');
});
