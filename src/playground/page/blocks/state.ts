/** What stands in an element: as the server knows it, else as the app drew it first. */
import type { Values } from '../../server/facts.js';
import { type Json, record, records, text } from '../../server/json.js';

interface Kind {
  field: string;
  initial: string;
  /** How the value becomes strings: options have a `value`, the rest is one already. */
  as: 'text' | 'texts' | 'option' | 'options';
}

const single = (name: string): Kind => ({
  field: `selected_${name}`,
  initial: `initial_${name}`,
  as: 'text',
});
const several = (name: string): Kind => ({ ...single(name), as: 'texts' });
const OPTION: Kind = { field: 'selected_option', initial: 'initial_option', as: 'option' };
const OPTIONS: Kind = { field: 'selected_options', initial: 'initial_options', as: 'options' };
const TYPED: Kind = { field: 'value', initial: 'initial_value', as: 'text' };

const KINDS: Record<string, Kind> = {
  plain_text_input: TYPED,
  email_text_input: TYPED,
  url_text_input: TYPED,
  number_input: TYPED,
  static_select: OPTION,
  external_select: OPTION,
  radio_buttons: OPTION,
  checkboxes: OPTIONS,
  multi_static_select: OPTIONS,
  multi_external_select: OPTIONS,
  users_select: single('user'),
  conversations_select: single('conversation'),
  channels_select: single('channel'),
  datepicker: single('date'),
  timepicker: single('time'),
  datetimepicker: single('date_time'),
  multi_users_select: several('users'),
  multi_conversations_select: several('conversations'),
  multi_channels_select: several('channels'),
};

/** Values, ids or the text in an element; empty where nothing is. */
export function chosen(values: Values, block: string, element: Json): string[] {
  const kind = KINDS[text(element.type)];
  if (!kind) return [];
  const state = values[block]?.[text(element.action_id)];
  const held = state === undefined ? element[kind.initial] : state[kind.field];
  return strings(held, kind.as).filter((one) => one !== '');
}

function strings(held: unknown, as: Kind['as']): string[] {
  if (held === null || held === undefined) return [];
  switch (as) {
    case 'text':
      return [typeof held === 'number' ? String(held) : text(held)];
    case 'texts':
      return Array.isArray(held) ? held.map(text) : [];
    case 'option':
      return [text(record(held).value)];
    case 'options':
      return records(held).map((option) => text(option.value));
  }
}
