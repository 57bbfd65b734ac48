/** The form with the questions of an agent, and what is read from it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { viewFaults } from '../../../src/playground/server/block-checks.js';
import type { FormField } from '../../../src/run/guidance-request.js';
import { LIMITS } from '../../../src/slack/limits.js';
import { answersText } from '../../../src/slack/messages/asked-form.js';
import { outgoingForm } from '../../../src/slack/outgoing.js';
import { fieldId, fillForm, VALUE } from '../../../src/slack/views/fill-form.js';
import { readFill } from '../../../src/slack/views/read-fill.js';
import { hostile, hostileField } from '../sample-views.js';

const PRESS = { run: 'abc-12-k3f9q2', rev: 3, target: 'g1' };

interface Drawn {
  type: string;
  block_id: string;
  optional?: boolean;
  hint?: { text: string };
  label: { text: string };
  element: Record<string, unknown> & { type: string; options?: { value: string }[] };
}
const inputs = (fields: FormField[], question = '') =>
  (fillForm(PRESS, { question, fields }).blocks as unknown as Drawn[]).filter(({ type }) => type === 'input');
const element = (field: Partial<FormField>) => inputs([fieldOf(field)])[0]!.element;

const fieldOf = (more: Partial<FormField>): FormField => ({
  name: 'x',
  title: 'Which?',
  type: 'text',
  required: true,
  ...more,
});
const options = (count: number): FormField['options'] =>
  Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: `Option ${at}` }));

type Put = Record<string, unknown>;
const read = (fields: FormField[], ...puts: (Put | undefined)[]) => {
  const values = Object.fromEntries(
    puts.flatMap((put, at) => (put ? [[fieldId(at), { [VALUE]: put }]] : [])),
  );
  return readFill({ state: { values } }, fields);
};
const one = (field: Partial<FormField>, put: Put) => {
  const fill = read([fieldOf(field)], put);
  return fill.ok ? fill.values.x : Object.values(fill.errors)[0];
};

describe('the inputs', () => {
  test('fit their fields', () => {
    expect(element({}).type).toBe('plain_text_input');
    expect(element({ type: 'boolean' }).type).toBe('radio_buttons');
    expect(element({ type: 'choice', options: options(10) }).type).toBe('radio_buttons');
    expect(element({ type: 'choice', options: options(11) }).type).toBe('static_select');
    expect(element({ type: 'choices', options: options(10) }).type).toBe('checkboxes');
    expect(element({ type: 'choices', options: options(11) }).type).toBe('multi_static_select');
    expect(element({ type: 'integer', least: 0.5, most: 9 })).toMatchObject({
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: '1',
      max_value: '9',
    });
  });

  test('hold what was there, and say what they take', () => {
    expect(element({ initial: 'main' }).initial_value).toBe('main');
    expect(element({ type: 'number', initial: 0.5 }).initial_value).toBe('0.5');
    expect(element({ type: 'boolean', initial: false }).initial_option).toMatchObject({ value: 'no' });
    expect(element({ type: 'choice', options: options(3), initial: 'v1' }).initial_option).toMatchObject({
      value: '1',
    });
    expect(
      element({ type: 'choices', options: options(3), initial: ['v2', 'gone'] }).initial_options,
    ).toMatchObject([{ value: '2' }]);
    const [number] = inputs([fieldOf({ type: 'number', least: 1, most: 5, hint: 'In GB.' })]);
    expect(number?.hint?.text).toBe('In GB. A number from 1 to 5.');
  });

  test('an optional choice can be taken back', () => {
    const optional = { required: false, type: 'choice' as const };
    expect(element({ ...optional, options: options(3) }).options).toHaveLength(4);
    expect(one({ ...optional, options: options(3) }, { selected_option: { value: 'none' } })).toBeUndefined();
    expect(inputs([fieldOf(optional)])[0]?.optional).toBe(true);
  });

  test('of more than fit the optional ones are left out, and that is said', () => {
    const fields = Array.from({ length: 150 }, (_, at) =>
      fieldOf({ name: `n${at}`, title: `t${at}`, required: at >= 100 }),
    );
    const { blocks } = fillForm(PRESS, { question: 'Well?', fields });
    expect(blocks).toHaveLength(100);
    const shown = inputs(fields, 'Well?').map(({ label }) => label.text);
    for (let at = 100; at < 150; at += 1) expect(shown).toContain(`t${at}`);
    expect(JSON.stringify(blocks.at(-1))).toContain('52 more questions do not fit');
  });

  test('every limit of Slack is kept, whatever an agent asks', () => {
    fc.assert(
      fc.property(fc.array(hostileField, { maxLength: 20 }), hostile, (fields, question) => {
        const form = fillForm(PRESS, { question, fields });
        expect(viewFaults(form, 'modal')).toEqual([]);
        expect(JSON.stringify(form).length).toBeLessThanOrEqual(250_000);
        // an input shows what stands in it as it is
        const shown = JSON.stringify(form, (key, value) => (key === 'initial_value' ? '' : value));
        expect(shown).not.toMatch(/<!(?:channel|here|everyone)|<@U0EVIL/u);
      }),
      { numRuns: 100 },
    );
    const huge = Array.from({ length: 120 }, () =>
      fieldOf({
        type: 'choices',
        options: options(100)!.map((one) => ({ ...one, label: 'ö'.repeat(3_000) })),
      }),
    );
    const form = fillForm(PRESS, { question: '', fields: huge });
    expect(viewFaults(form, 'modal')).toEqual([]);
    expect(JSON.stringify(form).length).toBeLessThanOrEqual(LIMITS.modal.size);
  });
});

describe('what is read', () => {
  test('has the types of its fields, and reads as words', () => {
    const fields = [
      fieldOf({ name: 'branch', title: 'Branch' }),
      fieldOf({ name: 'size', title: 'Size', type: 'number' }),
      fieldOf({ name: 'ci', title: 'Run CI?', type: 'boolean' }),
      fieldOf({ name: 'db', title: 'Database', type: 'choice', options: options(3) }),
      fieldOf({ name: '__proto__', title: '', type: 'choices', options: options(3), required: false }),
      fieldOf({ name: 'note', title: 'Note', required: false }),
    ];
    const fill = read(
      fields,
      { value: ' main ' },
      { value: '1.5' },
      { selected_option: { value: 'no' } },
      { selected_option: { value: '2' } },
      { selected_options: [{ value: '0' }, { value: '1' }, { value: '99' }] },
      { value: null },
    );
    expect(fill.ok && Object.entries(fill.values)).toEqual([
      ['branch', 'main'],
      ['size', 1.5],
      ['ci', false],
      ['db', 'v2'],
      ['__proto__', ['v0', 'v1']],
    ]);
    expect(fill.ok && answersText(fields, fill.values)).toBe(
      'Branch: main\nSize: 1.5\nRun CI?: No\nDatabase: Option 2\n__proto__: Option 0, Option 1',
    );
    expect(answersText(fields, {})).toBe('No answer');
  });

  test.each<[Partial<FormField>, Put, string]>([
    [{}, { value: ' ' }, 'Please answer this.'],
    [{ least: 5 }, { value: 'abc' }, 'Please write at least 5 characters.'],
    [{ most: 2 }, { value: 'abc' }, 'Please write at most 2 characters.'],
    [{ type: 'number' }, { value: 'ten' }, 'This is not a number. Write it like 12 or 0.5.'],
    [{ type: 'number' }, { value: '9'.repeat(400) }, 'This is not a number. Write it like 12 or 0.5.'],
    [{ type: 'integer' }, { value: '1.5' }, 'This has to be a whole number.'],
    [{ type: 'integer', least: 3 }, { value: '2' }, 'The least is 3.'],
    [{ type: 'number', most: 3 }, { value: '4' }, 'The most is 3.'],
    [{ type: 'boolean' }, { selected_option: null }, 'Please answer this.'],
    [{ type: 'choice', options: options(2) }, { selected_option: null }, 'Please answer this.'],
    [{ type: 'choice', options: options(2) }, { selected_option: { value: '7' } }, 'Please answer this.'],
    [{ type: 'choices', options: options(2) }, { selected_options: [] }, 'Please answer this.'],
    [
      { type: 'choices', options: options(3), least: 2 },
      { selected_options: [{ value: '0' }] },
      'Please choose at least 2.',
    ],
    [
      { type: 'choices', options: options(3), most: 1 },
      { selected_options: [{ value: '0' }, { value: '1' }] },
      'Please choose at most 1.',
    ],
  ])('%j with %j is refused at its field', (field, put, words) => {
    expect(one(field, put)).toBe(words);
  });

  test('none of several is an answer where none is enough', () => {
    expect(one({ type: 'choices', options: options(2), least: 0 }, { selected_options: [] })).toEqual([]);
  });

  test('what was too long or too secret to be shown stays as it was', () => {
    const long = fieldOf({ initial: 'x'.repeat(4_000) });
    const secret = fieldOf({ initial: 'hunter2hunter2' });
    for (const field of [long, secret]) {
      const redact = (text: string) => text.replaceAll('hunter2hunter2', '[redacted]');
      const form = outgoingForm(fillForm(PRESS, { question: '', fields: [field] }), redact);
      expect(JSON.stringify(form)).not.toContain('hunter2');
      const blocks = form.blocks as unknown as Drawn[];
      const state = { values: { [fieldId(0)]: { [VALUE]: { value: null } } } };
      expect(readFill({ blocks, state }, [field])).toEqual({ ok: true, values: { x: field.initial } });
    }
  });
});
