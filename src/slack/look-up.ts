/** Finds a message that was posted although nobody knows whether it was: by the outbox id in its metadata. */
import type { WebClient } from '@slack/web-api';
import type { MessagePlace } from '../run/context.js';

export const EVENT_TYPE = 'metawsm_post';

export interface Found extends MessagePlace {
  /** Digest of the view as it was drawn then. */
  drawn: string;
}

export interface Wanted {
  outboxId: string;
  channel: string;
  /** The root of the thread where it would stand; absent for a message in the channel. */
  thread?: string;
  /** ISO instant before which it cannot have been posted. */
  since: string;
}

/** Slack's clock and ours may differ by so much. */
const SKEW_MS = 60_000;

interface Page {
  messages?: { ts?: string; metadata?: { event_type?: string; event_payload?: unknown } }[];
  response_metadata?: { next_cursor?: string };
}

/** Reads every page since `since`; undefined when the message is not there. Throws what the client throws. */
export async function lookUp(reads: WebClient, wanted: Wanted): Promise<Found | undefined> {
  let cursor: string | undefined;
  do {
    const page = await pageOf(reads, wanted, cursor);
    for (const { ts, metadata } of page.messages ?? []) {
      const payload =
        metadata?.event_type === EVENT_TYPE ? (metadata.event_payload as Payload | undefined) : undefined;
      if (ts && payload?.outbox_id === wanted.outboxId)
        return { channel: wanted.channel, ts, drawn: payload.drawn ?? '' };
    }
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return undefined;
}

interface Payload {
  outbox_id?: string;
  drawn?: string;
}

async function pageOf(reads: WebClient, wanted: Wanted, cursor: string | undefined): Promise<Page> {
  const common = {
    channel: wanted.channel,
    oldest: String((Date.parse(wanted.since) - SKEW_MS) / 1000),
    include_all_metadata: true,
    limit: 200,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const page = wanted.thread
    ? await reads.conversations.replies({ ...common, ts: wanted.thread })
    : await reads.conversations.history(common);
  return page as Page;
}
