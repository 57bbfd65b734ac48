import type { MessagePiece } from '../../scene/scene.js';
import { useMe, usePieces } from '../model/hooks.js';
import { EMOJI } from '../text/emoji.js';
import { nameOf } from './looks.js';

/** Reactions below a message, with who gave them. */
export function Reactions({ piece }: { piece: MessagePiece }) {
  const pieces = usePieces();
  const me = useMe();
  const { reactions } = piece.message;
  if (reactions.length === 0) return null;
  const called = (id: string): string => {
    const user = pieces[`user:${id}`];
    return user?.is === 'user' ? nameOf(user) : 'Somebody';
  };
  return (
    <ul className="reactions" aria-label="Reactions">
      {reactions.map(({ name, users }) => {
        const label = `${users.map(called).join(', ')} reacted with :${name}:`;
        return (
          <li
            key={name}
            className={`reaction${me && users.includes(me.userId) ? ' reaction--own' : ''}`}
            title={label}
          >
            <span className="visually-hidden">{label}</span>
            <span aria-hidden="true">{Object.hasOwn(EMOJI, name) ? EMOJI[name] : `:${name}:`}</span>
            <span className="reaction__count" aria-hidden="true">
              {users.length}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
