/** Trigger ids (3 s, once) and response_urls (30 minutes, five uses), with a clock that tests can push forward. */
import { randomBytes } from 'node:crypto';

const RESPONSE_LIFE_MS = 30 * 60_000;
const RESPONSE_USES = 5;

export interface Trigger {
  user: string;
  channel?: string;
  /** The form from which the gesture came; needed for pushing another. */
  view?: string;
}

/** What a response_url answers to. */
export interface ResponseTarget {
  user: string;
  channel: string;
  /** Time of the message that `replace_original` means, and whether one person sees it. */
  original?: { ts: string; ephemeral: boolean };
}

export class Triggers {
  readonly #lifeMs: number;
  readonly #triggers = new Map<string, Trigger & { at: number; used: boolean }>();
  readonly #targets = new Map<string, ResponseTarget & { at: number; uses: number }>();
  #aheadMs = 0;

  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  /** Makes everything older by so many milliseconds. */
  passes(ms: number): void {
    this.#aheadMs += ms;
  }

  #now(): number {
    return Date.now() + this.#aheadMs;
  }

  newTrigger(trigger: Trigger): string {
    const id = `${Date.now()}.${Math.floor(Math.random() * 1e12)}.${randomBytes(16).toString('hex')}`;
    this.#triggers.set(id, { ...trigger, at: this.#now(), used: false });
    return id;
  }

  /** Uses a trigger up; answers Slack's error code when it cannot be used. */
  exchange(id: string): Trigger | string {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) return 'invalid_trigger_id';
    if (trigger.used) return 'exchanged_trigger_id';
    if (this.#now() - trigger.at > this.#lifeMs) return 'expired_trigger_id';
    trigger.used = true;
    return trigger;
  }

  /** The last part of a new response_url. */
  newResponse(target: ResponseTarget): string {
    const key = randomBytes(18).toString('base64url');
    this.#targets.set(key, { ...target, at: this.#now(), uses: 0 });
    return key;
  }

  /** The target of a response_url, counted as used; Slack's error code when it is used up, expired or unknown. */
  respond(key: string): ResponseTarget | string {
    const target = this.#targets.get(key);
    if (target === undefined) return 'invalid_url';
    if (this.#now() - target.at > RESPONSE_LIFE_MS) return 'expired_url';
    if (target.uses >= RESPONSE_USES) return 'used_url';
    target.uses += 1;
    return target;
  }

  /** The target without using it, for the answer that came with the ack. */
  target(key: string): ResponseTarget | undefined {
    return this.#targets.get(key);
  }
}
