/** What stands in an element, and what a select offers. */
import { expect, test } from '@jest/globals';
import { withoutPictures } from '../../../src/playground/page/blocks/markdown.js';
import { chosen } from '../../../src/playground/page/blocks/state.js';
import { localTime, unixTime } from '../../../src/playground/page/blocks/unix-time.js';
import { initialState, KINDS } from '../../../src/playground/server/input-values.js';

const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });

const INITIAL: Record<string, unknown> = {
  plain_text_input: 'typed',
  datepicker: '2026-11-30',
  timepicker: '10:30',
  datetimepicker: 1_790_000_000,
  users_select: 'U1',
  conversations_select: 'C1',
  channels_select: 'C1',
  static_select: option('a'),
  radio_buttons: option('a'),
  checkboxes: [option('a'), option('b')],
  multi_static_select: [option('a')],
  multi_users_select: ['U1', 'U2'],
  multi_conversations_select: ['C1'],
  multi_channels_select: ['C1'],
  number_input: '7',
  email_text_input: 'a@b.c',
  url_text_input: 'https://a.b',
};

test.each(Object.keys(INITIAL))(
  '%s: the same from its initial value as from the state of the server',
  (type) => {
    const element = { type, action_id: 'x', [KINDS[type]!.initial]: INITIAL[type] };
    const state = initialState([{ type: 'input', block_id: 'b', element }], {});
    const first = chosen({}, 'b', element);
    expect(first).not.toEqual([]);
    expect(chosen(state, 'b', element)).toEqual(first);
  },
);

test('what was taken out does not come back from the initial value', () => {
  const element = { type: 'plain_text_input', action_id: 'x', initial_value: 'first' };
  expect(chosen({ b: { x: { type: 'plain_text_input', value: null } } }, 'b', element)).toEqual([]);
});

test('seconds and the picker of date and time understand each other', () => {
  expect(unixTime(localTime(1_790_000_040))).toBe('1790000040');
  expect(unixTime('')).toBe('');
  expect(localTime(Number.NaN)).toBe('');
});

test('pictures in markdown become links; code stays as it is', () => {
  expect(withoutPictures('![a](https://x/y.png) `![b](c)`\n```\nif (![1].x)\n```\n![d][ref]')).toBe(
    '[a](https://x/y.png) `![b](c)`\n```\nif (![1].x)\n```\n[d][ref]',
  );
});
