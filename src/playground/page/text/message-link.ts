/** Links to messages of this workspace stay on the page. */
import { createContext } from 'react';

export interface LinkedMessage {
  channel: string;
  ts: string;
  /** Root of the thread of a reply. */
  thread?: string;
}

/** Shows a message; undefined where nothing can be shown, and the link is then an ordinary one. */
export const MessageLinkContext = createContext<((to: LinkedMessage) => void) | undefined>(undefined);

/** The message that a permalink names; undefined for every other address. */
export function linkedMessage(href: string): LinkedMessage | undefined {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  const path = /^\/archives\/([CDG][A-Z0-9]+)\/p(\d{10})(\d{6})$/.exec(url?.pathname ?? '');
  if (!url || !path || !url.hostname.endsWith('.slack.com')) return undefined;
  const thread = url.searchParams.get('thread_ts');
  return {
    channel: path[1]!,
    ts: `${path[2]}.${path[3]}`,
    ...(thread && /^\d{10}\.\d{6}$/.test(thread) ? { thread } : {}),
  };
}
