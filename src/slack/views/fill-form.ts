/** The form with the questions of an agent: an input for each field, of the kind that fits it. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { FormField, GuidanceRequest } from '../../run/guidance-request.js';
import { quote } from '../escape.js';
import { LIMITS } from '../limits.js';
import { asksNothing, hintOf, leftOut, OUR_CHOICES, titleOf } from '../messages/asked-form.js';
import { FORMS } from '../messages/form.js';
import { plain } from './buttons.js';
import { form } from './forms.js';
import type { Press } from './press.js';

/** Its `callback_id`. */
export const FILL_FORM_ID = 'fill_in';

/** `action_id` of every input; the `block_id` tells which field. */
export const VALUE = 'value';

/** `block_id` of a field, which may be called anything. */
export const fieldId = (at: number): string => `field_${at}`;

/** Values of the choices that are not the agent's; its own are numbers. */
export const OURS = { yes: 'yes', no: 'no', none: 'none' } as const;

type Asked = Pick<GuidanceRequest, 'question' | 'fields'>;

/** How much is shown of many options, until Slack takes the form. */
const ROOM = [
  { options: LIMITS.select.options, hints: true },
  { options: LIMITS.select.options, hints: false },
  { options: 30, hints: false },
  { options: 10, hints: false },
  { options: 3, hints: false },
] as const;
type Room = (typeof ROOM)[number];

/** Submitted: see `readFill`. Fields that do not fit are the optional ones first, and left out. */
export function fillForm(press: Press, asked: Asked): ModalView {
  const forms = ROOM.map((room) => () => form(FILL_FORM_ID, FORMS.fill_in, press, blocksOf(asked, room)));
  const fitting = forms.slice(0, -1).find((make) => JSON.stringify(make()).length <= LIMITS.modal.size);
  return (fitting ?? forms.at(-1)!)();
}

function blocksOf({ question, fields = [] }: Asked, room: Room): KnownBlock[] {
  const above = question.trim() ? [section(quote(question, 1_500).text)] : [];
  const shown = shownFields(fields, LIMITS.modal.blocks - above.length - 1);
  const left = fields.length - shown.length;
  return [
    ...above,
    ...shown.map((at) => inputOf(fields[at]!, at, room)),
    ...(left > 0 ? [section(leftOut(left))] : []),
    ...(fields.length === 0 ? [section(asksNothing())] : []),
  ];
}

const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: text.slice(0, LIMITS.section.text), verbatim: true },
});

/** Indexes in their order; where there are too many, those that have to be answered. */
function shownFields(fields: readonly FormField[], most: number): number[] {
  const all = fields.map((_, at) => at);
  const needed = all.filter((at) => fields[at]!.required);
  const others = all.filter((at) => !fields[at]!.required);
  return [...needed, ...others].slice(0, most).sort((one, other) => one - other);
}

function inputOf(field: FormField, at: number, room: Room): InputBlock {
  const { element, help = '', loose = false } = elementOf(field, room);
  const hint = hintOf(field, help);
  return {
    type: 'input',
    block_id: fieldId(at),
    // none of several may be an answer; how many there have to be is told at the field
    optional: !field.required || loose || field.type === 'choices',
    label: plain(titleOf(field, at), LIMITS.input.label),
    element: { ...element, action_id: VALUE },
    ...(hint ? { hint: plain(hint, LIMITS.input.hint) } : {}),
  };
}

interface Drawn {
  element: InputBlock['element'];
  help?: string;
  /** May stay empty, and then means what was there. */
  loose?: true;
}

function elementOf(field: FormField, room: Room): Drawn {
  switch (field.type) {
    case 'text':
      return textInput(field);
    case 'number':
    case 'integer':
      return { element: numberInput(field) };
    case 'boolean':
      return {
        element: radio(withNone(YES_NO, field), field.initial === undefined ? -1 : field.initial ? 0 : 1),
      };
    case 'choice':
      return { element: oneOf(field, room) };
    case 'choices':
      return { element: severalOf(field, room) };
  }
}

function textInput({ initial, most }: FormField): Drawn {
  const max = Math.max(1, Math.min(LIMITS.input.value, Math.floor(most || LIMITS.input.value)));
  const element = { type: 'plain_text_input' as const, multiline: max > 200, max_length: max };
  const given = initial === undefined ? '' : String(initial);
  if (given === '') return { element };
  // a cut text would come back as the answer
  return given.length > max
    ? { element, help: FORMS.tooLong, loose: true }
    : { element: { ...element, initial_value: given } };
}

function numberInput({ type, initial, least, most }: FormField): InputBlock['element'] {
  const isWhole = type === 'integer';
  const min = written(least === undefined || !isWhole ? least : Math.ceil(least));
  const max = written(most === undefined || !isWhole ? most : Math.floor(most));
  // bounds that nothing fits are told at the field, once something was sent
  const isRange = min === undefined || max === undefined || Number(min) <= Number(max);
  const given = written(initial);
  const fits =
    given !== undefined &&
    (!isWhole || Number.isInteger(Number(given))) &&
    Number(given) >= Number(min ?? -Infinity) &&
    Number(given) <= Number(max ?? Infinity);
  return {
    type: 'number_input',
    is_decimal_allowed: !isWhole,
    ...(fits ? { initial_value: given } : {}),
    ...(isRange && min !== undefined ? { min_value: min } : {}),
    ...(isRange && max !== undefined ? { max_value: max } : {}),
  };
}

/** As Slack takes it, which knows no `1e+21`. */
function written(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : '';
  return /^-?\d+(?:\.\d+)?$/u.test(text) ? text : undefined;
}

const choice = (label: string, value: string, hint?: string): PlainTextOption => ({
  text: plain(label, LIMITS.option.text),
  value,
  ...(hint?.trim() ? { description: plain(hint, LIMITS.option.description) } : {}),
});

const YES_NO = [choice(OUR_CHOICES.yes, OURS.yes), choice(OUR_CHOICES.no, OURS.no)];

/** What is marked once cannot be unmarked. */
const withNone = (options: PlainTextOption[], { required }: FormField): PlainTextOption[] =>
  required ? options : [...options, choice(OUR_CHOICES.none, OURS.none)];

const radio = (options: PlainTextOption[], initial: number): InputBlock['element'] => ({
  type: 'radio_buttons',
  options,
  ...(options[initial] ? { initial_option: options[initial] } : {}),
});

function optionsOf({ options = [] }: FormField, { options: most, hints }: Room): PlainTextOption[] {
  return options
    .slice(0, most)
    .map(({ label, value, hint }, at) => choice(label || value, String(at), hints ? hint : undefined));
}

const indexOf = ({ options = [] }: FormField, value: unknown): number =>
  options.findIndex((one) => one.value === value);

function oneOf(field: FormField, room: Room): InputBlock['element'] {
  const options = optionsOf(field, room);
  const all = withNone(options, field);
  const initial = indexOf(field, field.initial);
  if (all.length <= LIMITS.choices.options && options.length > 0) return radio(all, initial);
  return {
    type: 'static_select',
    options: options.length > 0 ? options : [choice(OUR_CHOICES.none, OURS.none)],
    ...(options[initial] ? { initial_option: options[initial] } : {}),
  };
}

function severalOf(field: FormField, room: Room): InputBlock['element'] {
  const options = optionsOf(field, room);
  const given = Array.isArray(field.initial) ? field.initial : [];
  const initial = given.flatMap((value) => options[indexOf(field, value)] ?? []);
  const chosen = initial.length > 0 ? { initial_options: [...new Set(initial)] } : {};
  if (options.length === 0) return { type: 'checkboxes', options: [choice(OUR_CHOICES.none, OURS.none)] };
  return options.length <= LIMITS.choices.options
    ? { type: 'checkboxes', options, ...chosen }
    : { type: 'multi_static_select', options, ...chosen };
}
