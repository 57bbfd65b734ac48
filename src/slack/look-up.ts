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
  /** ISO instant, by our clock, before which it cannot have been posted. */
  since: string;
}

/** Slack's clock and ours seldom differ by more. */
const USUAL_SKEW_S = 60;
/** Nor ever by more. */
const MOST_SKEW_S = 24 * 3_600;
/** Of 200 messages; who reads more of a busy channel meets Slack's limit, and would begin anew without an end. */
const MOST_PAGES = 20;

interface Sent {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: unknown };
  files?: { name?: string | null }[];
}

interface Page {
  messages?: Sent[];
  response_metadata?: { next_cursor?: string };
}

/** Reads where it may stand; undefined when the message is not there. Throws what the client throws. */
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

type Place = Omit<Wanted, 'outboxId'>;

/** Between two of Slack's instants. */
interface Span {
  oldest: string;
  latest?: string;
}

/**
 * A thread has an instant of Slack's own to begin with. In a channel there is ours only: what was posted since is read
 * first, then what was before, in case that our clock was ahead of Slack's.
 */
function spansOf({ thread, since }: Place): Span[] {
  if (thread !== undefined) return [{ oldest: thread }];
  const sentS = Date.parse(since) / 1_000;
  const usual = String(sentS - USUAL_SKEW_S);
  return [{ oldest: usual }, { oldest: String(sentS - MOST_SKEW_S), latest: usual }];
}

async function* sentSince(reads: WebClient, place: Place): AsyncGenerator<Sent> {
  for (const span of spansOf(place)) {
    let cursor: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const page = await pageOf(reads, place, span, cursor);
      yield* page.messages ?? [];
      cursor = page.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) break;
    }
  }
}

interface Payload {
  outbox_id?: string;
  drawn?: string;
}

async function pageOf(
  reads: WebClient,
  { channel, thread }: Place,
  span: Span,
  cursor: string | undefined,
): Promise<Page> {
  const common = {
    channel,
    ...span,
    include_all_metadata: true,
    limit: 200,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const page = thread
    ? await reads.conversations.replies({ ...common, ts: thread })
    : await reads.conversations.history(common);
  return page as Page;
}
