/** Pieces of a scene, as the server sends them. */
import type { ChannelPiece, MessagePiece } from '../../../src/playground/scene/scene.js';

export function channel(id: string, name: string, facts: Partial<ChannelPiece> = {}): ChannelPiece {
  return {
    is: 'channel',
    id,
    name,
    kind: 'public',
    isMember: true,
    botIsMember: true,
    archived: false,
    shared: false,
    readTs: '',
    unread: 0,
    mentions: 0,
    ...facts,
  };
}

/** A message in C1 at a time in seconds. */
export function message(
  at: number,
  user: string,
  facts: Partial<MessagePiece['message']> = {},
): MessagePiece {
  return {
    is: 'message',
    message: { channel: 'C1', ts: tsAt(at), user, text: `at ${at}`, reactions: [], changes: 0, ...facts },
    files: [],
    values: {},
  };
}

export const tsAt = (seconds: number): string => seconds.toFixed(6);
