/** What only the person who acts sees: private messages of the bot, and what was refused. */
import type { EphemeralPiece } from '../../scene/scene.js';
import { ScreenBlocks } from '../blocks/screen-blocks.js';
import { useClient, useMe } from '../model/hooks.js';
import { SlackText } from '../text/slack-text.js';
import { Avatar, NoticeAvatar } from './avatar.js';
import { useFrame, useUser } from './frame-context.js';
import { Icon } from './icon.js';
import { nameOf } from './looks.js';
import type { Notice } from './notices.js';
import { clock, fullDate } from './times.js';

export function EphemeralMessage({ piece }: { piece: EphemeralPiece }) {
  const client = useClient();
  const { toast } = useFrame();
  const me = useMe();
  const bot = useUser(me?.botUserId);
  const { message, values } = piece;
  const blocks = message.blocks ?? [];
  const dismiss = async () => {
    const answer = await client.send({ do: 'dismiss', ephemeral: `ephemeral:${message.ts}` });
    if (!answer.ok) toast(answer.text);
  };
  return (
    <article
      className="message message--private"
      data-ts={message.ts}
      aria-label={`${nameOf(bot)}, only visible to you`}
    >
      <OnlyYou />
      <div className="message__side">{me && <Avatar userId={me.botUserId} size="middle" />}</div>
      <div className="message__main">
        <header className="message__head">
          <span className="message__name">{nameOf(bot)}</span>
          <span className="app-badge">APP</span>
          <time className="message__time" title={fullDate(message.ts)}>
            {clock(message.ts)}
          </time>
        </header>
        <div className="message__body">
          {blocks.length > 0 ? (
            <ScreenBlocks
              screen={`ephemeral:${message.ts}`}
              blocks={blocks}
              values={values}
              surface="message"
            />
          ) : (
            <SlackText text={message.text} />
          )}
        </div>
        <button type="button" className="text-button message__dismiss" onClick={dismiss}>
          Dismiss message
        </button>
      </div>
    </article>
  );
}

export function NoticeMessage({ notice }: { notice: Notice }) {
  const { dropNotice } = useFrame();
  return (
    <article className="message message--private" aria-label="Slackbot, only visible to you">
      <OnlyYou />
      <div className="message__side">
        <NoticeAvatar />
      </div>
      <div className="message__main">
        <header className="message__head">
          <span className="message__name">Slackbot</span>
          <time className="message__time" title={fullDate(notice.ts)}>
            {clock(notice.ts)}
          </time>
        </header>
        <p className="message__body">{notice.text}</p>
        <button type="button" className="text-button message__dismiss" onClick={() => dropNotice(notice.id)}>
          Dismiss message
        </button>
      </div>
    </article>
  );
}

function OnlyYou() {
  return (
    <p className="message__only-you">
      <Icon name="eye" size={14} /> Only visible to you
    </p>
  );
}
