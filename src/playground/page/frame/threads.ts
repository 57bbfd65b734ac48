/** Which messages stand in a channel, and which in a thread. */
import type { MessagePiece } from '../../scene/scene.js';

const byTime = (a: MessagePiece, b: MessagePiece): number => (a.message.ts < b.message.ts ? -1 : 1);

/** True of a message that stands only in a thread, or also there. */
export function isReply({ message }: MessagePiece): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

export function inChannel(messages: MessagePiece[], channel: string): MessagePiece[] {
  return messages
    .filter((piece) => piece.message.channel === channel)
    .filter((piece) => !isReply(piece) || piece.message.reply_broadcast)
    .sort(byTime);
}

/** Replies of a channel by the time of their root, each in order of time. */
export function repliesByRoot(messages: MessagePiece[], channel: string): Map<string, MessagePiece[]> {
  const threads = new Map<string, MessagePiece[]>();
  for (const piece of [...messages].sort(byTime)) {
    const root = piece.message.thread_ts;
    if (piece.message.channel !== channel || root === undefined || !isReply(piece)) continue;
    threads.set(root, [...(threads.get(root) ?? []), piece]);
  }
  return threads;
}

/** Authors of messages, each once, in order of their first. */
export const authorsOf = (messages: MessagePiece[]): string[] => [
  ...new Set(messages.map(({ message }) => message.user)),
];

/** Messages by others that are newer than what the person has read. */
export function unreadOf(messages: MessagePiece[], readTs: string, userId: string): MessagePiece[] {
  return messages.filter(({ message }) => message.ts > readTs && message.user !== userId);
}
