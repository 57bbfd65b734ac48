/** Questions of an agent, whichever request they came in: what it asks, and how an answer is spelled for it. */
import type { FormField, FormValue } from '../../../run/guidance-request.js';
import type { Heard } from './heard.js';
import { lines, oneLine } from './plain.js';

export interface Property extends FormField {
  /** The whole question, where the title is only a word for it. */
  question?: string;
  /** Where a text goes that is none of the options: a field of its own, or one beside the option that means "none". */
  free?: { field: string; none?: string } | 'reason' | 'value';
  /** A field that belongs to the one of this name. */
  belongsTo?: string;
}

export interface Asking {
  /** What stands above the fields. */
  message: string;
  properties: Property[];
}

export const MOST_FIELDS = 20;
export const MOST_OPTIONS = 100;
const MOST_QUESTION = 3000;
const MOST_CONTEXT = 6000;

/** The fields that are questions of their own. */
export const questionsOf = ({ properties }: Asking): Property[] =>
  properties.filter((one) => one.belongsTo === undefined);

/** True where it is one question to which any text is an answer: it needs no form. */
export function isPlainQuestion(asking: Asking): boolean {
  const [first, ...others] = questionsOf(asking);
  if (!first || others.length > 0) return false;
  if (first.options) return first.free !== undefined;
  return first.type === 'text' && first.least === undefined && first.most === undefined;
}

/** The options that a person is shown; not the one that means "none of these". */
export const offered = ({ options = [], free }: Property) =>
  options.filter((one) => typeof free !== 'object' || one.value !== free.none);

/** One question as guidance, several or typed ones as a form. */
export function heardOf(asking: Asking): Heard {
  const [first] = questionsOf(asking);
  if (!first) return { kind: 'unfit', reason: 'it asks for nothing' };
  if (!isPlainQuestion(asking)) return { kind: 'ask', request: formOf(asking) };
  const hints = offered(first).flatMap(({ label, hint }) =>
    hint && hint !== label ? [`${label}: ${hint}`] : [],
  );
  const context = [first.question ? asking.message : '', ...hints].filter((one) => one !== '').join('\n');
  return {
    kind: 'ask',
    request: {
      kind: 'guidance',
      question: lines(first.question || asking.message || first.title, MOST_QUESTION),
      options: offered(first).map(({ label }) => label),
      ...(context === '' ? {} : { context: lines(context, MOST_CONTEXT) }),
      ...(first.type === 'choices' ? { multiple: true as const } : {}),
    },
  };
}

const formOf = ({ message, properties }: Asking) => ({
  kind: 'form' as const,
  question: lines(message || properties[0]!.title, MOST_QUESTION),
  options: [],
  fields: properties.map(fieldOf),
});

function fieldOf({ question, free, belongsTo, ...field }: Property): FormField {
  const hint = [question, field.hint].filter(Boolean).join('\n');
  return { ...field, ...(hint === '' ? {} : { hint: lines(hint, 500) }) };
}

/** The options by what a person chose; `undefined` for a text that is none of them. */
export function chosenIn(property: Property, text: string): string | undefined {
  const said = oneLine(text, 500).toLowerCase();
  const options = property.options ?? [];
  const found =
    options.find((one) => oneLine(one.label, 500).toLowerCase() === said) ??
    options.find((one) => one.value === text || one.value.toLowerCase() === said);
  return found?.value;
}

/** A value in the type that the field wants; undefined where it is none. */
export function typed({ type, options }: Property, value: FormValue | undefined): FormValue | undefined {
  if (value === undefined) return undefined;
  if (type === 'number' || type === 'integer') return numberIn(value, type === 'integer');
  if (type === 'boolean') return flagIn(value);
  const known = options?.map((one) => one.value);
  if (type === 'choices') {
    const list = (Array.isArray(value) ? value : [String(value)]).filter((one) => known?.includes(one));
    return list.length > 0 ? list : undefined;
  }
  const text = Array.isArray(value) ? value[0] : String(value);
  if (text === undefined || text === '') return undefined;
  return type === 'choice' && !known?.includes(text) ? undefined : text;
}

function numberIn(value: FormValue, isWhole: boolean): number | undefined {
  const number = typeof value === 'string' ? Number(value.trim().replace(',', '.')) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || value === '') return undefined;
  return isWhole && !Number.isInteger(number) ? undefined : number;
}

function flagIn(value: FormValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (/^(?:true|yes|on|1)$/iu.test(String(value))) return true;
  return /^(?:false|no|off|0)$/iu.test(String(value)) ? false : undefined;
}
