/** What a person sees of the workspace: channels, messages, files. */
import type { Channel, Message, UserRecord } from '../server/facts.js';
import { text } from '../server/json.js';
import type { Store } from '../server/store.js';

/** Guests and people of other organisations see the channels alone that they are members of. */
export function seesChannel(user: UserRecord | undefined, channel: Channel): boolean {
  if (user === undefined) return false;
  if (channel.members.has(user.id)) return true;
  return channel.kind === 'public' && !(user.is_restricted || user.is_ultra_restricted || user.is_stranger);
}

/** In the order in which they were made. */
export function channelsSeen(store: Store, userId: string): Channel[] {
  const user = store.users.get(userId);
  return [...store.channels.values()].filter((channel) => seesChannel(user, channel));
}

/** Oldest first. */
export function messagesSeen(store: Store, channel: Channel): Message[] {
  return (store.messages.get(channel.id) ?? []).filter((message) => !message.deleted);
}

/** True where the file stands in a message that the person sees. */
export function seesFile(store: Store, userId: string, fileId: string): boolean {
  return channelsSeen(store, userId).some((channel) =>
    messagesSeen(store, channel).some((message) => message.files?.some(({ id }) => text(id) === fileId)),
  );
}
