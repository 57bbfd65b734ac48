/** Reads the form with an agent's questions back: the values by field, or what is wrong at which input. */
import type { FormField, FormValue, FormValues } from '../../run/guidance-request.js';
import { FIELD_FAULTS } from '../messages/asked-form.js';
import { fieldId, OURS, VALUE } from './fill-form.js';

/** The part of a `view_submission` that is read. */
export interface FilledView {
  blocks?: readonly { block_id?: string; optional?: boolean }[];
  state: { values: Record<string, Record<string, Filled>> };
}

interface Filled {
  value?: string | null;
  selected_option?: { value?: string } | null;
  selected_options?: { value?: string }[] | null;
}

export type Fill = { ok: true; values: FormValues } | { ok: false; errors: Record<string, string> };
type Read = { value: FormValue | undefined } | { fault: string };

export function readFill(view: FilledView, fields: readonly FormField[]): Fill {
  const values: [string, FormValue][] = [];
  const errors: Record<string, string> = {};
  for (const [at, field] of fields.entries()) {
    const filled = view.state.values[fieldId(at)]?.[VALUE];
    // left out of the form, or the run asks something else by now
    if (!filled) continue;
    const read = kept(readOne(filled, field), field, isLoose(view, at));
    if ('fault' in read) errors[fieldId(at)] = read.fault;
    else if (read.value !== undefined) values.push([field.name, read.value]);
  }
  // a field may be called like anything, `__proto__` too
  return Object.keys(errors).length > 0
    ? { ok: false, errors }
    : { ok: true, values: Object.fromEntries(values) };
}

/** An input that had to stay empty because its text is too long or secret: empty then means what was there. */
const isLoose = ({ blocks = [] }: FilledView, at: number): boolean =>
  blocks.some((block) => block.block_id === fieldId(at) && block.optional === true);

function kept(read: Read, field: FormField, loose: boolean): Read {
  const { required, initial, type, options = [] } = field;
  if ('fault' in read || read.value !== undefined) return read;
  if (loose && type === 'text' && required && initial !== undefined) return { value: initial };
  // nobody can choose from nothing
  return required && !(type === 'choice' && options.length === 0) ? { fault: FIELD_FAULTS.missing() } : read;
}

function readOne(filled: Filled, field: FormField): Read {
  const text = (filled.value ?? '').trim();
  const chosen = filled.selected_option?.value;
  switch (field.type) {
    case 'text':
      return text === '' ? { value: undefined } : within(text, text.length, field, 'tooShort', 'tooLong');
    case 'number':
    case 'integer':
      return text === '' ? { value: undefined } : numberIn(text, field);
    case 'boolean':
      return { value: chosen === OURS.yes ? true : chosen === OURS.no ? false : undefined };
    case 'choice':
      return { value: optionAt(field, chosen) };
    case 'choices':
      return several(filled.selected_options ?? [], field);
  }
}

function numberIn(text: string, field: FormField): Read {
  const value = /^[+-]?(?:\d{1,300}(?:[.,]\d{0,300})?|[.,]\d{1,300})$/u.test(text)
    ? Number(text.replace(',', '.'))
    : Number.NaN;
  if (!Number.isFinite(value)) return { fault: FIELD_FAULTS.noNumber() };
  if (field.type === 'integer' && !Number.isSafeInteger(value)) return { fault: FIELD_FAULTS.noInteger() };
  return within(value, value, field, 'tooSmall', 'tooLarge');
}

const optionAt = ({ options = [] }: FormField, index = ''): string | undefined =>
  /^\d{1,6}$/u.test(index) ? options[Number(index)]?.value : undefined;

/** None may be an answer, where so few are enough. */
function several(chosen: readonly { value?: string }[], field: FormField): Read {
  const values = chosen.flatMap(({ value }) => optionAt(field, value) ?? []);
  if (values.length === 0 && !field.required) return { value: undefined };
  if (values.length === 0 && (field.options ?? []).length > 0 && (field.least ?? 1) > 0)
    return { fault: FIELD_FAULTS.missing() };
  return within(values, values.length, field, 'tooFew', 'tooMany');
}

function within(
  value: FormValue,
  size: number,
  field: FormField,
  below: 'tooShort' | 'tooSmall' | 'tooFew',
  above: 'tooLong' | 'tooLarge' | 'tooMany',
): Read {
  if (field.least !== undefined && size < field.least) return { fault: FIELD_FAULTS[below](field) };
  if (field.most !== undefined && size > field.most) return { fault: FIELD_FAULTS[above](field) };
  return { value };
}
