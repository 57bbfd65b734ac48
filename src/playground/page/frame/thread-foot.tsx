import type { ChannelPiece, MessagePiece } from '../../scene/scene.js';
import { useMe } from '../model/hooks.js';
import { Avatar } from './avatar.js';
import { useNow } from './browser-state.js';
import { useGoThread } from './frame-context.js';
import { authorsOf, unreadOf } from './threads.js';
import { ago, fullDate } from './times.js';

interface Props {
  root: MessagePiece;
  replies: MessagePiece[];
  channel: ChannelPiece;
}

/** Below a message: who replied, how often, when last; opens the thread. */
export function ThreadFoot({ root, replies, channel }: Props) {
  const goThread = useGoThread(channel);
  const now = useNow();
  const me = useMe();
  const last = replies.at(-1);
  const isWorking = root.session?.status === 'processing';
  if (last === undefined) return null;
  const takesPart = [root, ...replies].some(
    ({ message }) => message.user === me?.userId || message.text.includes(`<@${me?.userId}>`),
  );
  const unread = me && takesPart ? unreadOf(replies, channel.readTs, me.userId).length : 0;
  return (
    <button type="button" className="thread-foot" onClick={() => goThread(root.message.ts)}>
      <span className="thread-foot__people">
        {authorsOf(replies)
          .slice(0, 4)
          .map((id) => (
            <Avatar key={id} userId={id} size="small" />
          ))}
      </span>
      <span className="thread-foot__count">
        {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
      </span>
      {unread > 0 && <span className="badge">{unread} new</span>}
      {isWorking && <span className="thread-foot__working">working</span>}
      <span className="thread-foot__when" title={fullDate(last.message.ts)}>
        Last reply {ago(last.message.ts, now)}
      </span>
      <span className="thread-foot__open" aria-hidden="true">
        View thread
      </span>
    </button>
  );
}
