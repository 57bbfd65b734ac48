/** Channels and the messages in them, as one person sees them. */
import type { Channel, Message } from '../server/facts.js';
import { initialState } from '../server/input-values.js';
import { text } from '../server/json.js';
import type { SlackServer } from '../server/slack-server.js';
import { reading } from './reading.js';
import type { ChannelPiece, MessagePiece, Pieces } from './scene.js';
import { channelsSeen, messagesSeen } from './sight.js';

export function channelPieces(slack: SlackServer, userId: string): Pieces {
  const pieces: Pieces = {};
  for (const channel of channelsSeen(slack.store, userId)) {
    pieces[`channel:${channel.id}`] = channelPiece(slack, userId, channel);
    for (const message of messagesSeen(slack.store, channel))
      pieces[`message:${channel.id}:${message.ts}`] = messagePiece(slack, userId, message);
  }
  return pieces;
}

function channelPiece({ store, bot }: SlackServer, userId: string, channel: Channel): ChannelPiece {
  const other = [...channel.members].find((id) => id !== userId) ?? userId;
  return {
    is: 'channel',
    id: channel.id,
    name: channel.kind === 'im' ? (store.users.get(other)?.name ?? channel.name) : channel.name,
    kind: channel.kind,
    isMember: channel.members.has(userId),
    botIsMember: channel.members.has(bot.userId),
    archived: channel.archived,
    shared: channel.shared,
    ...reading(store, userId, channel),
  };
}

function messagePiece(slack: SlackServer, userId: string, message: Message): MessagePiece {
  const { channel, ts, user, bot_id, blocks, thread_ts, reply_broadcast, reactions, changes } = message;
  const isRoot = thread_ts === undefined || thread_ts === ts;
  const session = isRoot ? slack.session(message) : undefined;
  return {
    is: 'message',
    message: {
      channel,
      ts,
      user,
      text: message.text,
      reactions,
      changes,
      ...(bot_id && { bot_id }),
      ...(blocks && { blocks }),
      ...(thread_ts && { thread_ts }),
      ...(reply_broadcast && { reply_broadcast }),
      ...(message.edited && { edited: true }),
    },
    files: (message.files ?? []).map((file) => ({
      id: text(file.id),
      name: text(file.name),
      title: text(file.title),
      length: Number(file.size ?? 0),
    })),
    ...(session && { session: { status: session.status, title: session.title } }),
    values: initialState(blocks ?? [], slack.store.valuesSeen(message, userId)),
  };
}
