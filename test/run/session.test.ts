/** What the agent session of a run's thread says, and when it is said again. */
import { expect, test } from '@jest/globals';
import { sessionOf } from '../../src/run/session.js';
import type { Status } from '../../src/run/status.js';
import { later, Walk } from './walk.js';

const posted = (walk: Walk, ts = '1.5') =>
  walk.event({ type: 'posted', ref: 'card', channel: 'C0DEV', ts, drawn: '' });
const sets = (walk: Walk) => walk.effects.filter((effect) => effect === 'slack.session session').length;

test('each state has its word', () => {
  const words: Record<Status, string> = {
    intake: 'suspended',
    preparing: 'processing',
    running: 'processing',
    awaiting_guidance: 'suspended',
    checking: 'processing',
    merge_ready: 'suspended',
    closing: 'processing',
    paused: 'suspended',
    stopped: 'active',
    failed: 'suspended',
    closed: 'closed',
  };
  for (const [status, word] of Object.entries(words)) expect(sessionOf(status as Status)).toBe(word);
});

test('nothing is said before there is a card', () => {
  const walk = new Walk().read();
  expect(sets(walk)).toBe(0);
  expect(sets(walk.does('start'))).toBe(0);
});

test('it is said with the card, and when the word or the card’s place changes', () => {
  const walk = posted(new Walk());
  expect(sets(walk)).toBe(1);
  expect(sets(walk.read())).toBe(0);
  expect(sets(walk.does('start'))).toBe(1);
  expect(walk.timers).toContain('timer.set session');
  walk.granted().work('workspace_prepared', {
    worktrees: [{ name: 'api', path: '/w/api', base: 'main', baseCommit: 'b' }],
  });
  expect(sets(walk)).toBe(0);
  expect(sets(walk.work('agent_started'))).toBe(0);
  expect(sets(walk.asked())).toBe(1);
  expect(walk.timers).toContain('timer.clear session');
  expect(sets(walk.does('answer', { text: 'A', target: 'g1' }))).toBe(1);
  expect(sets(posted(walk, '9.9'))).toBe(1);
  expect(sets(walk.does('stop'))).toBe(1);
});

test('what Slack would forget is said again in time, and only that', () => {
  const walk = posted(new Walk().working());
  const hour = walk.decided.timers.find((one) => one.kind === 'timer.set');
  expect(hour?.params).toMatchObject({ name: 'session', afterMs: 50 * 60_000 });
  const before = walk.decided.snapshot;
  walk.event({ type: 'timer', name: 'session', at: later() });
  expect(walk.decided.changed).toBe(true);
  expect(walk.decided.snapshot).toEqual(JSON.parse(JSON.stringify(before)));
  expect(sets(walk)).toBe(1);
  expect(walk.timers).toEqual(['timer.set session']);
  walk.asked().event({ type: 'timer', name: 'session', at: later() });
  expect([walk.decided.changed, sets(walk), walk.timers]).toEqual([false, 0, []]);
});
