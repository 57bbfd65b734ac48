/** `elicitation/create`: a form with a flat schema, or an address that a person shall open. */
import * as z from 'zod';
import { type Asking, MOST_FIELDS, MOST_OPTIONS, type Property } from './asking.js';
import {
  type Group,
  inside,
  isGroup,
  lines,
  oneLine,
  someGroup,
  someList,
  someNumber,
  someText,
  textAt,
} from './plain.js';

export type Elicitation =
  | { kind: 'form'; asking: Asking }
  | { kind: 'link'; message: string; url: string }
  /** A form without fields: yes or no. `mcp`: it is about a tool of this server. */
  | { kind: 'consent'; message: string; mcp?: string }
  | { kind: 'unfit'; reason: string };

const Params = z.object({
  mode: someText,
  message: someText,
  url: someText,
  requestedSchema: z
    .object({ properties: someGroup, required: someList })
    .catch({ properties: undefined, required: undefined }),
});

const Schema = z.object({
  type: someText,
  title: someText,
  description: someText,
  format: someText,
  enum: someList,
  oneOf: someList,
  items: someGroup,
  minLength: someNumber,
  maxLength: someNumber,
  minimum: someNumber,
  maximum: someNumber,
  minItems: someNumber,
  maxItems: someNumber,
  default: z.unknown().optional(),
  _meta: someGroup,
});
type Schema = z.infer<typeof Schema>;

const MOST_TITLE = 200;
const MOST_VALUE = 2000;
const NONE = /^none of the (?:above|options)/iu;
/** Of the field beside a question, for words of one's own. */
const BESIDE = /_(?:custom|note)$/u;

/** What the request means. */
export function readElicitation(params: unknown): Elicitation {
  const read = Params.safeParse(params);
  if (!read.success) return { kind: 'unfit', reason: 'its parameters are no object' };
  const { mode, url, requestedSchema } = read.data;
  const message = lines(read.data.message ?? '', 3000);
  if (mode === 'url') return linkOf(message, url ?? '');
  if (mode !== undefined && mode !== 'form')
    return { kind: 'unfit', reason: 'it has a mode that is not known' };
  const entries = Object.entries(requestedSchema.properties ?? {});
  if (entries.length === 0) return consentOf(message);
  if (entries.length > MOST_FIELDS)
    return { kind: 'unfit', reason: `it has more than ${MOST_FIELDS} fields` };
  return formOf(message, entries, requestedSchema.required ?? []);
}

function linkOf(message: string, url: string): Elicitation {
  const isWhole = URL.canParse(url) && url.length <= MOST_VALUE;
  const { protocol, username, password } = isWhole
    ? new URL(url)
    : { protocol: '', username: '', password: '' };
  if (protocol !== 'https:') return { kind: 'unfit', reason: 'its address does not begin with https' };
  if (username || password) return { kind: 'unfit', reason: 'its address holds a name or a password' };
  return { kind: 'link', message, url: new URL(url).href };
}

/** Codex asks in this way whether a tool of an MCP server may run. */
function consentOf(message: string): Elicitation {
  // the whole of it: what an MCP server itself says must not pass for a question about another one
  const named =
    /^allow the (\S{1,100}) MCP server to run (?:the )?tool ["“]?([^\s"”?]{1,100})["”]?\?$/iu.exec(message);
  if (message === '') return { kind: 'unfit', reason: 'it asks for nothing' };
  return { kind: 'consent', message, ...(named ? { mcp: `${named[1]}/${named[2]}` } : {}) };
}

function formOf(message: string, entries: [string, unknown][], required: readonly unknown[]): Elicitation {
  const properties: Property[] = [];
  for (const [name, value] of entries) {
    const read = Schema.safeParse(value);
    if (!read.success || name.length > MOST_TITLE)
      return { kind: 'unfit', reason: 'one of its fields has no form' };
    if (isSecret(name, read.data)) return { kind: 'unfit', reason: 'it asks for a secret' };
    const property = propertyOf(name, read.data, required.includes(name));
    if (!property) return { kind: 'unfit', reason: 'one of its fields has a type that no form can show' };
    properties.push(property);
  }
  return { kind: 'form', asking: { message, properties: joined(properties, entries) } };
}

function propertyOf(name: string, schema: Schema, required: boolean): Property | undefined {
  const options = optionsOf(schema);
  const type = typeOf(schema, options.length > 0);
  if (!type) return undefined;
  const hint = lines(schema.description ?? '', 500);
  const [least, most] = boundsOf(schema);
  const isChoice = type === 'choice' || type === 'choices';
  const initial = initialOf(schema.default, type, options);
  return {
    name,
    title: oneLine(schema.title || name, MOST_TITLE) || 'value',
    type,
    required,
    ...(hint === '' ? {} : { hint }),
    ...(isChoice ? { options } : {}),
    ...(initial === undefined ? {} : { initial }),
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
  };
}

function typeOf(schema: Schema, hasOptions: boolean): Property['type'] | undefined {
  if (schema.type === 'array') return hasOptions ? 'choices' : undefined;
  if (schema.type === 'number' || schema.type === 'integer' || schema.type === 'boolean') return schema.type;
  if (schema.type !== undefined && schema.type !== 'string') return undefined;
  return hasOptions ? 'choice' : 'text';
}

function boundsOf(schema: Schema): [number | undefined, number | undefined] {
  if (schema.type === 'array') return [schema.minItems, schema.maxItems];
  if (schema.type === 'number' || schema.type === 'integer') return [schema.minimum, schema.maximum];
  return [schema.minLength, schema.maxLength];
}

function optionsOf({ type, items, oneOf, enum: plain }: Schema): NonNullable<Property['options']> {
  const listed = type === 'array' ? (items?.anyOf ?? items?.oneOf ?? items?.enum) : (oneOf ?? plain);
  const all = Array.isArray(listed) ? listed.slice(0, MOST_OPTIONS) : [];
  const options = all.flatMap((one) => {
    const value = typeof one === 'string' ? one : textAt(one, 'const');
    if (value === undefined || value.length > MOST_VALUE) return [];
    const label = oneLine(textAt(one, 'title') ?? value, MOST_TITLE) || value;
    const hint = lines(textAt(one, 'description') ?? '', 500);
    return [{ value, label, ...(hint === '' ? {} : { hint }) }];
  });
  return withOwnLabels(options);
}

/** Two options that look alike could not be told apart in the answer. */
export function withOwnLabels<T extends { value: string; label: string }>(options: T[]): T[] {
  const seen = new Set<string>();
  return options.flatMap((one) => {
    const label = seen.has(one.label) ? `${one.label} (${oneLine(one.value, 60)})` : one.label;
    if (seen.has(label)) return [];
    seen.add(label);
    return [{ ...one, label }];
  });
}

function initialOf(value: unknown, type: Property['type'], options: NonNullable<Property['options']>) {
  const isKnown = (one: unknown) => options.some((option) => option.value === one);
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (type === 'number' || type === 'integer') return typeof value === 'number' ? value : undefined;
  if (type === 'choices')
    return Array.isArray(value) && value.length > 0 && value.every(isKnown) ? (value as string[]) : undefined;
  if (typeof value !== 'string' || value === '' || value.length > MOST_VALUE) return undefined;
  return type === 'choice' && !isKnown(value) ? undefined : value;
}

/** Gives each question the field beside it. Codex writes the question into the title. */
function joined(properties: Property[], entries: [string, unknown][]): Property[] {
  const metas = new Map(entries.map(([name, value]) => [name, inside(value, '_meta', 'codex')]));
  const owners = new Map<string, string>();
  for (const { name, type } of properties) {
    const owner = properties.find((one) => one.name === name.replace(BESIDE, '') && one.name !== name);
    if (BESIDE.test(name) && type === 'text' && owner?.options) owners.set(name, owner.name);
  }
  const isAlone = properties.length - owners.size === 1;
  return properties.map((property) => {
    const owner = owners.get(property.name);
    if (owner !== undefined) return { ...property, belongsTo: owner };
    const beside = [...owners].find(([, name]) => name === property.name)?.[0];
    const none = property.options?.find((one) => NONE.test(one.label))?.value;
    const question = isAlone && isGroup(metas.get(property.name)) ? property.title : undefined;
    return {
      ...property,
      ...(question ? { question } : {}),
      ...(beside ? { free: { field: beside, ...(none ? { none } : {}) } } : {}),
    };
  });
}

const SECRET =
  /(?:^|[^a-z])(?:passwords?|passwd|passphrase|pwd|tokens?|secrets?|(?:api|access|private|secret|ssh)?[ _-]?keys?|credentials?|pin)(?:$|[^a-z])/iu;

/** A field for a secret; a choice is none. */
function isSecret(name: string, schema: Schema): boolean {
  const isMarked = textAt(schema, 'format') === 'password' || hasSecretMark(schema._meta);
  if (isMarked) return true;
  if (optionsOf(schema).length > 0 || (schema.type !== undefined && schema.type !== 'string')) return false;
  const words = [name, schema.title ?? '', schema.format ?? ''].map((text) =>
    text.slice(0, 500).replace(/([a-z])([A-Z])/gu, '$1 $2'),
  );
  return words.some((text) => SECRET.test(text.replace(/_/gu, ' ')));
}

const hasSecretMark = (meta: Group | undefined): boolean =>
  meta?.isSecret === true || inside(meta, 'codex', 'isSecret') === true;
