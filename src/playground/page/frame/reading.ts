/** What is new to the person who looks, and telling the server what was read. */
import { useEffect, useState } from 'react';
import type { ChannelPiece, MessagePiece } from '../../scene/scene.js';
import { useClient, useMe } from '../model/hooks.js';
import { useIsWatched } from './browser-state.js';
import { unreadOf } from './threads.js';

/** Says `read` once the newest message is on screen in a window that somebody looks at. */
export function useReading(channel: ChannelPiece, messages: MessagePiece[], isAtEnd: boolean): void {
  const client = useClient();
  const isWatched = useIsWatched();
  const newest = messages.at(-1)?.message.ts ?? '';
  const isDue = isWatched && isAtEnd && channel.isMember && newest > channel.readTs;
  useEffect(() => {
    if (isDue) void client.send({ do: 'read', channel: channel.id, ts: newest });
  }, [client, isDue, channel.id, newest]);
}

/** Time of the message above which the line "New" stands; it stays while the channel is shown. */
export function useNewTs(
  channel: ChannelPiece,
  messages: MessagePiece[],
  isAtEnd: boolean,
): string | undefined {
  const me = useMe();
  const isWatched = useIsWatched();
  const firstNew = me && unreadOf(messages, channel.readTs, me.userId)[0]?.message.ts;
  const [newTs, setNewTs] = useState(channel.isMember ? firstNew : undefined);
  const isMissed = firstNew !== undefined && !(isWatched && isAtEnd);
  const isOld = newTs === undefined || newTs <= channel.readTs;
  if (channel.isMember && isMissed && isOld && firstNew !== newTs) setNewTs(firstNew);
  const lastOwn = messages.findLast(({ message }) => message.user === me?.userId)?.message.ts;
  return newTs !== undefined && lastOwn !== undefined && lastOwn > newTs ? undefined : newTs;
}
