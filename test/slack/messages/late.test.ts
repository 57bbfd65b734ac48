/** Gestures that a run does not take: who was first, where it is, what to do instead. */
import { describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../../src/run/context.js';
import type { Status } from '../../../src/run/status.js';
import { late } from '../../../src/slack/messages/late.js';
import { outcomeOf } from '../../run/table/generate.js';
import { GESTURES } from '../../run/table/gestures.js';
import { SAMPLE_NAMES, sample } from '../../run/table/samples.js';
import { BY, DATE, guidance, question } from '../sample-views.js';

const run = (more: Record<string, unknown> = {}): RunContext =>
  ({
    id: 'abc-12-k3f9q2',
    ticket: 'ABC-12',
    questions: [],
    guidance: [],
    worktrees: [],
    wishes: [{ name: 'api' }],
    ...more,
  }) as unknown as RunContext;

test('names who answered, when and what', () => {
  const { request } = guidance({ state: 'answered', answer: { text: 'SQLite & co', decision: BY } });
  expect(late(run({ guidance: [request] }), 'running', { type: 'answer', target: 'g1' }).text).toBe(
    `Too late: that was answered by <@U0BOB> · ${DATE}: SQLite &amp; co. Nothing was changed by you. To tell the agent something, type \`/metawsm tell abc-12-k3f9q2 text…\`.`,
  );
  const asked = question({ answer: { text: 'x', decision: BY } }).question;
  expect(late(run({ questions: [asked] }), 'intake', { type: 'use_as_is', target: 'q1' }).text).toContain(
    'by <@U0BOB>',
  );
});

const SENT = { sentBy: { what: 'request_changes', decision: BY } };
const LEFT = { leaving: { what: 'discard', decision: BY } };

test.each([
  ['start', 'preparing', { startedBy: BY }, 'the run was started by <@U0BOB>'],
  ['cancel', 'running', { startedBy: BY }, 'the run was started by <@U0BOB>'],
  ['merge', 'closing', { mergedBy: BY }, 'the merge was decided by <@U0BOB>'],
  ['merge', 'closing', LEFT, '`Discard` was decided by <@U0BOB>'],
  ['merge', 'running', SENT, 'changes were requested by <@U0BOB>'],
  ['stop', 'stopped', { stoppedBy: BY }, 'the run was stopped by <@U0BOB>'],
  ['pause', 'running', { pausedBy: BY }, 'the run was paused by <@U0BOB>'],
  ['restart', 'closed', { closedBy: BY }, 'the run was closed by <@U0BOB>'],
] as const)('%s in %s', (type, status, more, words) => {
  expect(late(run(more), status, { type }).text).toContain(words);
});

test.each([
  ['stop', 'merge_ready', { mergedBy: BY, stoppedBy: BY }],
  ['merge', 'failed', { mergedBy: BY }],
  ['restart', 'paused', { stoppedBy: BY }],
] as const)('%s in %s: what was decided earlier does not matter any more', (type, status, more) => {
  expect(late(run(more), status, { type }).text).not.toContain('U0BOB');
});

/** [gesture, status, what the answer has to point to] */
test.each([
  ['tell', 'merge_ready', /iterate abc-12-k3f9q2.*Request changes/],
  ['tell', 'intake', /No agent is running yet/],
  ['resume', 'running', /not paused; it goes on by itself/],
  ['resume', 'awaiting_guidance', /waits for an answer/],
  ['resume', 'failed', /Restart/],
  ['pause', 'intake', /Nothing is running yet/],
  ['pause', 'paused', /paused already.*Resume/],
  ['stop', 'merge_ready', /Merge & close.*Request changes.*Discard/],
  ['restart', 'running', /stop it first.*\/metawsm stop/],
  ['restart', 'paused', /Resume/],
  ['discard', 'running', /Stop it first/],
  ['discard', 'intake', /Cancel/],
  ['cleanup', 'closed', /Nothing of it is left/],
  ['merge', 'checking', /not merge-ready/],
  ['start', 'closed', /metawsm bootstrap ABC-12 --repos api/],
] as [(typeof GESTURES)[number], Status, RegExp][])('%s in %s', (type, status, words) => {
  expect(late(run(), status, { type }).text.replaceAll('&amp;', '&')).toMatch(words);
});

describe('in every situation each late gesture', () => {
  const cases = SAMPLE_NAMES.flatMap((name) =>
    GESTURES.filter((type) => !outcomeOf(name, type).applied).map((type) => [name, type] as const),
  );

  test('says that nothing was changed, and what to do instead', () => {
    for (const [name, type] of cases) {
      const { run: context, status } = sample(name);
      const said = late(context, status, { type }).text;
      if (type === 'show_log' || type === 'show_diff') {
        expect([name, type, said]).toEqual([name, type, expect.stringMatching(/There is no .+ yet: .+\./)]);
        continue;
      }
      expect([name, type, said]).toEqual([name, type, expect.stringMatching(/Nothing was changed|Too late/)]);
      const [, ...rest] = said.split(/(?<=[.:]) /u);
      expect([name, type, rest.join(' ').length > 10]).toEqual([name, type, true]);
      // Whoever came late for a button that works is told to look again; a button that does not work here is not.
      expect([name, type, said]).toEqual([name, type, expect.not.stringContaining('since that button')]);
      expect(said).not.toMatch(/undefined|\[object/u);
    }
  });
});
