/** The parts of Slack's payloads that listeners read, and the visits they mean. Everything may be missing. */
import type { AnswerOptions, AnswerWays } from './answer.js';
import type { Visit } from './gesture.js';
import type { SlackMessage } from './receipt.js';
import type { Post } from './replies.js';
import type { Clicked, Inputs } from './views/press.js';
import { visitOf } from './visit.js';

/** What the inbox put into Bolt's context. */
export type Context = Readonly<Record<string, unknown>>;

interface Ids {
  id?: string;
}

export interface CommandPayload {
  text?: string;
  user_id: string;
  channel_id: string;
  channel_name?: string;
  team_id?: string;
  response_url?: string;
  trigger_id?: string;
}

/** A `block_actions` or `view_submission` body. */
export interface GesturePayload {
  user: Ids;
  team?: Ids | null;
  channel?: Ids & { name?: string };
  container?: { channel_id?: string; message_ts?: string; thread_ts?: string };
  message?: { ts?: string; thread_ts?: string };
  view?: { type?: string; private_metadata?: string; state?: { values?: Inputs } };
  /** Of a message; that of an App Home stands in `view`. */
  state?: { values?: Inputs };
  response_url?: string;
  trigger_id?: string;
}

type Ack = NonNullable<AnswerWays['ack']>;

/** What stands in the inputs of the screen with the pressed button. */
export function inputsIn({ state, view }: GesturePayload): Pick<Clicked, 'state'> {
  const values = state?.values ?? view?.state?.values;
  return values ? { state: values } : {};
}

/** Key of the inbox row that brought a delivery. */
export const keyIn = (context: Context): string => {
  const { inboxKey } = context;
  if (typeof inboxKey !== 'string') throw new Error('a delivery without a row in the inbox');
  return inboxKey;
};

export function commandVisit(
  payload: CommandPayload,
  ack: Ack,
  context: Context,
  options: AnswerOptions,
): Visit {
  const came = {
    key: keyIn(context),
    actor: payload.user_id,
    channel: payload.channel_id,
    channelHint: payload.channel_name,
    team: payload.team_id,
    responseUrl: payload.response_url,
    receivedAt: typeof context.receivedAt === 'string' ? context.receivedAt : undefined,
  };
  return visitOf({ ...came, ack, ackSpeaks: true }, options);
}

export function gestureVisit(
  body: GesturePayload,
  ack: Ack,
  context: Context,
  options: AnswerOptions,
  show?: AnswerWays['show'],
): Visit {
  const { container, message } = body;
  const channel = body.channel?.id ?? container?.channel_id ?? '';
  const ts = container?.message_ts ?? message?.ts;
  const root = container?.thread_ts ?? message?.thread_ts;
  const came = {
    key: keyIn(context),
    actor: body.user.id ?? '',
    channel,
    // On the root itself the answer belongs into the channel, where the person looks.
    thread: root === ts ? undefined : root,
    channelHint: body.channel?.name,
    team: body.team?.id,
    message: channel && ts ? { channel, ts } : undefined,
    responseUrl: body.response_url,
  };
  return visitOf({ ...came, ack, ...(show ? { show } : {}) }, options);
}

export interface Posted {
  post: Post;
  visit: Visit;
  edited: boolean;
}

/** A person's message or edit; undefined for what is neither. */
export function postedIn(
  event: SlackMessage & { channel_type?: string },
  body: { team_id?: string },
  context: Context,
  options: AnswerOptions,
): Posted | undefined {
  const edited = event.subtype === 'message_changed';
  const said = edited ? event.message : event;
  const { channel } = event;
  if (!said || typeof channel !== 'string' || typeof said.user !== 'string' || !said.ts) return undefined;
  const thread = said.thread_ts ?? undefined;
  const place = { channel, ts: said.ts };
  const direct = event.channel_type === 'im' || channel.startsWith('D');
  const came = { key: keyIn(context), actor: said.user, channel, thread, team: body.team_id, message: place };
  const post: Post = { text: said.text ?? '', ...place, direct, ...(thread === undefined ? {} : { thread }) };
  if (typeof said.edited?.ts === 'string') post.edited = said.edited.ts;
  if (said.files?.length) post.files = true;
  return { post, visit: visitOf(came, options), edited };
}
