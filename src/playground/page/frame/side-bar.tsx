/** Workspace, channels, the app, and who acts. */
import type { ReactNode } from 'react';
import type { ChannelPiece } from '../../scene/scene.js';
import { useMe, usePiecesOf } from '../model/hooks.js';
import { ActAs } from './act-as.js';
import { Avatar } from './avatar.js';
import { draftKey } from './drafts.js';
import { useDraft, useFrame, useUser } from './frame-context.js';
import { Icon } from './icon.js';
import { nameOf } from './looks.js';
import { appChannel, inOrder, placeIn, type Shown } from './place.js';

export function SideBar({ shown, close }: { shown: Shown; close: () => void }) {
  const me = useMe();
  const channels = usePiecesOf('channel');
  const bot = useUser(me?.botUserId);
  const app = appChannel(channels);
  const { go } = useFrame();
  return (
    <div className="side-bar">
      <div className="side-bar__team">
        <h1>{me?.teamName}</h1>
      </div>
      <nav className="side-bar__lists" aria-label="Channels and apps">
        <h2 className="side-bar__heading">Channels</h2>
        <ul>
          {inOrder(channels).map((channel) => (
            <ChannelItem
              key={channel.id}
              {...{ channel, close }}
              isShown={shown.channel?.id === channel.id}
            />
          ))}
        </ul>
        <h2 className="side-bar__heading">Apps</h2>
        <ul>
          {me && (
            <Item
              name={nameOf(bot)}
              sign={<Avatar userId={me.botUserId} size="tiny" />}
              isShown={shown.isApp}
              channel={app}
              open={() => {
                const hasNews = app !== undefined && app.unread > 0;
                go({ at: 'app', tab: hasNews ? 'messages' : shown.tab });
                close();
              }}
            />
          )}
        </ul>
      </nav>
      <ActAs close={close} />
    </div>
  );
}

interface ChannelItemProps {
  channel: ChannelPiece;
  isShown: boolean;
  close: () => void;
}

function ChannelItem({ channel, isShown, close }: ChannelItemProps) {
  const { go } = useFrame();
  return (
    <Item
      name={channel.name}
      sign={<Icon name={channel.kind === 'private' ? 'lock' : 'hash'} size={16} />}
      isShown={isShown}
      channel={channel}
      open={() => {
        go(placeIn(channel));
        close();
      }}
    />
  );
}

interface ItemProps {
  name: string;
  sign: ReactNode;
  isShown: boolean;
  channel: ChannelPiece | undefined;
  open: () => void;
}

function Item({ name, sign, isShown, channel, open }: ItemProps) {
  const me = useMe();
  const [draft] = useDraft(draftKey(me?.userId ?? '', channel?.id ?? ''));
  const isUnread = channel?.isMember && channel.unread > 0;
  // In a direct message everything is for you.
  const badge = channel?.kind === 'im' ? channel.unread : (channel?.mentions ?? 0);
  const look = `${isShown ? ' side-item--shown' : ''}${isUnread ? ' side-item--unread' : ''}${channel && !channel.isMember ? ' side-item--outside' : ''}`;
  return (
    <li>
      <button
        type="button"
        className={`side-item${look}`}
        aria-current={isShown ? 'page' : undefined}
        onClick={open}
      >
        <span className="side-item__sign">{sign}</span>
        <span className="side-item__name">{name}</span>
        {isUnread && <span className="visually-hidden">, unread</span>}
        {draft !== '' && !isShown && (
          <span className="side-item__draft" title="Draft">
            <Icon name="pencil" size={14} />
          </span>
        )}
        {badge > 0 && isUnread && (
          <span className="badge side-item__badge">
            {badge}
            <span className="visually-hidden"> for you</span>
          </span>
        )}
      </button>
    </li>
  );
}
