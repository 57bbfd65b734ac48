import { useState } from 'react';
import type { ChannelPiece } from '../../scene/scene.js';
import { usePiecesOf } from '../model/hooks.js';
import { useGoThread } from './frame-context.js';
import { Icon } from './icon.js';

/** Says that an answer only for this person came in a thread that is not open, where nobody would look for it. */
export function PrivateReply({ channel, thread }: { channel: ChannelPiece; thread: string | undefined }) {
  const goThread = useGoThread(channel);
  const [seen, setSeen] = useState(() => (Date.now() / 1000).toFixed(6));
  const newest = usePiecesOf('ephemeral')
    .map(({ message }) => message)
    .filter((message) => message.channel === channel.id && message.thread_ts && message.ts > seen)
    .sort((a, b) => (a.ts < b.ts ? -1 : 1))
    .at(-1);
  if (newest === undefined) return null;
  if (newest.thread_ts === thread) {
    setSeen(newest.ts);
    return null;
  }
  return (
    <p className="private-reply" role="status">
      <Icon name="eye" size={16} />
      <span>There is an answer in the thread that only you see.</span>
      <button type="button" className="text-button" onClick={() => goThread(newest.thread_ts)}>
        View thread
      </button>
      <button
        type="button"
        className="icon-button private-reply__hide"
        aria-label="Dismiss"
        onClick={() => setSeen(newest.ts)}
      >
        <Icon name="close" size={16} />
      </button>
    </p>
  );
}
