/** What a Slack delivery is: its key, whether it is kept, and which deliveries keep their order. */
import { digest } from '../run/digest.js';

export type Receipt =
  /** Kept in the inbox until it is decided. */
  | { kind: 'store'; key: string; messageKey?: string; clientId?: string; line?: Line }
  /** News about people and channels; the refresh makes up for a lost one. */
  | { kind: 'pass' }
  /** Nobody's gesture: acknowledged and forgotten; with a reason it should not have come. */
  | { kind: 'drop'; why?: string };

/** Messages of one thread are read one after another, by their `ts`. */
export interface Line {
  name: string;
  order: string;
}

/** The parts of Slack's payloads that are looked at; everything may be missing. */
export interface Body {
  type?: string;
  event_id?: string;
  team_id?: string;
  event?: SlackMessage;
  command?: string;
  user_id?: string;
  callback_id?: string;
  trigger_id?: string;
  team?: { id?: string } | null;
  user?: { id?: string };
  container?: { message_ts?: string; view_id?: string };
  actions?: { action_id?: string; action_ts?: string }[];
  view?: { id?: string; hash?: string; callback_id?: string };
}

/** A message, or the event about one. */
export interface SlackMessage {
  type?: string;
  subtype?: unknown;
  channel?: unknown;
  user?: unknown;
  text?: string;
  ts?: string;
  thread_ts?: string;
  bot_id?: unknown;
  client_msg_id?: string;
  files?: unknown[];
  hidden?: unknown;
  edited?: { user?: string; ts?: string };
  event_ts?: string;
  message?: SlackMessage;
  previous_message?: SlackMessage;
}

export function receiptOf(body: Body): Receipt {
  if (body.event) return ofEvent(body, body.event);
  if (body.command) return body.user_id ? stored('command', body.trigger_id, body) : NOBODY;
  if (!body.user?.id) return NOBODY;
  if (body.type === 'block_actions')
    return body.actions?.[0]?.action_id ? stored('click', clickOf(body), body) : NOTHING;
  const name = body.type === 'view_submission' ? body.view?.callback_id : body.callback_id;
  if (!name) return NOTHING;
  const shown = body.view?.id && `${body.view.id}:${body.view.hash}`;
  return stored(body.type ?? '', body.trigger_id ?? shown, body);
}

const NOBODY: Receipt = { kind: 'drop', why: 'it names nobody' };
const NOTHING: Receipt = { kind: 'drop', why: 'it names nothing that was pressed or sent' };

/** What has no id of its own is known by what it says. */
const stored = (kind: string, id: string | undefined, body: Body): Receipt => ({
  kind: 'store',
  key: `${kind}:${id ?? digest(body)}`,
});

function clickOf({ team, user, container, actions }: Body): string | undefined {
  const [action] = actions ?? [];
  if (!action?.action_ts) return undefined;
  const place = container?.message_ts ?? container?.view_id;
  return [team?.id, user?.id, place, action.action_id, action.action_ts].join(':');
}

const MESSAGES = ['message', 'app_mention'];

function ofEvent(body: Body, event: SlackMessage): Receipt {
  if (event.type === 'agent_session_stopped') return ofStop(body, event);
  if (!MESSAGES.includes(event.type ?? '')) return { kind: 'pass' };
  const { channel } = event;
  if (typeof channel !== 'string' || !body.event_id) return { kind: 'drop', why: 'it has no place or no id' };
  if (event.subtype === 'message_changed') {
    return isEdit(event) ? ofEdit(body.event_id, channel, event) : { kind: 'drop' };
  }
  if (!isFromPerson(event)) return { kind: 'drop' };
  return {
    kind: 'store',
    key: body.event_id.startsWith('catchup:') ? body.event_id : `event:${body.event_id}`,
    messageKey: `${channel}:${event.ts}`,
    line: lineOf(channel, event),
    ...(event.client_msg_id ? { clientId: event.client_msg_id } : {}),
  };
}

function ofEdit(id: string, channel: string, event: SlackMessage): Receipt {
  const line = lineOfEdit(channel, event);
  const at = event.message?.edited?.ts ?? event.event_ts;
  const messageKey = at === undefined ? {} : { messageKey: `edit:${channel}:${event.message!.ts}:${at}` };
  return { kind: 'store', key: `event:${id}`, line, ...messageKey };
}

/** Slack's Stop keeps its place among the words of its thread. */
function ofStop({ event_id }: Body, { channel, user, thread_ts, event_ts = '' }: SlackMessage): Receipt {
  if (typeof channel !== 'string' || typeof user !== 'string' || !thread_ts || !event_id)
    return { kind: 'drop' };
  const line = lineOf(channel, { thread_ts, ts: event_ts });
  const messageKey = event_ts === '' ? {} : { messageKey: `stop:${channel}:${thread_ts}:${event_ts}` };
  return { kind: 'store', key: `event:${event_id}`, line, ...messageKey };
}

const lineOf = (channel: string, { thread_ts, ts = '' }: SlackMessage): Line => ({
  name: `${channel}:${thread_ts ?? ts}`,
  order: ts,
});

/** After the message itself, and after an older edit of it. */
const lineOfEdit = (channel: string, { message, event_ts }: SlackMessage): Line => {
  const { name, order } = lineOf(channel, message!);
  return { name, order: event_ts ?? `${order}+` };
};

/** Subtypes under which people's own words come. */
const SPOKEN: readonly unknown[] = [undefined, 'thread_broadcast', 'file_share', 'me_message'];

/** True for what a person wrote: no bot, no notice of Slack's. */
export const isFromPerson = (message: SlackMessage): boolean =>
  typeof message.user === 'string' &&
  typeof message.ts === 'string' &&
  message.bot_id === undefined &&
  SPOKEN.includes(message.subtype);

/** Slack says "changed" for previews and reply counts as well. What somebody else makes of it is not the author's word. */
const isEdit = ({ message, previous_message }: SlackMessage): boolean =>
  message !== undefined &&
  isFromPerson(message) &&
  (message.edited?.user ?? message.user) === message.user &&
  message.text !== previous_message?.text;
