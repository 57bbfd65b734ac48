/** The shapes of Block Kit's elements, by type. */
import { isRecord, type Json, list, records } from './json.js';
import { LIMITS } from './limits.js';
import {
  anything,
  array,
  boolean,
  byType,
  type Check,
  either,
  type Fields,
  integer,
  matching,
  object,
  oneOf,
  plain,
  string,
} from './shape.js';

export const confirmShape = object(
  {
    title: plain(LIMITS.confirmTitle),
    text: either(LIMITS.confirmText),
    confirm: plain(LIMITS.confirmButton),
    deny: plain(LIMITS.confirmButton),
  },
  { style: oneOf('primary', 'danger') },
);

const ids: Fields = { action_id: string(1, LIMITS.id) };
const confirmable: Fields = { ...ids, confirm: confirmShape };
const input: Fields = { ...ids, focus_on_load: boolean, placeholder: plain(LIMITS.placeholder) };
const dispatchable: Fields = {
  ...input,
  dispatch_action_config: object({
    trigger_actions_on: array(1, 2, oneOf('on_enter_pressed', 'on_character_entered')),
  }),
};
const menu: Fields = { ...input, confirm: confirmShape };
const several: Fields = { ...menu, max_selected_items: integer(1, 1_000) };

const url = string(1, LIMITS.url);
const type: Fields = { type: anything };
const style = oneOf('primary', 'danger');

/** An option of a menu; radio buttons and checkboxes may use mrkdwn. */
const option = (label: Check): Check =>
  object(
    { text: label, value: string(1, LIMITS.optionValue) },
    { description: either(LIMITS.optionText), url },
  );
const menuOption = option(plain(LIMITS.optionText));
const choiceOption = option(either(LIMITS.optionText));
const menuOptions: Fields = {
  options: array(1, LIMITS.options, menuOption),
  option_groups: array(
    1,
    LIMITS.options,
    object({ label: plain(LIMITS.optionText), options: array(1, LIMITS.options, menuOption) }),
  ),
};

function optionsOrGroups(element: Json): string | undefined {
  const ways = [element.options, element.option_groups].filter((way) => way !== undefined).length;
  if (ways !== 1) return 'must define either options or option_groups, but not both';
  return initialIsOffered(element);
}

/** An initial choice must equal one of the options. */
function initialIsOffered(element: Json): string | undefined {
  const groups = records(element.option_groups).flatMap((group) => list(group.options));
  const offered = [...list(element.options), ...groups].map((one) => JSON.stringify(sorted(one)));
  const initial = [element.initial_option, ...list(element.initial_options)].filter(
    (one) => one !== undefined,
  );
  const known = initial.every((one) => offered.includes(JSON.stringify(sorted(one))));
  return known ? undefined : 'initial option must be one of the options';
}

function sorted(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([left], [right]) => left.localeCompare(right));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

const filter = object(
  {},
  {
    include: array(1, 4, oneOf('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);
const conversations: Fields = { default_to_current_conversation: boolean, filter };
const idList = array(1, 100, string(1, LIMITS.id));
const queried: Fields = { min_query_length: integer(0, 100) };

export const imageElement = object(
  { ...type, alt_text: string(1, LIMITS.imageText) },
  { image_url: url, slack_file: anything },
  (value) =>
    (value.image_url === undefined) === (value.slack_file === undefined)
      ? 'needs image_url or slack_file'
      : undefined,
);

export const button = object(
  { ...type, text: plain(LIMITS.buttonText) },
  {
    ...confirmable,
    value: string(0, LIMITS.buttonValue),
    url,
    style,
    accessibility_label: string(1, LIMITS.accessibilityLabel),
  },
);

export const ELEMENTS: Record<string, Check> = {
  button,
  image: imageElement,
  workflow_button: object(
    { ...type, text: plain(LIMITS.buttonText), workflow: anything },
    { ...confirmable, style, accessibility_label: string(1, 75) },
  ),
  static_select: object(type, { ...menu, ...menuOptions, initial_option: menuOption }, optionsOrGroups),
  multi_static_select: object(
    type,
    { ...several, ...menuOptions, initial_options: array(1, LIMITS.options, menuOption) },
    optionsOrGroups,
  ),
  external_select: object(type, { ...menu, ...queried, initial_option: menuOption }),
  multi_external_select: object(type, {
    ...several,
    ...queried,
    initial_options: array(1, LIMITS.options, menuOption),
  }),
  users_select: object(type, { ...menu, initial_user: string(1, LIMITS.id) }),
  multi_users_select: object(type, { ...several, initial_users: idList }),
  conversations_select: object(type, {
    ...menu,
    ...conversations,
    initial_conversation: string(1, LIMITS.id),
    response_url_enabled: boolean,
  }),
  multi_conversations_select: object(type, { ...several, ...conversations, initial_conversations: idList }),
  channels_select: object(type, {
    ...menu,
    initial_channel: string(1, LIMITS.id),
    response_url_enabled: boolean,
  }),
  multi_channels_select: object(type, { ...several, initial_channels: idList }),
  overflow: object({ ...type, options: array(1, LIMITS.overflowOptions, menuOption) }, confirmable),
  radio_buttons: object(
    { ...type, options: array(1, LIMITS.choiceOptions, choiceOption) },
    { ...confirmable, focus_on_load: boolean, initial_option: choiceOption },
    initialIsOffered,
  ),
  checkboxes: object(
    { ...type, options: array(1, LIMITS.choiceOptions, choiceOption) },
    { ...confirmable, focus_on_load: boolean, initial_options: array(1, LIMITS.choiceOptions, choiceOption) },
    initialIsOffered,
  ),
  datepicker: object(type, { ...menu, initial_date: matching(/^\d{4}-\d\d-\d\d$/, 'a date YYYY-MM-DD') }),
  timepicker: object(type, {
    ...menu,
    initial_time: matching(/^\d\d:\d\d$/, 'a time HH:mm'),
    timezone: string(1, 100),
  }),
  datetimepicker: object(type, {
    ...confirmable,
    focus_on_load: boolean,
    initial_date_time: integer(1, 9_999_999_999),
  }),
  plain_text_input: object(type, {
    ...dispatchable,
    initial_value: string(0, LIMITS.inputValue),
    multiline: boolean,
    min_length: integer(0, LIMITS.inputValue),
    max_length: integer(1, LIMITS.inputValue),
  }),
  email_text_input: object(type, { ...dispatchable, initial_value: string(0, LIMITS.inputValue) }),
  url_text_input: object(type, { ...dispatchable, initial_value: string(0, LIMITS.inputValue) }),
  number_input: object(
    { ...type, is_decimal_allowed: boolean },
    { ...dispatchable, initial_value: string(0, 100), min_value: string(1, 100), max_value: string(1, 100) },
  ),
  rich_text_input: object(type, {
    ...dispatchable,
    initial_value: anything,
    min_lines: integer(1, 100),
    max_lines: integer(1, 100),
  }),
  file_input: object(type, { ...ids, filetypes: anything, max_files: integer(1, 10) }),
  feedback_buttons: object({ ...type, positive_button: anything, negative_button: anything }, ids),
  icon_button: object(
    { ...type, icon: string(1, 100), text: plain(LIMITS.buttonText) },
    {
      ...confirmable,
      value: string(0, LIMITS.buttonValue),
      accessibility_label: string(1, 75),
      visible_to_user_ids: idList,
    },
  ),
};

const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'].map((kind) => `${kind}_select`);
const MENUS = [...SELECTS, ...SELECTS.map((select) => `multi_${select}`)];
const CHOICES = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];
const TYPED = ['plain_text', 'email_text', 'url_text', 'number', 'rich_text', 'file'].map(
  (kind) => `${kind}_input`,
);

/** Which elements a block takes. */
export const PLACES = {
  accessory: ['button', 'image', 'overflow', 'workflow_button', ...MENUS, ...CHOICES],
  actions: [
    'button',
    'overflow',
    'workflow_button',
    'datetimepicker',
    'rich_text_input',
    ...MENUS,
    ...CHOICES,
  ],
  input: [...MENUS, ...CHOICES, 'datetimepicker', ...TYPED],
  contextActions: ['feedback_buttons', 'icon_button'],
} as const;

export function elementIn(place: keyof typeof PLACES): Check {
  return byType(Object.fromEntries(PLACES[place].map((kind) => [kind, ELEMENTS[kind] ?? anything])));
}
