import { describe, expect, test } from '@jest/globals';
import { viewFaults } from '../../../src/playground/server/block-checks.js';
import { FIELDS, MOST_TEXT } from '../../../src/run/context.js';
import { LIMITS } from '../../../src/slack/limits.js';
import { outgoingForm } from '../../../src/slack/outgoing.js';
import { answerForm, briefForm, feedbackForm, readForm } from '../../../src/slack/views/forms.js';

const PRESS = { run: 'abc-12-k3f9q2', rev: 3, target: 'g1' };

describe('forms', () => {
  test('hold the longest text of a field', () => {
    expect(MOST_TEXT).toBeLessThanOrEqual(LIMITS.input.value);
  });
  test('carry run, revision and target, and have short titles', () => {
    const forms = [
      answerForm(PRESS, 'Which?'),
      feedbackForm(PRESS),
      briefForm(PRESS, {}, FIELDS, 'answer_all'),
      briefForm(PRESS, {}, FIELDS, 'edit_brief'),
    ];
    expect(forms.map((form) => form.title.text)).toEqual([
      'Answer',
      'Request changes',
      'Answer all',
      'Edit brief',
    ]);
    expect(forms.map((form) => form.callback_id)).toEqual([
      'write_answer',
      'request_changes',
      'fill_brief',
      'fill_brief',
    ]);
    for (const form of forms) expect(viewFaults(form, 'modal')).toEqual([]);
    for (const form of forms) expect(JSON.parse(form.private_metadata ?? '')).toEqual(PRESS);
  });

  test('are read back', () => {
    const values = { goal: { text: { value: ' Greet ' } }, scope: { text: { value: null } } };
    expect(readForm({ private_metadata: JSON.stringify(PRESS), state: { values } })).toEqual({
      press: PRESS,
      fields: { goal: 'Greet', scope: '' },
    });
    expect(readForm({ private_metadata: 'x', state: { values } })).toBeUndefined();
  });

  test('show what is there, and do not cut what would come back', () => {
    const form = briefForm(
      PRESS,
      { goal: { text: 'Greet <b>' }, scope: { text: 'x'.repeat(3_001) } },
      ['goal', 'scope', 'merge'],
      'edit_brief',
    );
    const inputs = form.blocks as unknown as {
      optional: boolean;
      hint: { text: string };
      element: { initial_value?: string };
    }[];
    expect(inputs.map((one) => one.element.initial_value)).toEqual(['Greet <b>', undefined, 'default']);
    expect(inputs.map((one) => one.optional)).toEqual([false, true, false]);
    expect(inputs[1]?.hint.text).toContain('Leave this empty to keep it');
  });

  test('quote the question with nothing alive in it, and fit', () => {
    const form = answerForm(PRESS, '<!channel>& '.repeat(2_000));
    const { text } = (form.blocks[0] as { text: { text: string; verbatim: boolean } }).text;
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text.replace(/^>/gmu, '')).not.toMatch(/[<>]/u);
    expect(answerForm(PRESS, ' ').blocks).toHaveLength(1);
  });

  test('hold no secret', () => {
    const redact = (text: string) => text.replaceAll('hunter2hunter2', '[redacted]');
    const form = outgoingForm(
      briefForm(PRESS, { goal: { text: 'use hunter2hunter2' } }, ['goal'], 'edit_brief'),
      redact,
    );
    expect(JSON.stringify(form)).not.toContain('hunter2');
    expect(form.blocks[0]).toMatchObject({ optional: true });
    expect(JSON.stringify(outgoingForm(answerForm(PRESS, 'Is it hunter2hunter2?'), redact))).toContain(
      '[redacted]',
    );
  });
});
