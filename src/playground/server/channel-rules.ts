/** Which channels the bot may see, read and write, and which scope each kind needs. */
import { type Call, Refusal } from './api.js';
import type { Channel, ChannelKind } from './facts.js';
import { text } from './json.js';

const FAMILY = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const satisfies Record<
  ChannelKind,
  string
>;

export function scopeFor(kind: ChannelKind, right: 'read' | 'history' | 'write'): string {
  return `${FAMILY[kind]}:${right}`;
}

/** A channel whose existence the bot may know. @throws channel_not_found */
export function visibleChannel(call: Call, field = 'channel'): Channel {
  const { store } = call.world;
  const channel = store.channels.get(text(call.args[field]));
  if (channel === undefined) throw new Refusal('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(store.bot.userId))
    throw new Refusal('channel_not_found');
  return channel;
}

/** A channel whose messages the bot may read. */
export function channelToRead(call: Call): Channel {
  const channel = visibleChannel(call);
  call.need(scopeFor(channel.kind, 'history'));
  if (!channel.members.has(call.world.store.bot.userId)) throw new Refusal('not_in_channel');
  return channel;
}

interface Writing {
  /** A user id stands for the direct channel. */
  userId?: boolean;
  /** What Slack says of an archived channel. */
  archived?: string;
  /** `chat:write.public` is not enough. */
  member?: boolean;
}

/** A channel into which the bot may write. */
export function channelToWrite(call: Call, { userId, archived, member }: Writing = {}): Channel {
  const { store, grants } = call.world;
  const id = text(call.args.channel);
  if (userId && /^[UW]/.test(id)) {
    const user = store.users.get(id);
    if (user === undefined || user.deleted || user.is_bot) throw new Refusal('channel_not_found');
  }
  const channel = userId && store.users.has(id) ? store.directChannel(id) : visibleChannel(call);
  if (channel.kind === 'im' && !grants.tabs.messages) throw new Refusal('messages_tab_disabled');
  if (channel.archived) throw new Refusal(archived ?? 'is_archived');
  const isPublicPost = !member && channel.kind === 'public' && grants.scopes.has('chat:write.public');
  if (!channel.members.has(store.bot.userId) && !isPublicPost) throw new Refusal('not_in_channel');
  return channel;
}
