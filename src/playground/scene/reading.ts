/** What a person has not read yet, and what of it names them. */
import type { Channel, Message } from '../server/facts.js';
import type { Store } from '../server/store.js';
import { mentionsOf } from '../server/visible.js';
import type { ChannelPiece } from './scene.js';
import { messagesSeen } from './sight.js';

const BROADCASTS = ['here', 'channel', 'everyone'];

/** Unread messages of a channel for one person; none where the person is no member. */
export function reading(
  store: Store,
  userId: string,
  channel: Channel,
): Pick<ChannelPiece, 'readTs' | 'unread' | 'mentions'> {
  const readTs = store.readMarks.get(markOf(userId, channel.id)) ?? '';
  if (!channel.members.has(userId)) return { readTs, unread: 0, mentions: 0 };
  const names = namesOf(store, userId);
  const messages = messagesSeen(store, channel);
  const threads = threadsOf(store, userId, names, messages);
  const unread = messages.filter(
    (message) =>
      message.ts > readTs &&
      message.user !== userId &&
      (!isReply(message) || message.reply_broadcast || threads.has(message.thread_ts ?? '')),
  );
  // Slack counts every direct message like a mention.
  const naming = channel.kind === 'im' ? unread : unread.filter((message) => isNamed(store, names, message));
  return { readTs, unread: unread.length, mentions: naming.length };
}

/** Everything up to this message is read; a mark never moves back, nor beyond the newest message. */
export function markRead(store: Store, userId: string, channel: Channel, ts: string): void {
  const newest = messagesSeen(store, channel).at(-1)?.ts ?? '';
  const upTo = ts < newest ? ts : newest;
  const key = markOf(userId, channel.id);
  if (upTo <= (store.readMarks.get(key) ?? '')) return;
  store.readMarks.set(key, upTo);
  store.tell({ type: 'other' });
}

const markOf = (userId: string, channelId: string): string => `${userId}:${channelId}`;

const isReply = (message: Message): boolean =>
  message.thread_ts !== undefined && message.thread_ts !== message.ts;

/** The ids under which somebody is named. */
function namesOf(store: Store, userId: string): Set<string> {
  const groups = [...store.groups.values()].filter((group) => group.users.includes(userId));
  return new Set([userId, ...groups.map((group) => group.id), ...BROADCASTS]);
}

/** Roots of the threads in which the person wrote or is named. */
function threadsOf(store: Store, userId: string, names: Set<string>, messages: Message[]): Set<string> {
  const own = messages.filter((message) => message.user === userId || isNamed(store, names, message));
  return new Set(own.map((message) => message.thread_ts ?? message.ts));
}

/** Whom a message names, remembered until it changes. */
const named = new WeakMap<Message, { changes: number; ids: string[] }>();

function isNamed(store: Store, names: Set<string>, message: Message): boolean {
  let known = named.get(message);
  if (known?.changes !== message.changes) {
    known = { changes: message.changes, ids: mentionsOf(store, message) };
    named.set(message, known);
  }
  return known.ids.some((id) => names.has(id));
}
