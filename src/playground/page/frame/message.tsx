/** One message in a list. */
import { type FocusEvent, type ReactNode, useState } from 'react';
import type { ChannelPiece, MessagePiece } from '../../scene/scene.js';
import { useMe } from '../model/hooks.js';
import { Avatar } from './avatar.js';
import { useGoThread, useNames, useUser } from './frame-context.js';
import { nameOf } from './looks.js';
import { MessageBody } from './message-body.js';
import { MessageEdit } from './message-edit.js';
import { MessageToolbar } from './message-toolbar.js';
import { Reactions } from './reactions.js';
import { clock, fullDate, shortClock } from './times.js';
import { excerpt } from './wire-text.js';

interface Props {
  piece: MessagePiece;
  channel: ChannelPiece;
  follows: boolean;
  /** Root of the thread whose pane this message stands in. */
  inThread?: string;
  /** The root of a reply that also went to the channel. */
  root?: MessagePiece | undefined;
  isEdited: boolean;
  setEdited: (ts: string | undefined) => void;
  foot?: ReactNode;
  /** The one that the tab key stops at. */
  isLast: boolean;
}

export function Message(props: Props) {
  const { piece, channel, follows, inThread, isEdited, setEdited, foot, isLast } = props;
  const { message } = piece;
  const me = useMe();
  const author = useUser(message.user);
  const [isActive, setActive] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const isOwn = message.user === me?.userId;
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setActive(false);
  };
  return (
    <article
      className={`message${follows ? ' message--follows' : ''}${isEdited ? ' message--edited' : ''}`}
      data-ts={message.ts}
      aria-label={`${nameOf(author)}, ${clock(message.ts)}`}
      tabIndex={isLast ? 0 : -1}
      onPointerEnter={() => setActive(true)}
      onPointerLeave={() => setActive(false)}
      onFocus={() => setActive(true)}
      onBlur={leave}
    >
      <div className="message__side">
        {follows ? (
          <time className="message__short" title={fullDate(message.ts)}>
            {shortClock(message.ts)}
          </time>
        ) : (
          <Avatar userId={message.user} size="middle" />
        )}
      </div>
      <div className="message__main">
        {!follows && (
          <header className="message__head">
            <span className="message__name">{nameOf(author)}</span>
            {author?.isBot && <span className="app-badge">APP</span>}
            <time className="message__time" title={fullDate(message.ts)}>
              {clock(message.ts)}
            </time>
          </header>
        )}
        {message.reply_broadcast && <AlsoSent {...props} />}
        {isEdited ? (
          <MessageEdit piece={piece} close={() => setEdited(undefined)} />
        ) : (
          <MessageBody piece={piece} />
        )}
        <Reactions piece={piece} />
        {foot}
      </div>
      {(isActive || isMenuOpen) && !isEdited && (
        <MessageToolbar
          {...{ piece, channel, isOwn, setMenuOpen }}
          canReply={inThread === undefined}
          edit={() => setEdited(message.ts)}
        />
      )}
    </article>
  );
}

function AlsoSent({ piece, channel, inThread, root }: Props) {
  const goThread = useGoThread(channel);
  const names = useNames();
  const { thread_ts } = piece.message;
  if (inThread) return <p className="message__also">Also sent to the channel</p>;
  return (
    <p className="message__also">
      replied to a thread:{' '}
      <button type="button" className="text-button" onClick={() => goThread(thread_ts)}>
        {(root && excerpt(root.message.text, names)) || 'the message above'}
      </button>
    </p>
  );
}
