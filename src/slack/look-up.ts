/** Finds a message that was posted although nobody knows whether it was: by the outbox id in its metadata. */
import type { WebClient } from '@slack/web-api';
import type { MessagePlace } from '../run/decision.js';

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

interface Sent {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: unknown };
  files?: { name?: string | null }[];
}

interface Page {
  messages?: Sent[];
  response_metadata?: { next_cursor?: string };
}

/** Reads every page since `since`; undefined when the message is not there. Throws what the client throws. */
export async function lookUp(reads: WebClient, wanted: Wanted): Promise<Found | undefined> {
  for await (const { ts, metadata } of sentSince(reads, wanted)) {
    const payload =
      metadata?.event_type === EVENT_TYPE ? (metadata.event_payload as Payload | undefined) : undefined;
    if (ts && payload?.outbox_id === wanted.outboxId)
      return { channel: wanted.channel, ts, drawn: payload.drawn ?? '' };
  }
  return undefined;
}

/** Whether a message with a file of this name stands in a channel. Throws what the client throws. */
export async function hasFile(
  reads: WebClient,
  wanted: Pick<Wanted, 'channel' | 'since'> & { name: string },
): Promise<boolean> {
  for await (const { files } of sentSince(reads, wanted))
    if (files?.some((file) => file.name === wanted.name)) return true;
  return false;
}

type Range = Omit<Wanted, 'outboxId'>;

async function* sentSince(reads: WebClient, range: Range): AsyncGenerator<Sent> {
  let cursor: string | undefined;
  do {
    const page = await pageOf(reads, range, cursor);
    yield* page.messages ?? [];
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
}

interface Payload {
  outbox_id?: string;
  drawn?: string;
}

async function pageOf(reads: WebClient, wanted: Range, cursor: string | undefined): Promise<Page> {
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
