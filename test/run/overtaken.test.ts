/** Gestures and words that somebody else's decision has overtaken. */
import { describe, expect, test } from '@jest/globals';
import { type Meant, meantFor } from '../../src/run/meant.js';
import { late } from '../../src/slack/messages/late.js';
import { sample } from './table/samples.js';
import { later, Walk } from './walk.js';

test('a press on Stop from before the run was restarted stopped the run that somebody had sent on', () => {
  const walk = new Walk().working();
  const { revision } = walk.run;
  walk.does('stop', { revision }).does('restart', { actor: 'U0BEN' });
  expect(walk.does('stop', { revision }).status).toBe('preparing');
  expect(late(walk.run, walk.status, { type: 'stop' }).text).toContain('the run was restarted by <@U0BEN>');
  expect(walk.does('stop', { revision: walk.run.revision }).status).toBe('stopped');
});

test('a stop by command works whatever happened before', () => {
  expect(new Walk().working().does('stop').does('restart').does('stop').status).toBe('stopped');
});

test('of two people who handed a request over at once the later undid what the earlier had decided', () => {
  const walk = new Walk().working().asked();
  const { revision } = walk.run;
  walk.does('hand_over', { revision, target: 'g1', to: 'U0CEM' });
  walk.does('hand_over', { revision, target: 'g1', to: 'U0DOV', actor: 'U0BEN' });
  expect(walk.decided.changed).toBe(false);
  expect(walk.run.guidance[0]?.handedTo?.to).toBe('U0CEM');
  const wish = { type: 'hand_over', target: 'g1' } as const;
  expect(late(walk.run, walk.status, wish).text).toContain('that was handed over by <@U0ANA>');
  walk.does('hand_over', { revision: walk.run.revision, target: 'g1', to: 'U0DOV' });
  expect(walk.run.guidance[0]?.handedTo?.to).toBe('U0DOV');
});

test('whoever answered a question that a form had made needless was not told whose form', () => {
  const walk = sample('intake, asking');
  walk.does('fill', { fields: { scope: 'src/greet.ts' }, actor: 'U0BEN' });
  const { text } = late(walk.run, walk.status, { type: 'answer', target: 'q1' });
  expect(text).toContain('the brief was filled in by <@U0BEN>');
});

describe('a reply to a question that somebody has answered meanwhile was taken as the answer to the next one', () => {
  const at = later();
  const plus = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
  const run = (posted?: string) =>
    ({
      questions: [{ id: 'q1', answer: { text: 'x', decision: { by: 'U0ANA', at } } }, { id: 'q2' }],
      guidance: [],
      messages: posted === undefined ? {} : { 'question:q2': { channel: 'C', ts: posted } },
    }) as never;
  const written = (ms: number) => ({ by: 'U0BEN', at: plus(ms), ts: String((Date.parse(at) + ms) / 1_000) });
  const shownAfter = (ms: number) => String((Date.parse(at) + ms) / 1_000);

  test.each([
    ['written before Slack showed the next one', 100, 200, { for: 'decided', id: 'q1' }],
    ['written after Slack showed it', 300, 200, { for: 'open' }],
    ['Slack may show it', 100, undefined, { for: 'unknown', guess: { for: 'open' } }],
    ['Slack has never shown it', 61_000, undefined, { for: 'open' }],
  ])('%s', (_, ms, shown, meant) => {
    const now = run(shown === undefined ? undefined : shownAfter(shown));
    expect(meantFor(now, 'q2', written(ms))).toEqual(meant);
  });

  test('nothing waits any more: only who wrote at that moment is told, and nobody of the own answer', () => {
    expect(meantFor(run(), undefined, written(1_000))).toEqual({ for: 'decided', id: 'q1' });
    expect(meantFor(run(), undefined, written(6_000))).toEqual({ for: 'open' });
    expect(meantFor(run(), undefined, { ...written(1_000), by: 'U0ANA' })).toEqual({ for: 'open' });
    expect(meantFor(run(shownAfter(200)), 'q2', { ...written(100), by: 'U0ANA' })).toEqual({ for: 'open' });
  });

  test('an answer by command that came later than a moment was told that nothing waits, not who had answered', () => {
    const command = { ...written(600_000), isAnswer: true as const };
    const decided = { questions: [{ id: 'q1', answer: { text: 'x', decision: { by: 'U0ANA', at } } }] };
    const asked = (...guidance: object[]) => ({ ...decided, guidance, messages: {} }) as never;
    expect(meantFor(asked(), undefined, command)).toEqual({ for: 'decided', id: 'q1' });
    expect(meantFor(asked({ id: 'g1', state: 'withdrawn' }), undefined, command)).toEqual({ for: 'open' });
    expect(meantFor(asked(), undefined, { ...command, by: 'U0ANA' })).toEqual({ for: 'open' });
  });
});

describe('a message from before an agent had asked became the answer to its request', () => {
  const askedAt = later();
  const asked = Date.parse(askedAt) / 1_000;
  const run = (shown?: number) =>
    ({
      questions: [],
      guidance: [{ id: 'g1', askedAt }],
      messages: shown === undefined ? {} : { 'guidance:g1': { channel: 'C', ts: String(asked + shown) } },
    }) as never;
  const written = (seconds: number) => ({
    by: 'U0BEN',
    at: new Date((asked + 3_600) * 1_000).toISOString(),
    ts: String(asked + seconds),
  });

  test.each<[string, number, number | undefined, Meant]>([
    ['written before Slack showed the request', -1, 2, { for: 'earlier' }],
    ['written after it had asked and before Slack showed it', 1, 2, { for: 'earlier' }],
    ['written after Slack showed it', 3, 2, { for: 'open' }],
    ['Slack’s clock is behind, and shows it before it was asked', -1, -2, { for: 'open' }],
    ['written before, and Slack may show it', -1, undefined, { for: 'unknown', guess: { for: 'earlier' } }],
    [
      'written after it had asked, and Slack may show it',
      1,
      undefined,
      { for: 'unknown', guess: { for: 'open' } },
    ],
  ])('%s', (_, seconds, shown, meant) => {
    expect(meantFor(run(shown), 'g1', written(seconds))).toEqual(meant);
  });

  test('a command is the answer however long it was on its way, and so is what comes without a time', () => {
    expect(meantFor(run(2), 'g1', { ...written(-1), isAnswer: true })).toEqual({ for: 'open' });
    expect(meantFor(run(2), 'g1', { ...written(-1), ts: undefined })).toEqual({ for: 'open' });
  });

  test('questions of the intake are answered ahead', () => {
    const intake = { questions: [{ id: 'q1' }], guidance: [], messages: {} } as never;
    expect(meantFor(intake, 'q1', written(-600))).toEqual({ for: 'open' });
  });
});
