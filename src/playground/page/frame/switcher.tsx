import { type KeyboardEvent, useState } from 'react';
import { useMe, usePiecesOf } from '../model/hooks.js';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { useFrame, useUser } from './frame-context.js';
import { Icon } from './icon.js';
import { nameOf } from './looks.js';
import { inOrder, type Place, placeIn } from './place.js';

/** Goes to a channel by the beginning of its name. */
export function Switcher({ close }: { close: () => void }) {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const { go } = useFrame();
  const targets = useTargets().filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
  const chosen = targets[at % Math.max(targets.length, 1)];
  const open = (place: Place) => {
    close();
    go(place);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(at + 1);
    else if (event.key === 'ArrowUp') setAt(at + targets.length - 1);
    else if (event.key === 'Enter' && chosen) open(chosen.place);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Go to" className="switcher" close={close}>
      <input
        className="switcher__input"
        type="text"
        aria-label="Name of a channel"
        placeholder="Name of a channel"
        data-first
        value={words}
        onChange={({ target }) => {
          setWords(target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul className="switcher__list">
        {targets.map((target) => (
          <li key={target.key}>
            <button
              type="button"
              className={`switcher__item${target === chosen ? ' switcher__item--chosen' : ''}`}
              onClick={() => open(target.place)}
            >
              {target.userId ? (
                <Avatar userId={target.userId} size="tiny" />
              ) : (
                <Icon name={target.isPrivate ? 'lock' : 'hash'} size={16} />
              )}
              {target.name}
            </button>
          </li>
        ))}
        {targets.length === 0 && <li className="switcher__none">There is no such channel.</li>}
      </ul>
    </Dialog>
  );
}

interface Target {
  key: string;
  name: string;
  place: Place;
  isPrivate?: boolean;
  userId?: string;
}

function useTargets(): Target[] {
  const me = useMe();
  const bot = useUser(me?.botUserId);
  const channels = inOrder(usePiecesOf('channel')).map((channel) => ({
    key: channel.id,
    name: channel.name,
    place: placeIn(channel),
    isPrivate: channel.kind === 'private',
  }));
  const app = bot
    ? [{ key: 'app', name: nameOf(bot), place: { at: 'app', tab: 'messages' } as const, userId: bot.id }]
    : [];
  return [...channels, ...app];
}
