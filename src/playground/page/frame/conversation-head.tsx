import type { KeyboardEvent } from 'react';
import { useMe } from '../model/hooks.js';
import { Avatar } from './avatar.js';
import { useFrame, useUser } from './frame-context.js';
import { Icon } from './icon.js';
import { nameOf } from './looks.js';
import type { AppTab, Shown } from './place.js';

/** Name of the channel; for the app also its tabs. */
export function ConversationHead({ shown }: { shown: Shown }) {
  const { channel, isApp } = shown;
  const me = useMe();
  const bot = useUser(me?.botUserId);
  if (isApp) {
    return (
      <header className="conversation-head conversation-head--app">
        <h2 className="conversation-head__name">
          {me && <Avatar userId={me.botUserId} size="small" />}
          {nameOf(bot)}
        </h2>
        <Tabs tab={shown.tab} />
      </header>
    );
  }
  return (
    <header className="conversation-head">
      {channel && (
        <h2 className="conversation-head__name">
          <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} size={18} />
          {channel.name}
        </h2>
      )}
      {channel?.botIsMember && (
        <span className="conversation-head__app" title={`${nameOf(bot)} is in this channel`}>
          {me && <Avatar userId={me.botUserId} size="tiny" />}
          <span className="visually-hidden">{nameOf(bot)} is in this channel</span>
        </span>
      )}
    </header>
  );
}

const TABS: { tab: AppTab; label: string }[] = [
  { tab: 'home', label: 'Home' },
  { tab: 'messages', label: 'Messages' },
];

function Tabs({ tab: current }: { tab: AppTab }) {
  const { go } = useFrame();
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const next = event.currentTarget.querySelector<HTMLElement>('[aria-selected=false]');
    next?.click();
    next?.focus();
  };
  return (
    <div className="app-tabs" role="tablist" aria-label="The app" onKeyDown={onKey}>
      {TABS.map(({ tab, label }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          className="app-tab"
          aria-selected={tab === current}
          tabIndex={tab === current ? 0 : -1}
          onClick={() => go({ at: 'app', tab })}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
