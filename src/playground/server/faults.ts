/** Trouble on demand: what the next calls of a method meet, and what happens to deliveries and sockets. */
import type { Json } from './json.js';

/** What a call meets. `stored: true` lets it take effect before the answer fails. */
export type Fault =
  /** HTTP 200 with `ok: false`; nothing is stored. */
  | { error: string; [extra: string]: unknown }
  | { status: number; stored?: boolean }
  /** HTTP 429; nothing is stored. */
  | { retryAfterS: number }
  /** The answer never comes; the connection stays open. */
  | { hang: true; stored?: boolean }
  /** The connection breaks. */
  | { reset: true; stored?: boolean }
  /** What a proxy, or a broken Slack, says in its place. `cut`: the connection breaks in the middle of it. */
  | { raw: RawAnswer; stored?: boolean }
  /** Waits before the call takes effect. */
  | { delayMs: number }
  /** Takes effect at once, answers later. */
  | { answerAfterMs: number };

/** Asked about each event and gesture on its way to the bot: it leaves when the answer resolves, at once without one. */
export type Meddler = (kind: string, body: Json) => Promise<unknown> | undefined;

export interface RawAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Said so many times. Default once. */
  body: string | Buffer;
  times?: number;
  cut?: true;
}

export type FaultMaker = (args: Json) => Fault | undefined;

interface Rule {
  method: string;
  make: FaultMaker;
  left: number;
}

/** Socket-side trouble is carried out by whoever holds the sockets. */
export interface SocketTrouble {
  drop(most?: number): void;
  refresh(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
}

export class Faults {
  #rules: Rule[] = [];
  #sockets: SocketTrouble | undefined;
  /** New WebSocket connections are answered with HTTP 503 while true. */
  refusing = false;
  /** Each event, click and command is delivered twice while true. */
  duplicating = false;
  /** Events are lost on the way while true. */
  dropping = false;
  /** Pings on sockets are not answered while true. */
  muting = false;
  /** By how much the time that is told in headers is off. */
  clockMs = 0;
  /** Asked about each delivery. */
  meddler: Meddler | undefined;
  #acksToLose = 0;
  #toReorder = 0;

  attach(sockets: SocketTrouble): void {
    this.#sockets = sockets;
  }

  /** The next `times` calls of `method` (`*`: any; `upload`: bytes of a file, which then are not kept) meet `fault`. Given a function, it decides call by call. */
  next(method: string, fault: Fault | FaultMaker, times = 1): void {
    this.#rules.push({ method, make: typeof fault === 'function' ? fault : () => fault, left: times });
  }

  /** Every call of `method` meets `fault` until `clear`. */
  always(method: string, fault: Fault | FaultMaker): void {
    this.next(method, fault, Number.POSITIVE_INFINITY);
  }

  /** Takes the fault that a call has to meet; a maker that answers undefined is not used up. */
  take(method: string, args: Json): Fault | undefined {
    for (const rule of this.#rules) {
      if (rule.left <= 0 || (rule.method !== '*' && rule.method !== method)) continue;
      const fault = rule.make(args);
      if (fault === undefined) continue;
      rule.left -= 1;
      return fault;
    }
    return undefined;
  }

  /** Breaks open sockets without a close frame: the oldest `most` of them, or every one. */
  dropSockets(most?: number): void {
    this.#sockets?.drop(most);
  }

  /** Asks every connected client to connect anew, then closes its socket. */
  refreshSockets(reason: 'warning' | 'refresh_requested' | 'link_disabled' = 'refresh_requested'): void {
    this.#sockets?.refresh(reason);
  }

  refuseSockets(on: boolean): void {
    this.refusing = on;
  }

  /** The next `count` acknowledgements are treated as if they had never arrived. */
  loseAcks(count = 1): void {
    this.#acksToLose = count;
  }

  losesThisAck(): boolean {
    if (this.#acksToLose <= 0) return false;
    this.#acksToLose -= 1;
    return true;
  }

  duplicate(on: boolean): void {
    this.duplicating = on;
  }

  /** Events are lost, as those are that an app is not subscribed to. */
  dropEvents(on: boolean): void {
    this.dropping = on;
  }

  /** Sockets stay open, but pings are not answered. */
  muteSockets(on: boolean): void {
    this.muting = on;
  }

  /** The clock of the server is so many milliseconds ahead. */
  shiftClock(ms: number): void {
    this.clockMs = ms;
  }

  /** The next `count` events are held back and then delivered in reverse. */
  reorder(count: number): void {
    this.#toReorder = count;
  }

  /** How many events are still to be gathered before they go out in reverse. */
  get reordering(): number {
    return this.#toReorder;
  }

  /** Lets `meddler` decide about each delivery from now on. */
  meddle(meddler: Meddler | undefined): void {
    this.meddler = meddler;
  }

  /** Ends all trouble. Calls that hang already stay so. */
  clear(): void {
    this.#rules = [];
    this.refusing = false;
    this.duplicating = false;
    this.dropping = false;
    this.muting = false;
    this.clockMs = 0;
    this.meddler = undefined;
    this.#acksToLose = 0;
    this.#toReorder = 0;
  }
}
