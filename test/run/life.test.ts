/** What an agent tells of its life: what it does, what it takes, why it ended, what it said last. */
import { describe, expect, test } from '@jest/globals';
import type { AgentProgress } from '../../src/run/progress.js';
import type { CardView, SummaryView } from '../../src/run/views.js';
import { later, Walk } from './walk.js';

const working = () => new Walk().working();
const starts = (walk: Walk) => walk.effects.filter((one) => one.startsWith('agent.start'));
const tells = (walk: Walk, more: Partial<AgentProgress> = {}, step = walk.run.agent.step) =>
  walk.event({
    type: 'agent_progressed',
    at: later(),
    step,
    progress: { plan: [], tools: 1, allowed: 0, denied: 0, ...more },
  });
const card = (walk: Walk) => walk.views.get('card') as CardView;

describe('progress', () => {
  test('the newest report counts, of the life that is lived', () => {
    const walk = tells(tells(working(), { doing: 'Reading' }), { doing: 'Writing', fullness: 0.12345 });
    expect(card(walk).progress).toMatchObject({ doing: 'Writing', fullness: 0.12 });
    const { step } = walk.run.agent;
    walk.exits(0);
    expect([card(walk).progress, tells(walk, {}, step).decided.changed]).toEqual([undefined, false]);
  });

  test('it stands on the card while the agent waits for a person, too', () => {
    expect(card(tells(working()).permission()).progress).toMatchObject({ tools: 1 });
    expect(card(tells(working().permission(), { tools: 2 })).progress).toMatchObject({ tools: 2 });
  });

  test('nothing is redrawn for a report that people would read the same', () => {
    const walk = tells(working(), { fullness: 0.121 });
    walk.event({ type: 'posted', ref: 'card', channel: 'C0DEV', ts: '1.1', drawn: '' });
    expect(tells(walk, { fullness: 0.124 }).effects).toEqual([]);
    expect(tells(walk, { fullness: 0.19 }).effects).toEqual(['slack.update card']);
  });

  test.each<[string, (walk: Walk) => Walk]>([
    ['its turn ended', (walk) => walk.exits(0)],
    ['it died', (walk) => walk.exits(1)],
    ['it was lost', (walk) => walk.exits(null)],
    ['it came to a limit', (walk) => walk.limited(5)],
    ['it ended while it was waited for', (walk) => walk.permission().exits(0)],
    ['it ended at rest', (walk) => walk.asked().does('pause').exits(0)],
    ['it was stopped', (walk) => walk.does('stop').exits(null)],
    ['nobody heard of its end', (walk) => walk.does('stop').does('restart').granted()],
  ])('what it took is kept once: %s', (_, ends) => {
    const walk = tells(working(), { tokens: 900, cost: { amount: 0.1, currency: 'USD' }, allowed: 2 });
    const { step } = walk.run.agent;
    ends(walk);
    tells(walk, { tokens: 999 }, step);
    expect(walk.run.agent.progress).toBeUndefined();
    expect(walk.run.spent).toEqual([
      { iteration: 1, tokens: 900, cost: { amount: 0.1, currency: 'USD' }, tools: 1, allowed: 2, denied: 0 },
    ]);
  });

  test('it belongs to the iteration in which the life began', () => {
    const walk = tells(working().asked(), { tokens: 5 }).does('pause');
    const { step } = walk.run.agent;
    walk.does('request_changes', { text: 'Other way' });
    walk.event({ type: 'agent_exited', at: later(), step, exitCode: null });
    expect([walk.run.iteration, walk.run.spent?.map((one) => one.iteration)]).toEqual([2, [1]]);
  });

  test('each summary holds what was taken up to its iteration', () => {
    const walk = tells(working(), { tokens: 5 }).done().checks(0);
    const summary = (ref: string) => (walk.views.get(ref) as SummaryView).spent?.map((one) => one.tokens);
    expect(summary('summary:1')).toEqual([5]);
    walk.does('request_changes', { text: 'More' }).granted().work('agent_started');
    tells(walk, { tokens: 7 }).done().checks(0);
    expect([summary('summary:1'), summary('summary:2')]).toEqual([[5], [5, 7]]);
  });
});

describe('the last words', () => {
  test('a question opens a request without asking the agent to finish first', () => {
    const walk = working().exits(0, { said: 'I looked.\n\nWhich one?\n1. A\n2. B' });
    expect([walk.status, starts(walk)]).toEqual(['awaiting_guidance', []]);
    expect(walk.run.guidance[0]).toMatchObject({
      question: 'Which one?',
      context: 'I looked.',
      options: ['A', 'B'],
      via: { kind: 'prompt' },
    });
    expect(walk.timersBesideClocks).toEqual(['timer.set remind:g1', 'timer.set escalate:g1']);
    expect(starts(walk.does('answer', { text: 'A' }).granted())).toEqual(['agent.start answer']);
  });

  test('what asks nothing is asked about once, then a person reads it', () => {
    const walk = working().exits(0, { said: 'I think I am finished.' });
    expect(starts(walk)).toEqual(['agent.start finish']);
    walk.work('agent_started').exits(0, { said: `${'x'.repeat(5_000)} I am stuck.` });
    expect([walk.status, walk.run.guidance[0]?.question]).toEqual(['awaiting_guidance', '']);
    expect(walk.run.guidance[0]?.context).toMatch(/ I am stuck\.$/u);
    expect(walk.run.guidance[0]?.context?.length).toBeLessThanOrEqual(1_500);
  });

  test('an answer, or a note, that it may not have seen comes first', () => {
    const answered = working().asked().does('answer', { text: 'A' }).exits(0, { said: 'Which one?' });
    expect(starts(answered)).toEqual(['agent.start answer']);
    const noted = working().does('tell', { text: 'Take A' }).exits(0, { said: 'Which one?' });
    expect(starts(noted)).toEqual(['agent.start note']);
  });

  test('of an agent that is done they ask nobody', () => {
    const walk = working().event({ type: 'completion_claimed', at: later(), summary: 'did it' });
    expect(walk.exits(0, { said: 'Anything else?' }).status).toBe('checking');
  });

  test('of a run that is to be paused the question waits for the resume', () => {
    const walk = working().does('pause').exits(0, { said: 'Which one?' });
    expect([walk.status, walk.timersBesideClocks]).toEqual(['paused', []]);
    expect(walk.does('resume').timersBesideClocks).toEqual(['timer.set remind:g1', 'timer.set escalate:g1']);
  });
});

describe('the end', () => {
  test.each([0, 1, null])('a turn that failed says why, whatever the exit code (%s)', (exitCode) => {
    const walk = working().exits(exitCode, { fault: { code: 'agent_login', detail: '401' } });
    expect([walk.status, walk.run.trouble]).toMatchObject(['failed', { code: 'agent_login', detail: '401' }]);
  });

  test('heard of before the start was, it counts, and the start does not', () => {
    const walk = new Walk().prepared();
    const { step } = walk.run.agent;
    walk.exits(0, { said: 'Which one?' });
    expect(walk.status).toBe('awaiting_guidance');
    walk.event({ type: 'agent_started', at: later(), step });
    expect([walk.status, walk.run.agent.alive]).toEqual(['awaiting_guidance', false]);
    expect(new Walk().prepared().exits(0, { fault: { code: 'agent_protocol' } }).status).toBe('failed');
  });

  test('an agent that vanishes a third time fails the run', () => {
    const walk = working();
    for (let lives = 0; lives < 2; lives += 1) {
      expect(starts(walk.exits(null))).toEqual(['agent.start resume']);
      walk.work('agent_started');
    }
    expect(walk.exits(null).run.trouble?.code).toBe('agent_vanished');
  });
});

describe('an agent that forgot', () => {
  const forgets = (walk: Walk) =>
    walk.event({ type: 'agent_forgot', at: later(), step: walk.run.agent.step, detail: 'no such session' });

  test('is told of in the thread', () => {
    const walk = forgets(working().exits(null));
    expect(walk.run.notices).toMatchObject([{ kind: 'forgot', about: 'no such session' }]);
    expect(walk.effects).toContain('slack.post notice:n1');
  });

  test('in its first life it has nothing to remember', () => {
    expect(forgets(working()).decided.changed).toBe(false);
  });
});

test('silence because of a model that cannot be reached says so', () => {
  const unreachable = { since: '2026-01-01T08:00:00.000Z', detail: 'Reconnecting' };
  const walk = tells(working(), { unreachable });
  walk.work('agent_seen', { at: '2027-01-01T10:00:00.000Z', activeAt: '2027-01-01T09:00:00.000Z' });
  expect(walk.run.notices[0]).toMatchObject({
    kind: 'silent',
    trouble: { code: 'agent_unreachable', detail: 'Reconnecting' },
  });
});
