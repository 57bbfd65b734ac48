/** Pictures of people: initials on a colour; of the bot: a sign. */
import { useColour, useUser } from './frame-context.js';
import { initialsOf, nameOf } from './looks.js';

export function Avatar({ userId, size }: { userId: string; size: 'tiny' | 'small' | 'middle' | 'big' }) {
  const user = useUser(userId);
  const colour = useColour(userId);
  if (user?.isBot) {
    return (
      <span className={`avatar avatar--${size} avatar--bot`} aria-hidden="true">
        <svg viewBox="0 0 36 36" aria-hidden="true">
          <path d="M8 25V13l10 9 10-9v12" />
        </svg>
      </span>
    );
  }
  return (
    <span className={`avatar avatar--${size} avatar--${colour}`} aria-hidden="true">
      {initialsOf(nameOf(user))}
    </span>
  );
}

/** The picture of what Slack's own helper says. */
export function NoticeAvatar() {
  return (
    <span className="avatar avatar--middle avatar--notice" aria-hidden="true">
      !
    </span>
  );
}
