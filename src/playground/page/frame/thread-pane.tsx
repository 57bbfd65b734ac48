/** A thread beside the channel. */
import { useMemo, useState } from 'react';
import type { ChannelPiece } from '../../scene/scene.js';
import { useMe, usePiece, usePiecesOf } from '../model/hooks.js';
import { Composer } from './composer.js';
import { useFrame, useGoThread } from './frame-context.js';
import { HintLine } from './hint-line.js';
import { Icon } from './icon.js';
import { Message } from './message.js';
import { goByArrows } from './message-list.js';
import { MessageRow } from './message-row.js';
import type { Shown } from './place.js';
import { useReading } from './reading.js';
import { rowsOf } from './rows.js';
import { useOwnAtEnd, useScrolling } from './scrolling.js';
import { SessionLine } from './session-line.js';
import { repliesByRoot } from './threads.js';

interface Props {
  channel: ChannelPiece;
  thread: string;
  shown: Shown;
}

export function ThreadPane({ channel, thread, shown }: Props) {
  const goThread = useGoThread(channel);
  const root = usePiece('message', `message:${channel.id}:${thread}`);
  const title = channel.kind === 'im' ? channel.name : `# ${channel.name}`;
  return (
    <aside
      className="thread-pane"
      aria-label="Thread"
      onKeyDown={(event) => {
        const isInDialog = (event.target as Element).closest('dialog, [role$=dialog]') !== null;
        if (event.key === 'Escape' && !event.defaultPrevented && !isInDialog) goThread();
      }}
    >
      <header className="thread-pane__head">
        <button
          type="button"
          className="icon-button thread-pane__back"
          aria-label="Back to the channel"
          onClick={() => goThread()}
        >
          <Icon name="back" />
        </button>
        <h2>Thread</h2>
        <span className="thread-pane__channel">{title}</span>
        <button
          type="button"
          className="icon-button thread-pane__close"
          aria-label="Close thread"
          title="Close"
          onClick={() => goThread()}
        >
          <Icon name="close" />
        </button>
      </header>
      <Replies channel={channel} thread={thread} />
      {root && <SessionLine root={root} channel={channel} />}
      <div className="thread-pane__hint">
        <HintLine shown={shown} inThread />
      </div>
      {channel.isMember && !channel.archived && <Composer channel={channel} thread={thread} takesFocus />}
    </aside>
  );
}

function Replies({ channel, thread }: { channel: ChannelPiece; thread: string }) {
  const all = usePiecesOf('message');
  const me = useMe();
  const root = all.find(({ message }) => message.channel === channel.id && message.ts === thread);
  const replies = useMemo(() => repliesByRoot(all, channel.id).get(thread) ?? [], [all, channel.id, thread]);
  const ephemerals = usePiecesOf('ephemeral').filter(
    ({ message }) => message.channel === channel.id && message.thread_ts === thread,
  );
  const notices = useFrame().notices.filter(
    (notice) => notice.channel === channel.id && notice.thread === thread && notice.userId === me?.userId,
  );
  const [edited, setEdited] = useState<string>();
  const { box, content, isAtEnd, toEnd, onScroll } = useScrolling();
  const own = replies.findLast(({ message }) => message.user === me?.userId);
  useOwnAtEnd([own?.message.ts, ephemerals.at(-1)?.message.ts, notices.at(-1)?.ts], toEnd);
  useReading(channel, replies, isAtEnd);
  const rows = rowsOf({ messages: replies, ephemerals, notices, newTs: undefined });
  const shared = { channel, inThread: thread, setEdited };
  return (
    <div className="thread-pane__replies">
      <div
        className="thread-pane__scroll"
        role="feed"
        aria-label="Replies"
        ref={box}
        onScroll={onScroll}
        onKeyDown={goByArrows}
      >
        <div ref={content}>
          {root ? (
            <Message
              {...shared}
              piece={root}
              follows={false}
              isEdited={edited === thread}
              isLast={replies.length === 0}
            />
          ) : (
            <p className="thread-pane__gone">The first message of this thread is gone.</p>
          )}
          {replies.length > 0 && (
            <p className="thread-pane__count">
              <span>
                {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
              </span>
            </p>
          )}
          <div className="message-list__rows">
            {rows
              .filter((row) => row.is !== 'day')
              .map((row) => (
                <MessageRow key={row.key} row={row}>
                  {row.is === 'message' && (
                    <Message
                      {...shared}
                      piece={row.piece}
                      follows={row.follows}
                      isEdited={edited === row.ts}
                      isLast={row.piece === replies.at(-1)}
                    />
                  )}
                </MessageRow>
              ))}
          </div>
        </div>
      </div>
      {!isAtEnd && replies.length > 0 && (
        <button type="button" className="message-list__jump" onClick={toEnd}>
          <Icon name="down" size={16} /> Jump to the newest
        </button>
      )}
    </div>
  );
}
