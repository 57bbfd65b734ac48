/** Which changes of the workspace the bot hears of, and in which shape. */
import { newEventId } from './deliveries.js';
import type { Channel, Message } from './facts.js';
import type { Json } from './json.js';
import type { Grants } from './manifest.js';
import { wireMessage } from './message-shape.js';
import type { Change, Store } from './store.js';
import { liveMentions } from './typed-text.js';

const EVENT_OF = {
  public: 'message.channels',
  private: 'message.groups',
  im: 'message.im',
  mpim: 'message.mpim',
};
const CHANNEL_TYPE = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' };

/** The bodies that the bot gets for a change; none where it is no member or not subscribed. */
export function eventsFor(store: Store, grants: Grants, change: Change): Json[] {
  if (change.type !== 'message' && change.type !== 'message_changed' && change.type !== 'message_deleted')
    return [];
  const { message } = change;
  const channel = store.channels.get(message.channel);
  if (channel === undefined || !channel.members.has(store.bot.userId)) return [];
  const events: Json[] = [];
  if (grants.events.has(EVENT_OF[channel.kind])) events.push(messageEvent(store, channel, change));
  if (change.type === 'message' && mentionsBot(store, message, channel) && grants.events.has('app_mention')) {
    events.push({ ...wireMessage(store, message), type: 'app_mention', ...place(channel, message.ts) });
  }
  return events.map((event) => envelope(store, event, channel));
}

type MessageChange = Extract<Change, { message: Message }>;

function messageEvent(store: Store, channel: Channel, change: MessageChange): Json {
  const { message } = change;
  const common = { ...place(channel, message.ts), channel_type: CHANNEL_TYPE[channel.kind] };
  if (change.type === 'message') {
    return { ...wireMessage(store, message), ...(message.files && { subtype: 'file_share' }), ...common };
  }
  const at = store.nextTs();
  if (change.type === 'message_deleted') {
    const previous_message = wireMessage(store, message);
    return {
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      previous_message,
      deleted_ts: message.ts,
      ...common,
      ts: at,
      event_ts: at,
    };
  }
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: wireMessage(store, message),
    previous_message: wireMessage(store, change.previous),
    ...common,
    ts: at,
    event_ts: at,
  };
}

function place(channel: Channel, ts: string): Json {
  return { channel: channel.id, event_ts: ts };
}

function mentionsBot(store: Store, message: Message, channel: Channel): boolean {
  if (channel.kind === 'im' || message.user === store.bot.userId) return false;
  return liveMentions(message.text).includes(store.bot.userId);
}

/** The outer body of an event. */
export function envelope(store: Store, event: Json, channel?: Channel): Json {
  return {
    token: 'unused-verification-token',
    team_id: store.teamId,
    api_app_id: store.bot.appId,
    event,
    type: 'event_callback',
    event_id: newEventId(),
    event_time: Math.floor((Date.now() - store.behindMs) / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: store.teamId,
        user_id: store.bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.shared ?? false,
    context_team_id: store.teamId,
    event_context: '4-playground',
  };
}
