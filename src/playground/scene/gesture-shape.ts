/** Reads a gesture that a browser sent: known words, the fields they have, nothing else. */
import { isRecord, type Json, parsed } from '../server/json.js';
import type { Gesture } from './scene.js';

type Shape = 'text' | 'text?' | 'texts' | 'tab';
type Fields<G> = { [Field in Exclude<keyof G, 'do'>]-?: Shape };

const FIELDS: { [Do in Gesture['do']]: Fields<Extract<Gesture, { do: Do }>> } = {
  type: { channel: 'text', line: 'text' },
  say: { channel: 'text', text: 'text', thread: 'text?' },
  edit: { on: 'text', text: 'text' },
  delete: { on: 'text' },
  press: { on: 'text', block: 'text', action: 'text', value: 'text?' },
  choose: { on: 'text', block: 'text', action: 'text', values: 'texts' },
  put: { on: 'text', block: 'text', action: 'text', value: 'text' },
  submit: { view: 'text' },
  close: { view: 'text' },
  shortcut: { callbackId: 'text', on: 'text?' },
  open_home: { tab: 'tab' },
  stop_session: { on: 'text' },
  join: { channel: 'text' },
  invite_bot: { channel: 'text' },
  read: { channel: 'text', ts: 'text' },
  dismiss: { ephemeral: 'text' },
  kill_bot: {},
};

const FITS: Record<Shape, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  'text?': (value) => value === undefined || typeof value === 'string',
  texts: (value) =>
    Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === 'string'),
  tab: (value) => value === 'home' || value === 'messages',
};

/** The gesture in a body; undefined where it is none. */
export function readGesture(body: string): Gesture | undefined {
  const sent = parsed(body);
  if (!isRecord(sent) || typeof sent.do !== 'string' || !Object.hasOwn(FIELDS, sent.do)) return undefined;
  const fields = Object.entries<Shape>(FIELDS[sent.do as Gesture['do']]);
  if (!fields.every(([field, shape]) => FITS[shape](own(sent, field)))) return undefined;
  const known = fields.filter(([field]) => own(sent, field) !== undefined);
  return Object.fromEntries([['do', sent.do], ...known.map(([field]) => [field, sent[field]])]) as Gesture;
}

const own = (sent: Json, field: string): unknown => (Object.hasOwn(sent, field) ? sent[field] : undefined);
