/** Slack's documented rate limits, per method and minute, and one post per second and channel. Bursts pass. */
import type { Json } from './json.js';

const TIERS = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;

/** Methods that are not named here have limits of their own, far beyond what one bot does. */
const TIER_OF: Record<string, keyof typeof TIERS> = {
  'apps.connections.open': 3,
  'chat.appendStream': 4,
  'chat.delete': 3,
  'chat.postEphemeral': 4,
  'chat.startStream': 2,
  'chat.stopStream': 2,
  'chat.update': 3,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.join': 3,
  'conversations.list': 2,
  'conversations.members': 4,
  'conversations.open': 3,
  'conversations.replies': 3,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'reactions.add': 3,
  'reactions.remove': 2,
  'usergroups.list': 2,
  'usergroups.users.list': 2,
  'users.info': 4,
  'users.list': 2,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
};
const POST_BURST = 4;

interface Bucket {
  tokens: number;
  at: number;
}

export class Rates {
  readonly #buckets = new Map<string, Bucket>();

  /** Counts a call; answers the seconds of Retry-After when it is one too many. */
  take(method: string, args: Json): number | undefined {
    if (method === 'chat.postMessage') return this.#draw(`post:${String(args.channel)}`, POST_BURST, 1);
    const tier = TIER_OF[method];
    if (tier === undefined) return undefined;
    return this.#draw(method, Math.max(TIERS[tier], POST_BURST), TIERS[tier] / 60);
  }

  #draw(name: string, most: number, perSecond: number): number | undefined {
    const now = Date.now();
    const bucket = this.#buckets.get(name) ?? { tokens: most, at: now };
    this.#buckets.set(name, bucket);
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond);
    bucket.tokens -= 1;
    return undefined;
  }
}
