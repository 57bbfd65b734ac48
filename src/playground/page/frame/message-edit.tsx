import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { MessagePiece } from '../../scene/scene.js';
import { useClient } from '../model/hooks.js';
import { useFrame, useNames } from './frame-context.js';
import { readable } from './wire-text.js';

/** A person's own message as a text to change. Enter saves, Escape leaves it as it was. */
export function MessageEdit({ piece, close }: { piece: MessagePiece; close: () => void }) {
  const { message } = piece;
  const client = useClient();
  const { refuse } = useFrame();
  const before = readable(message.text, useNames());
  const [text, setText] = useState(before);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
    area.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const save = async () => {
    close();
    if (text.trim() === '' || text === before) return;
    const on = `message:${message.channel}:${message.ts}`;
    const answer = await client.send({ do: 'edit', on, text: text.trim() });
    if (!answer.ok) refuse({ channel: message.channel, thread: message.thread_ts }, answer.text);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="message-edit">
      <textarea
        ref={area}
        className="message-edit__text"
        aria-label="Edit message"
        rows={Math.min(8, text.split('\n').length)}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
      />
      <div className="message-edit__buttons">
        <button type="button" className="plain-button" onClick={close}>
          Cancel
        </button>
        <button type="button" className="plain-button plain-button--green" onClick={save}>
          Save
        </button>
      </div>
    </div>
  );
}
