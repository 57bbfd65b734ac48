/** The sentences of an agent's form: the card that lists its questions, the fields of the modal, what is wrong in one. */
import type { FormField, FormValue, FormValues } from '../../run/guidance-request.js';
import { join, type Mrkdwn, oneLine, say, words } from '../escape.js';
import { type Detail, some } from './words.js';

/** Labels of the choices that are not the agent's. */
export const OUR_CHOICES = { yes: 'Yes', no: 'No', none: 'No answer' } as const;

/** Shown for a field without a name; plain. */
export const titleOf = ({ title, name }: FormField, at: number): string =>
  oneLine(title) || oneLine(name) || `Question ${at + 1}`;

/** All questions with their options, as the card lists them. */
export function questions(fields: readonly FormField[], detail: Detail): Mrkdwn {
  const lines = fields.map((field, at) => questionLines(field, at, detail));
  return some(lines, detail.rows, (one) => one, '\n');
}

function questionLines(field: FormField, at: number, detail: Detail): Mrkdwn {
  const { hint, options = [] } = field;
  const marks = [
    ...(field.required ? [] : ['optional']),
    ...(field.type === 'choices' ? ['several may be chosen'] : []),
  ];
  const mark = marks.length > 0 ? say` (${marks.join(', ')})` : '';
  return join([
    say`*${at + 1}.* ${words(titleOf(field, at), detail.text)}${mark}`,
    hint?.trim() ? say`      _${words(hint, Math.min(500, detail.text))}_` : undefined,
    optionLines(options, detail),
  ]);
}

function optionLines(options: NonNullable<FormField['options']>, detail: Detail): Mrkdwn | undefined {
  if (options.length === 0) return undefined;
  const lines = options.map((one) => {
    const hint = one.hint?.trim() ? say` — ${words(one.hint, Math.min(300, detail.text))}` : '';
    return say`      • ${words(one.label || one.value, detail.text)}${hint}`;
  });
  return some(lines, Math.max(3, detail.rows), (line) => line, '\n');
}

/** Below a field: what it may hold; plain. */
export function hintOf(field: FormField, more = ''): string {
  return [oneLine(field.hint ?? ''), boundsOf(field), more].filter(Boolean).join(' ');
}

function boundsOf({ type, least, most }: FormField): string {
  if (type === 'number' || type === 'integer') {
    const kind = type === 'integer' ? 'A whole number' : 'A number';
    if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}.`;
    if (least !== undefined) return `${kind}, at least ${least}.`;
    return most === undefined ? `${kind}.` : `${kind}, at most ${most}.`;
  }
  if (type !== 'choices') return '';
  if (least !== undefined && most !== undefined && most > 0) return `Choose ${least} to ${most}.`;
  if (least !== undefined && least > 1) return `Choose at least ${least}.`;
  return most === undefined ? '' : `Choose at most ${most}.`;
}

/** Why a value was not taken; plain, stands at its field. */
export const FIELD_FAULTS = {
  missing: (): string => 'Please answer this.',
  noNumber: (): string => 'This is not a number. Write it like 12 or 0.5.',
  noInteger: (): string => 'This has to be a whole number.',
  tooSmall: ({ least }: FormField): string => `The least is ${least}.`,
  tooLarge: ({ most }: FormField): string => `The most is ${most}.`,
  tooShort: ({ least }: FormField): string => `Please write at least ${least} characters.`,
  tooLong: ({ most }: FormField): string => `Please write at most ${most} characters.`,
  tooFew: ({ least }: FormField): string => `Please choose at least ${least}.`,
  tooMany: ({ most }: FormField): string => `Please choose at most ${most}.`,
} as const;

/** What stands in a form for which Slack has too little room; plain. */
export const leftOut = (fields: number): string =>
  `${fields} more questions do not fit into a form of Slack’s and are sent without an answer.`;

/** In place of the inputs of a form without any; plain. */
export const asksNothing = (): string => 'It asks nothing in particular. Send this as it is to let it go on.';

/** All answers as people read them, one a line. */
export function answersText(fields: readonly FormField[], values: FormValues): string {
  const lines = fields.flatMap((field, at) => {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    return value === undefined ? [] : [`${titleOf(field, at)}: ${shownValue(field, value)}`];
  });
  return lines.length > 0 ? lines.join('\n') : OUR_CHOICES.none;
}

function shownValue({ options = [] }: FormField, value: FormValue): string {
  const labelOf = (one: string) => options.find((option) => option.value === one)?.label || one;
  if (Array.isArray(value)) return value.map(labelOf).join(', ') || OUR_CHOICES.none;
  if (typeof value === 'boolean') return value ? OUR_CHOICES.yes : OUR_CHOICES.no;
  return typeof value === 'string' ? labelOf(value) : String(value);
}
