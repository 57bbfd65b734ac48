/** A message that did not come as an event of its own, but was read, or came with its edit. */
import type { Body, SlackMessage } from './receipt.js';

export type MissedBody = Body & { type: string; event_id: string; event: SlackMessage };

/** As Slack would have delivered it; the key differs, but the message's own key finds what is known. */
export function missedBody(channel: string, message: SlackMessage, team?: string): MissedBody {
  return {
    type: 'event_callback',
    event_id: `catchup:${channel}:${message.ts}`,
    ...(team === undefined ? {} : { team_id: team }),
    event: { ...message, type: 'message', channel },
  };
}

/**
 * The message of an edit in a thread, with its new words. Slack repeats what was not acknowledged minutes later, so the
 * edit may come first; then it is what the person has said.
 */
export function editedBody({ event, team_id }: Body): MissedBody | undefined {
  const { subtype, channel, message } = event ?? {};
  if (subtype !== 'message_changed' || typeof channel !== 'string' || !message?.thread_ts) return undefined;
  return message.thread_ts === message.ts ? undefined : missedBody(channel, message, team_id);
}
