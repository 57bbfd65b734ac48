/** A link as Slack shows it: messages open here, everything else in a tab of its own that knows nothing of the page. */
import { type MouseEvent, type ReactNode, useContext } from 'react';
import { linkedMessage, MessageLinkContext } from './message-link.js';
import { safeHref } from './sequences.js';

export function SlackLink({ href, children }: { href: string; children: ReactNode }) {
  const show = useContext(MessageLinkContext);
  const safe = safeHref(href);
  if (safe === undefined) return <span>{children}</span>;
  const message = show && linkedMessage(safe);
  const jump = (event: MouseEvent) => {
    if (!message || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(message);
  };
  return (
    <a className="text__link" href={safe} target="_blank" rel="noreferrer noopener" onClick={jump}>
      {children}
    </a>
  );
}
