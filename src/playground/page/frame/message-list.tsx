/** The messages of a channel. */
import { type KeyboardEvent, useMemo } from 'react';
import type { ChannelPiece, MessagePiece } from '../../scene/scene.js';
import { useMe, usePiecesOf } from '../model/hooks.js';
import { ChannelBeginning } from './channel-beginning.js';
import { useFrame } from './frame-context.js';
import { Icon } from './icon.js';
import { Message } from './message.js';
import { MessageRow } from './message-row.js';
import { useNewTs, useReading } from './reading.js';
import { rowsOf } from './rows.js';
import { useOwnAtEnd, useScrolling } from './scrolling.js';
import { ThreadFoot } from './thread-foot.js';
import { inChannel, repliesByRoot } from './threads.js';

interface Props {
  channel: ChannelPiece;
  edited: string | undefined;
  setEdited: (ts: string | undefined) => void;
}

export function MessageList({ channel, edited, setEdited }: Props) {
  const all = usePiecesOf('message');
  const me = useMe();
  const messages = useMemo(() => inChannel(all, channel.id), [all, channel.id]);
  const threads = useMemo(() => repliesByRoot(all, channel.id), [all, channel.id]);
  const ephemerals = usePiecesOf('ephemeral').filter(
    ({ message }) => message.channel === channel.id && !message.thread_ts,
  );
  const notices = useFrame().notices.filter(
    (notice) => notice.channel === channel.id && notice.thread === undefined && notice.userId === me?.userId,
  );
  const { box, content, isAtEnd, toEnd, onScroll } = useScrolling();
  const own = messages.findLast(({ message }) => message.user === me?.userId);
  useOwnAtEnd([own?.message.ts, ephemerals.at(-1)?.message.ts, notices.at(-1)?.ts], toEnd);
  useReading(channel, messages, isAtEnd);
  const newTs = useNewTs(channel, messages, isAtEnd);
  const rows = rowsOf({ messages, ephemerals, notices, newTs });
  const last = messages.at(-1)?.message.ts;
  const rootOf = ({ message }: MessagePiece) => all.find((one) => one.message.ts === message.thread_ts);
  return (
    <div className="message-list">
      <div className="message-list__scroll" ref={box} onScroll={onScroll}>
        <div className="message-list__content" ref={content}>
          <ChannelBeginning channel={channel} />
          {rows.length > 0 && (
            <div className="message-list__rows" role="feed" aria-label="Messages" onKeyDown={goByArrows}>
              {rows.map((row) => (
                <MessageRow key={row.key} row={row}>
                  {row.is === 'message' && (
                    <Message
                      piece={row.piece}
                      channel={channel}
                      follows={row.follows}
                      root={row.piece.message.reply_broadcast ? rootOf(row.piece) : undefined}
                      isEdited={edited === row.ts}
                      setEdited={setEdited}
                      isLast={row.ts === last}
                      foot={
                        <ThreadFoot root={row.piece} replies={threads.get(row.ts) ?? []} channel={channel} />
                      }
                    />
                  )}
                </MessageRow>
              ))}
            </div>
          )}
        </div>
      </div>
      {!isAtEnd && (
        <button type="button" className="message-list__jump" onClick={toEnd}>
          <Icon name="down" size={16} /> {channel.unread > 0 ? 'New messages' : 'Jump to the newest'}
        </button>
      )}
    </div>
  );
}

/** Up and down go from message to message, once one of them has the focus. */
export function goByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const from = event.target as HTMLElement;
  if (step === undefined || !from.matches('.message')) return;
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>('.message')];
  messages[messages.indexOf(from) + step]?.focus();
  event.preventDefault();
}
