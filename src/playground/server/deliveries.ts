/** What goes from Slack to the bot: once for gestures, again and again for events that nobody acknowledges. */
import type { Faults } from './faults.js';
import { forgetOldest } from './journal.js';
import type { Json } from './json.js';
import { newId } from './store.js';

export type DeliveryKind = 'events_api' | 'slash_commands' | 'interactive';

export interface Retry {
  /** 1 for the first repetition. */
  count: number;
  reason: string;
}

export type Reply =
  | { acked: true; payload: unknown }
  | { acked: false; why: 'operation_timeout' | 'dispatch_failed'; reason: string; noRetry?: boolean };

/** One way to the bot: sockets or signed HTTP. */
export interface Transport {
  /** Never rejects. `lateAck` is called when the answer comes after the time was up. */
  send(kind: DeliveryKind, body: Json, retry: Retry | undefined, lateAck: () => void): Promise<Reply>;
  /** Milliseconds until repetition `count`; undefined: no more. */
  retryDelayMs(count: number): number | undefined;
  /** Calls back once when a delivery can be tried; at once where it can be now. */
  whenReady(callback: () => void): void;
}

/** One line of the journal of deliveries. */
export interface Delivery {
  kind: DeliveryKind;
  body: Json;
  attempts: number;
  acked: boolean;
  /** Milliseconds since 1970. */
  at: number;
  /** Set when Slack gave up on it. */
  lost?: boolean;
}

export class Deliveries {
  readonly journal: Delivery[] = [];
  readonly #faults: Faults;
  readonly #eventLifeMs: number;
  readonly #changed: () => void;
  #transport: Transport;
  #held: Delivery[] = [];
  #closed = false;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: { faults: Faults; transport: Transport; eventLifeMs: number; changed: () => void }) {
    this.#faults = options.faults;
    this.#transport = options.transport;
    this.#eventLifeMs = options.eventLifeMs;
    this.#changed = options.changed;
  }

  use(transport: Transport): void {
    this.#transport = transport;
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Delivers an event envelope; repeats until it is acknowledged or too old. */
  event(body: Json): void {
    if (this.#faults.dropping) return;
    const delivery = this.#record('events_api', body);
    this.#held.push(delivery);
    if (this.#held.length < this.#faults.reordering) return;
    this.#faults.reorder(0);
    const reversed = this.#held.toReversed();
    this.#held = [];
    for (const held of reversed) this.#go(held);
  }

  /** Sends something once more, as Slack does that has lost an acknowledgement; `body` may differ from what was sent. */
  again(kind: DeliveryKind, body: Json): Promise<Reply> {
    return this.#transport.send(kind, body, { count: 1, reason: 'timeout' }, () => {});
  }

  /** Delivers a command, click or form once and answers with what came back. */
  async gesture(kind: 'slash_commands' | 'interactive', body: Json): Promise<Reply> {
    const delivery = this.#record(kind, body);
    const held = this.#faults.meddler?.(kind, body);
    if (held) await held;
    delivery.attempts += 1;
    const answer = this.#transport.send(kind, body, undefined, () => {});
    if (this.#faults.duplicating) void this.#transport.send(kind, body, undefined, () => {});
    const reply = await answer;
    delivery.acked = reply.acked;
    this.#changed();
    return reply;
  }

  #go(delivery: Delivery): void {
    const held = this.#faults.meddler?.(delivery.kind, delivery.body);
    if (held) void held.then(() => this.#start(delivery));
    else this.#start(delivery);
  }

  #record(kind: DeliveryKind, body: Json): Delivery {
    const delivery: Delivery = { kind, body, attempts: 0, acked: false, at: Date.now() };
    this.journal.push(delivery);
    forgetOldest(this.journal);
    return delivery;
  }

  #start(delivery: Delivery): void {
    this.#try(delivery, undefined);
    if (this.#faults.duplicating) {
      void this.#transport.send(delivery.kind, delivery.body, { count: 1, reason: 'timeout' }, () => {});
    }
  }

  #try(delivery: Delivery, retry: Retry | undefined): void {
    this.#transport.whenReady(() => {
      if (this.#closed || delivery.acked) return;
      if (Date.now() - delivery.at > this.#eventLifeMs) return this.#giveUp(delivery);
      delivery.attempts += 1;
      const acknowledge = (): void => {
        delivery.acked = true;
        this.#changed();
      };
      void this.#transport.send(delivery.kind, delivery.body, retry, acknowledge).then((reply) => {
        if (reply.acked) return acknowledge();
        if (reply.noRetry === true) return this.#giveUp(delivery);
        this.#again(delivery, { count: (retry?.count ?? 0) + 1, reason: reply.reason });
      });
    });
  }

  #again(delivery: Delivery, retry: Retry): void {
    const delayMs = this.#transport.retryDelayMs(retry.count);
    if (delayMs === undefined) {
      this.#giveUp(delivery);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#try(delivery, retry);
    }, delayMs);
    timer.unref();
    this.#timers.add(timer);
  }

  #giveUp(delivery: Delivery): void {
    delivery.lost = true;
    this.#changed();
  }
}

export function newEventId(): string {
  return newId('Ev', 10);
}
