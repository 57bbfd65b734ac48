import { useMe, usePiece } from '../model/hooks.js';
import { Avatar } from './avatar.js';
import { useIsLive } from './frame-context.js';
import { Icon, type IconName } from './icon.js';
import { THEMES, type Theme, useTheme } from './theme.js';

interface Props {
  openMenu: () => void;
  openSwitcher: () => void;
  isInspecting: boolean;
  inspect: (() => void) | undefined;
}

export function TopBar({ openMenu, openSwitcher, isInspecting, inspect }: Props) {
  const me = useMe();
  return (
    <header className="top-bar">
      <button type="button" className="icon-button top-bar__menu" aria-label="Channels" onClick={openMenu}>
        <Icon name="menu" />
      </button>
      <p className="top-bar__name">metawsm playground</p>
      <button type="button" className="top-bar__search" onClick={openSwitcher}>
        <Icon name="search" size={16} /> Go to a channel <kbd>Ctrl K</kbd>
      </button>
      <BotState />
      {inspect && (
        <button
          type="button"
          className="icon-button top-bar__inspect"
          aria-label="Inspector"
          title="Inspector: what happens inside the bot"
          aria-pressed={isInspecting}
          onClick={inspect}
        >
          <Icon name="pulse" />
        </button>
      )}
      <ThemeButton />
      {me && (
        <span className="top-bar__me">
          <Avatar userId={me.userId} size="small" />
        </span>
      )}
    </header>
  );
}

const STATES = { starting: 'bot is starting', connected: 'bot is connected', gone: 'bot is gone' } as const;

function BotState() {
  const bot = usePiece('bot', 'bot');
  const isLive = useIsLive();
  if (!bot) return null;
  const state = isLive ? bot.state : 'gone';
  return (
    <span
      className={`bot-state bot-state--${state}`}
      role="status"
      title={bot.pid ? `Process ${bot.pid}` : ''}
    >
      <span className="bot-state__words">{STATES[state]}</span>
    </span>
  );
}

const ICONS: Record<Theme, IconName> = { system: 'system', light: 'sun', dark: 'moon' };

function ThemeButton() {
  const [theme, setTheme] = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const label = `Colours: ${theme}. Change to ${next}`;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(next)}
    >
      <Icon name={ICONS[theme]} />
    </button>
  );
}
