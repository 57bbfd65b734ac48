import { useMemo } from 'react';
import { useMe, usePiecesOf } from '../model/hooks.js';
import { useNames, useUser } from './frame-context.js';
import { nameOf } from './looks.js';
import { excerpt } from './wire-text.js';

/** Says the newest message by somebody else in this channel to screen readers. */
export function Announcer({ channel }: { channel: string | undefined }) {
  const me = useMe();
  const names = useNames();
  const messages = usePiecesOf('message');
  const newest = useMemo(
    () =>
      messages
        .filter(({ message }) => message.channel === channel && message.user !== me?.userId)
        .reduce<string[]>(
          (latest, { message }) =>
            message.ts > (latest[0] ?? '') ? [message.ts, message.user, message.text] : latest,
          [],
        ),
    [messages, channel, me?.userId],
  );
  const author = useUser(newest[1]);
  return (
    <div className="visually-hidden" role="log" aria-live="polite" aria-label="New messages">
      {newest[2] && <p key={newest[0]}>{`${nameOf(author)}: ${excerpt(newest[2], names, 200)}`}</p>}
    </div>
  );
}
