/** Messages, users and channels in the shapes in which Slack sends them. */
import type { Channel, Message, UserRecord } from './facts.js';
import type { Json } from './json.js';
import type { Store } from './store.js';

/** A message as the Web API and events carry it; metadata only where it is asked for. */
export function wireMessage(store: Store, message: Message, options: { metadata?: boolean } = {}): Json {
  const own = message.bot_id !== undefined;
  return {
    type: 'message',
    ...(message.reply_broadcast && { subtype: 'thread_broadcast' }),
    user: message.user,
    ts: message.ts,
    ...(message.client_msg_id && { client_msg_id: message.client_msg_id }),
    ...(own && { bot_id: message.bot_id, app_id: store.bot.appId, bot_profile: botProfile(store) }),
    text: message.text,
    team: store.teamId,
    ...outsiderFields(store, message),
    ...(message.blocks && { blocks: structuredClone(message.blocks) }),
    ...threadFields(store, message),
    ...(message.edited && { edited: message.edited }),
    ...(message.files && { files: message.files }),
    ...(message.reactions.length > 0 && {
      reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })),
    }),
    ...(options.metadata && message.metadata && { metadata: structuredClone(message.metadata) }),
  };
}

/** People of another organisation carry their team. */
function outsiderFields(store: Store, message: Message): Json {
  const team = store.users.get(message.user)?.team_id;
  return team === undefined || team === store.teamId ? {} : { user_team: team, source_team: team };
}

function threadFields(store: Store, message: Message): Json {
  if (message.thread_ts !== undefined && message.thread_ts !== message.ts) {
    const root = store.findMessage(message.channel, message.thread_ts);
    return { thread_ts: message.thread_ts, ...(root && { parent_user_id: root.user }) };
  }
  const replies = store.threadOf(message.channel, message.ts).filter((reply) => reply.ts !== message.ts);
  if (replies.length === 0) return {};
  const authors = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: authors.length,
    reply_users: authors,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  };
}

function botProfile(store: Store): Json {
  const { botId, appId, name } = store.bot;
  return { id: botId, app_id: appId, name, team_id: store.teamId, deleted: false, updated: 1, icons: {} };
}

export function wireUser(store: Store, user: UserRecord, withEmail: boolean): Json {
  const { email, real_name, ...facts } = user;
  return {
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    deleted: false,
    is_admin: false,
    is_app_user: false,
    tz: 'Europe/Berlin',
    updated: 1,
    ...facts,
    team_id: user.team_id ?? store.teamId,
    real_name: real_name ?? user.name,
    profile: {
      real_name: real_name ?? user.name,
      display_name: user.name,
      team: user.team_id ?? store.teamId,
      ...(withEmail && email && { email }),
    },
  };
}

export function wireChannel(store: Store, channel: Channel): Json {
  const isMember = channel.members.has(store.bot.userId);
  const common = {
    id: channel.id,
    created: 1,
    is_archived: channel.archived,
    is_im: channel.kind === 'im',
    is_mpim: channel.kind === 'mpim',
    is_ext_shared: channel.shared,
    is_org_shared: false,
    is_shared: channel.shared,
    is_pending_ext_shared: false,
    context_team_id: store.teamId,
  };
  if (channel.kind === 'im') {
    const user = [...channel.members].find((id) => id !== store.bot.userId) ?? '';
    return { ...common, user, is_user_deleted: store.users.get(user)?.deleted ?? false };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind !== 'public',
    is_general: false,
    is_member: isMember,
    creator: [...channel.members][0] ?? '',
    num_members: channel.members.size,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** The name that payloads of commands and clicks give a channel. */
export function payloadName(channel: Channel): string {
  if (channel.kind === 'private') return 'privategroup';
  if (channel.kind === 'im') return 'directmessage';
  return channel.name;
}
