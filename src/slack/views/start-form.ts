/** The form that starts a run, and how to read it back. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { FIELDS, type Field } from '../../run/context.js';
import { digest } from '../../run/digest.js';
import { MOST_TYPED } from '../../run/issue.js';
import type { Origin } from '../../run/origin.js';
import { LIMITS } from '../limits.js';
import { FIELD_LABELS, FORMS } from '../messages/form.js';
import { hintOf, START_FORM } from '../messages/start-form.js';
import { fitted, type Shape } from '../shape.js';
import { plain } from './buttons.js';

/** Its `callback_id`. */
export const START_FORM_ID = 'start_form';

/** What the form remembers of the gesture that opened it. */
export interface Carried {
  /** Message of the shortcut, by the root of its thread. */
  origin?: Omit<Origin, 'site'>;
  /** Fingerprints of what the form began with, by which is known what its author has changed. */
  drafted?: Partial<Record<Field, string>>;
  /** Where its author looks, and is answered. */
  from?: { channel: string; thread?: string };
  /** Opened in the App Home. */
  home?: true;
}

/** What stands in the form when it opens. */
export interface StartDraft extends Omit<Carried, 'drafted'> {
  channel?: string;
  repos: readonly string[];
  agent: string;
  /** What a message and its thread say. */
  fields?: Partial<Record<Field, string>>;
  /** The goal is only the beginning of a message. */
  isCut?: boolean;
}

export interface Choices {
  repos: readonly string[];
  agents: readonly string[];
}

/** `block_id` and `action_id` of the inputs that are not fields of the brief. */
const IDS = { channel: 'channel', ticket: 'ticket', repos: 'repos', base: 'base', agent: 'agent' } as const;

export function startForm(draft: StartDraft, choices: Choices): ModalView {
  const { origin, from, home, fields = {} } = draft;
  const drafted = FIELDS.flatMap((field) => {
    const text = fields[field];
    return text === undefined ? [] : [[field, digest(text.trim())]];
  });
  return {
    type: 'modal',
    callback_id: START_FORM_ID,
    private_metadata: JSON.stringify({
      origin,
      from,
      home,
      ...(drafted.length > 0 ? { drafted: Object.fromEntries(drafted) } : {}),
    }),
    title: plain(START_FORM.title, LIMITS.modal.title),
    submit: plain(START_FORM.submit, LIMITS.modal.submit),
    close: plain(FORMS.close, LIMITS.modal.close),
    blocks: [
      channelInput(draft.channel),
      text(IDS.ticket, START_FORM.ticket, { optional: false, max: MOST_TYPED }),
      reposInput(draft.repos, choices.repos),
      text(IDS.base, START_FORM.base, { optional: true, max: LIMITS.input.value }),
      agentInput(draft.agent, choices.agents),
      noteFor(draft),
      ...FIELDS.map((field) => briefInput(field, draft)),
    ],
  };
}

/** What is private where the message stands is not so in another channel. */
const noteFor = ({ origin }: StartDraft): KnownBlock => ({
  type: 'context',
  elements: [...(origin ? [START_FORM.fromMessage] : []), START_FORM.brief].map(({ text }) => ({
    type: 'mrkdwn',
    text,
    verbatim: true,
  })),
});

interface Words {
  label: string;
  hint?: string;
}

const input = (
  id: string,
  { label, hint }: Words,
  optional: boolean,
  element: InputBlock['element'],
): InputBlock => ({
  type: 'input',
  block_id: id,
  optional,
  label: plain(label, LIMITS.input.label),
  element,
  ...(hint === undefined ? {} : { hint: plain(hint, LIMITS.input.hint) }),
});

/** Channels and direct channels; Slack offers others nowhere else. */
const channelInput = (chosen: string | undefined): InputBlock =>
  input(IDS.channel, START_FORM.channel, false, {
    type: 'conversations_select',
    action_id: IDS.channel,
    filter: { include: ['public', 'private', 'im'] },
    ...(chosen === undefined ? {} : { initial_conversation: chosen }),
  });

function reposInput(chosen: readonly string[], all: readonly string[]): InputBlock {
  const initial = chosen.slice(0, LIMITS.select.options).map(option);
  return input(IDS.repos, START_FORM.repos, true, {
    type: 'multi_static_select',
    action_id: IDS.repos,
    placeholder: plain(START_FORM.repos.choose, LIMITS.select.placeholder),
    ...offered(all),
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  });
}

const agentInput = (chosen: string, all: readonly string[]): InputBlock =>
  input(IDS.agent, START_FORM.agent, false, {
    type: 'static_select',
    action_id: IDS.agent,
    ...offered(all),
    ...(all.includes(chosen) ? { initial_option: option(chosen) } : {}),
  });

const option = (name: string): PlainTextOption => ({ text: plain(name, LIMITS.option.text), value: name });

/** A select holds a hundred options; more go into groups of a hundred, each named by its first and last. */
function offered(names: readonly string[]): {
  options?: PlainTextOption[];
  option_groups?: { label: ReturnType<typeof plain>; options: PlainTextOption[] }[];
} {
  const size = LIMITS.select.options;
  if (names.length <= size) return { options: names.map(option) };
  const sorted = [...names].sort((one, other) => one.localeCompare(other, 'en'));
  const groups = Array.from({ length: Math.ceil(sorted.length / size) }, (_, at) =>
    sorted.slice(at * size, (at + 1) * size),
  );
  return {
    option_groups: groups.slice(0, size).map((group) => ({
      label: plain(`${group[0]!.slice(0, 30)} – ${group.at(-1)!.slice(0, 30)}`, LIMITS.option.text),
      options: group.map(option),
    })),
  };
}

interface Room {
  optional: boolean;
  /** Characters. */
  max: number;
  multiline?: boolean;
  given?: string;
}

const text = (id: string, words: Words, { optional, max, multiline = false, given }: Room): InputBlock =>
  input(id, words, optional, {
    type: 'plain_text_input',
    action_id: id,
    multiline,
    max_length: max,
    ...(given ? { initial_value: given } : {}),
  });

function briefInput(field: Field, { fields, isCut = false }: StartDraft): InputBlock {
  const words = { label: FIELD_LABELS[field].label, hint: hintOf(field, isCut) };
  const given = fields?.[field];
  const room = { optional: true, max: LIMITS.input.value, multiline: true };
  return text(field, words, given === undefined ? room : { ...room, given });
}

/** What was submitted, as it was typed and chosen. */
export interface StartAnswers extends Omit<Carried, 'drafted'> {
  /** Those that stand as the message and its thread have them. */
  drafted: Field[];
  channel: string;
  ticket: string;
  repos: string[];
  base: string;
  agent: string;
  fields: Partial<Record<Field, string>>;
}

/** The part of a `view_submission` that is read. */
export interface SubmittedStart {
  private_metadata?: string;
  state: { values: Record<string, Record<string, Submitted>> };
}

interface Submitted {
  value?: string | null;
  selected_conversation?: string | null;
  selected_option?: { value?: string } | null;
  selected_options?: { value?: string }[];
}

/** Reads a submitted form; what is missing is empty. */
export function readStartForm({ private_metadata, state: { values } }: SubmittedStart): StartAnswers {
  const of = (id: string): Submitted => values[id]?.[id] ?? {};
  const typed = (id: string): string => (of(id).value ?? '').trim();
  const fields = FIELDS.flatMap((field) => (typed(field) ? [[field, typed(field)]] : []));
  const { drafted = {}, ...carried } = carriedIn(private_metadata);
  return {
    ...carried,
    drafted: FIELDS.filter((field) => typed(field) !== '' && drafted[field] === digest(typed(field))),
    channel: of(IDS.channel).selected_conversation ?? '',
    ticket: typed(IDS.ticket),
    repos: (of(IDS.repos).selected_options ?? []).flatMap(({ value }) => (value ? [value] : [])),
    base: typed(IDS.base),
    agent: of(IDS.agent).selected_option?.value ?? '',
    fields: Object.fromEntries(fields) as StartAnswers['fields'],
  };
}

/** What was tampered with is left out. */
function carriedIn(json: string | undefined): Carried {
  const read = fitted(parsed(json), CARRIED) as Partial<Carried> | undefined;
  const { origin, from, drafted } = read ?? {};
  return {
    ...(origin?.channel && origin.ts ? { origin } : {}),
    ...(from?.channel ? { from } : {}),
    ...(drafted ? { drafted } : {}),
  };
}

const CARRIED: Shape = {
  fields: {
    origin: { fields: { channel: 'id', ts: 'id', message: 'id' } },
    from: { fields: { channel: 'id', thread: 'id' } },
    drafted: { each: 'id', most: FIELDS.length },
  },
};

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}
