/** What stands in the inputs of a screen: Slack's `state.values`, from initial values and from what a person puts in. */
import type { Block, Values } from './facts.js';
import { isRecord, type Json, list, record, text } from './json.js';

interface Kind {
  /** The field of the state that holds the value. */
  field: string;
  /** The field of the element that holds the initial value. */
  initial: string;
  many?: boolean;
}

export const KINDS: Record<string, Kind> = {
  plain_text_input: { field: 'value', initial: 'initial_value' },
  email_text_input: { field: 'value', initial: 'initial_value' },
  url_text_input: { field: 'value', initial: 'initial_value' },
  number_input: { field: 'value', initial: 'initial_value' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value' },
  static_select: { field: 'selected_option', initial: 'initial_option' },
  external_select: { field: 'selected_option', initial: 'initial_option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option' },
  users_select: { field: 'selected_user', initial: 'initial_user' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel' },
  datepicker: { field: 'selected_date', initial: 'initial_date' },
  timepicker: { field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', many: true },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', many: true },
  checkboxes: { field: 'selected_options', initial: 'initial_options', many: true },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', many: true },
  multi_conversations_select: {
    field: 'selected_conversations',
    initial: 'initial_conversations',
    many: true,
  },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', many: true },
  file_input: { field: 'files', initial: 'files', many: true },
};

/** The state of all inputs; what was put in before stays where block_id, action_id and type are the same. */
export function initialState(blocks: Block[], before: Values, from?: string): Values {
  const values: Values = {};
  for (const block of blocks) {
    const elements = [block.accessory, block.element, ...list(block.elements)].filter(isRecord);
    for (const element of elements) {
      const state = initialValue(element, from);
      if (state === undefined) continue;
      const blockId = text(block.block_id);
      const actionId = text(element.action_id);
      const kept = before[blockId]?.[actionId];
      const held = kept !== undefined && kept.type === element.type ? kept : state;
      values[blockId] = { ...values[blockId], [actionId]: held };
    }
  }
  return values;
}

function initialValue(element: Json, from: string | undefined): Json | undefined {
  const kind = KINDS[text(element.type)];
  if (kind === undefined) return undefined;
  const current = element.default_to_current_conversation === true ? from : undefined;
  const given = element[kind.initial] ?? (kind.many && current ? [current] : current);
  return { type: element.type, [kind.field]: given ?? (kind.many ? [] : null) };
}

/** True where a person has put nothing in. */
export function isEmpty(state: Json | undefined): boolean {
  const kind = KINDS[text(state?.type)];
  const value = kind === undefined ? undefined : state?.[kind.field];
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** What the client itself refuses before it sends a form, by block_id. */
export function clientErrors(blocks: Block[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks.filter((one) => one.type === 'input')) {
    const element = record(block.element);
    const state = values[text(block.block_id)]?.[text(element.action_id)];
    const wrong = wrongValue(block, element, state);
    if (wrong !== undefined) errors[text(block.block_id)] = wrong;
  }
  return errors;
}

function wrongValue(block: Block, element: Json, state: Json | undefined): string | undefined {
  if (isEmpty(state)) return block.optional === true ? undefined : 'Please complete this required field.';
  const value = text(state?.value);
  if (element.type !== 'plain_text_input') return undefined;
  if (typeof element.min_length === 'number' && value.length < element.min_length) {
    return `This entry must be at least ${element.min_length} characters.`;
  }
  const longest = typeof element.max_length === 'number' ? element.max_length : 3_000;
  return value.length > longest ? `This entry must be less than ${longest + 1} characters.` : undefined;
}
