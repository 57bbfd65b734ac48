/** What a message says: blocks of the bot, text of people, files. */
import { memo } from 'react';
import type { MessagePiece } from '../../scene/scene.js';
import { ScreenBlocks } from '../blocks/screen-blocks.js';
import { SlackText } from '../text/slack-text.js';
import { FileCard } from './file-card.js';

export const MessageBody = memo(function MessageBody({ piece }: { piece: MessagePiece }) {
  const { message, files, values } = piece;
  const blocks = message.bot_id ? (message.blocks ?? []) : [];
  // A person's blocks repeat the text without its marks, and an edit changes the text alone.
  return (
    <div className="message__body">
      {blocks.length > 0 ? (
        <ScreenBlocks
          screen={`message:${message.channel}:${message.ts}`}
          blocks={blocks}
          values={values}
          surface="message"
        />
      ) : (
        message.text && <SlackText text={message.text} />
      )}
      {message.edited && !message.bot_id && <span className="message__edited"> (edited)</span>}
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </div>
  );
});
