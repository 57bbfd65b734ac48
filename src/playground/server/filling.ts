/** Turns what a person puts into an input or chooses from a menu into Slack's value for it. */
import type { Channel } from './facts.js';
import { KINDS } from './input-values.js';
import { type Json, list, record, text } from './json.js';
import type { Store } from './store.js';
import { composed, optionsOf } from './visible.js';

/** A text, the visible text or value of options, a name or id of a person or channel, or the object itself. */
export type Put = string | number | { id: string } | (string | { id: string })[];

/** The state of an element after a person has put `value` in. @throws where the element does not offer it */
export function stateAfter(store: Store, element: Json, value: Put, user: string): Json {
  const type = text(element.type);
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`Nothing can be put into a ${type || 'block without an element'}.`);
  if (kind.many) {
    const several = Array.isArray(value) ? value : [value];
    return { type, [kind.field]: several.map((one) => single(store, element, kind.field, one, user)) };
  }
  if (Array.isArray(value)) throw new Error(`A ${type} takes one value, not ${value.length}.`);
  return { type, [kind.field]: single(store, element, kind.field, value, user) };
}

function single(
  store: Store,
  element: Json,
  field: string,
  value: string | number | { id: string },
  user: string,
): unknown {
  if (field === 'selected_date_time') return Number(value);
  const asked = typeof value === 'object' ? value.id : String(value);
  if (field.startsWith('selected_option')) return optionNamed(store, element, asked);
  if (field.startsWith('selected_user')) return idAmong(store.users, asked);
  if (field.startsWith('selected_conversation') || field.startsWith('selected_channel')) {
    return idAmong(offeredTo(user, store.channels, element), asked);
  }
  return asked;
}

function optionNamed(store: Store, element: Json, asked: string): Json {
  const options = optionsOf(element);
  const found =
    options.find((option) => composed(store, option.text) === asked) ??
    options.find((option) => option.value === asked);
  if (found === undefined) {
    const offered = options.map((option) => composed(store, option.text)).join(', ');
    throw new Error(`There is no option "${asked}". Offered: ${offered || 'none'}.`);
  }
  return found;
}

/** What a select of conversations shows: those that the person sees and its filter lets through. */
function offeredTo(user: string, channels: Map<string, Channel>, element: Json): Map<string, Channel> {
  const { include, exclude_external_shared_channels: unshared } = record(element.filter);
  const kinds = element.type === 'channels_select' ? ['public'] : list(include);
  const fits = ({ kind, members, archived, shared }: Channel): boolean =>
    !archived &&
    (kind === 'public' || members.has(user)) &&
    (kinds.length === 0 || kinds.includes(kind)) &&
    !(unshared === true && shared);
  return new Map([...channels].filter(([, channel]) => fits(channel)));
}

function idAmong(known: Map<string, { id: string; name: string }>, asked: string): string {
  for (const one of known.values()) if (one.id === asked || one.name === asked) return one.id;
  throw new Error(`There is no "${asked}" to choose.`);
}

/** The state after exactly these were chosen, by values of options or by ids; none clears. @throws as above */
export function stateChosen(store: Store, element: Json, values: string[], user: string): Json {
  const type = text(element.type);
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`Nothing can be chosen in a ${type}.`);
  const offers = /_options?$/.test(kind.field);
  const chosen = values.map((value) => {
    if (!offers) return single(store, element, kind.field, { id: value }, user);
    const option = optionsOf(element).find((one) => one.value === value);
    if (option === undefined) throw new Error(`There is no option with the value "${value}".`);
    return option;
  });
  return { type, [kind.field]: kind.many ? chosen : (chosen[0] ?? null) };
}

/** The state after a text, date, time or number was put in; '' empties it. */
export function stateTyped(element: Json, value: string): Json {
  const type = text(element.type);
  const kind = KINDS[type];
  if (kind === undefined || kind.many) throw new Error(`Nothing can be typed into a ${type}.`);
  if (value === '') return { type, [kind.field]: null };
  return { type, [kind.field]: kind.field === 'selected_date_time' ? Number(value) : value };
}

/** What a click payload says of a chosen element: `selected_option` and the like. */
export function chosenFields(state: Json): Json {
  const { type: _, ...fields } = state;
  return fields;
}
