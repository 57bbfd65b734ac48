/**
 * A peer of JSON-RPC over two files. What it sends is looked up in `sent.jsonl` first and what it hears is read from the
 * beginning, so a new one takes up a conversation wherever an earlier one was cut off.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Line, LineReader } from '../../../shell/line-reader.js';
import type { Slices } from '../../../shell/slices.js';
import { Alarm } from './alarm.js';
import { deferred } from './deferred.js';
import { type Id, type Message, parseMessage, refusedBy } from './message.js';
import { Sent } from './sent.js';

export interface WireOptions {
  step: number;
  sentFile: string;
  outFile: string;
  /** How often is looked although nothing was seen to change. */
  pollMs: number;
  /** Bytes of the longest line. */
  longest: number;
  /** Bytes that the agent may write in a turn. */
  most: number;
  /** Shared with all who hear agents. */
  slices: Slices;
  /** Why nothing more can come once the rest is read; undefined as long as something can. */
  over: () => unknown;
  /** Told of what could not be sent or heard; it is tried again. */
  fault: (error: unknown) => void;
}

/** `end`: where the line ends in what the agent wrote. */
export interface Listener {
  asked(id: Id, method: string, params: unknown, end: number): Promise<void>;
  told(method: string, params: unknown, end: number): Promise<void> | void;
  /** The answer to a request of ours; heard before whoever waits for it goes on. */
  answered(id: string, method: string, result: unknown, end: number): void;
  /** A line that is no message; undefined for one that was too long. */
  noise(text: string | undefined, end: number): void;
  /** What was read is heard; `all`: everything that was there. */
  paused(end: number, all: boolean): void;
}

/** The agent has written more than it may. */
export class TooMuch extends Error {}
/** Nobody listens here any more; the agent goes on. */
export class Left extends Error {}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

const RETRY_MS = 1_000;
/** Whatever agents write, Slack and each other agent get their turn. */
const SLICE_MS = 4;
const BURST_MS = 20;

export class Wire {
  readonly sent: Sent;
  /** Resolves when everything that was there at the beginning is heard. */
  readonly caughtUp: Promise<void>;
  /** Resolves when nothing is heard any more. */
  readonly ended: Promise<void>;
  private readonly reader: LineReader;
  private readonly waiting = new Map<string, Waiting>();
  private readonly answered = new Map<string, Message>();
  private count = 0;
  /** Where the last line ends that was heard. */
  private heardTo = 0;
  private ending: { reason: unknown } | undefined;
  private readonly alarm = new Alarm();
  /** Something was seen to change since the last look. */
  private stirred = false;
  private readonly catchUp: () => void;
  private readonly tellEnd: () => void;
  private listening: Promise<void> | undefined;

  constructor(private readonly options: WireOptions) {
    this.sent = new Sent(options.sentFile);
    this.reader = new LineReader(options.outFile, options.longest);
    const [caughtUp, ended] = [deferred<void>(), deferred<void>()];
    this.caughtUp = caughtUp.promise;
    this.ended = ended.promise;
    this.catchUp = caughtUp.resolve;
    this.tellEnd = ended.resolve;
  }

  listen(listener: Listener): void {
    this.listening ??= this.hear(listener).catch((error: unknown) => this.end(error));
  }

  /** Sends it unless an earlier peer has, and waits for the answer. `first`: called before it is sent. */
  async request(method: string, params: unknown, first = () => {}): Promise<unknown> {
    const id = this.nextId;
    this.count += 1;
    const known = this.sent.methodOf(id);
    if (known !== undefined && known !== method)
      throw new Error(`request ${id} of this turn was ${known}, not ${method}`);
    if (known === undefined) await this.send({ id, method, params }, first);
    return this.answer(id);
  }

  /** Of the request that comes next. */
  get nextId(): string {
    return `${this.options.step}-${this.count + 1}`;
  }

  /** Set when an earlier peer has sent it. */
  get nextMethod(): string | undefined {
    return this.sent.methodOf(this.nextId);
  }

  /** Sends as soon as the disk lets it. `first`: called before it is sent. */
  send(message: Message, first = () => {}): Promise<void> {
    return this.insist(() => {
      first();
      this.sent.append(message);
    });
  }

  /** Does what a full disk may refuse, until it is done or nobody listens any more. */
  async insist(act: () => void): Promise<void> {
    for (;;) {
      if (this.ending) throw this.ending.reason;
      try {
        return act();
      } catch (error) {
        this.options.fault(error);
        await this.pause(RETRY_MS);
      }
    }
  }

  /** Ends waiting for anything: what is awaited is rejected with `reason`. */
  end(reason: unknown): void {
    if (this.ending) return;
    this.ending = { reason };
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
    this.catchUp();
    this.tellEnd();
    this.wake();
  }

  get isOver(): boolean {
    return this.ending !== undefined;
  }

  /** Bytes that were heard. */
  get heard(): number {
    return this.reader.read;
  }

  /** Resolves when nobody listens any more. */
  async closed(): Promise<void> {
    await this.listening;
  }

  /** Resolves after `ms`, or when something happens. */
  pause(ms: number): Promise<void> {
    return this.alarm.pause(ms);
  }

  /** Bytes that the agent has written. */
  get written(): number {
    return statSync(this.options.outFile, { throwIfNoEntry: false })?.size ?? 0;
  }

  private answer(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const known = this.answered.get(id);
      if (known) settle(known, { resolve, reject });
      else if (this.ending) reject(this.ending.reason);
      else this.waiting.set(id, { resolve, reject });
    });
  }

  private async hear(listener: Listener): Promise<void> {
    this.alarm.watch(dirname(this.options.outFile), () => this.wake(), this.options.fault);
    try {
      while (!this.ending) {
        this.stirred = false;
        // Asked before reading: what was written before the end is then read to its end.
        const over = this.options.over();
        const lines = await this.reader.next();
        // What is written, not what is heard: an agent may write faster than it is listened to.
        if (this.written > this.options.most) this.end(new TooMuch());
        if (lines) await this.take(lines, listener);
        else if (over) this.end(over);
        else {
          listener.paused(this.reader.read, true);
          this.catchUp();
          await this.pauseToRead();
        }
      }
    } finally {
      this.alarm.close();
      // Whatever ends it, what was heard is accounted for.
      listener.paused(this.heardTo, true);
      await this.reader.close();
    }
  }

  private async take(lines: Iterable<Line>, listener: Listener): Promise<void> {
    const { slices } = this.options;
    await slices.next();
    let since = performance.now();
    for (const { text, end } of lines) {
      if (this.ending) return;
      const message = text === undefined ? undefined : parseMessage(text);
      // Most of what is heard has nothing to wait for.
      const work = message ? this.dispatch(message, end, listener) : listener.noise(text, end);
      if (work) await work;
      this.heardTo = end;
      if (performance.now() - since < SLICE_MS) continue;
      await slices.next();
      since = performance.now();
    }
    listener.paused(this.heardTo, false);
  }

  private dispatch(message: Message, end: number, listener: Listener): Promise<void> | void {
    const { id, method, params } = message;
    if (typeof method === 'string')
      return id === undefined ? listener.told(method, params, end) : listener.asked(id, method, params, end);
    const asked = typeof id === 'string' ? this.sent.methodOf(id) : undefined;
    if (typeof id !== 'string' || asked === undefined || this.answered.has(id)) return;
    if (!message.error) listener.answered(id, asked, message.result, end);
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    this.answered.set(id, message);
    if (waiting) settle(message, waiting);
  }

  private async pauseToRead(): Promise<void> {
    if (!this.ending && !this.stirred) await this.pause(this.options.pollMs);
    // Words that come one by one are read together.
    if (!this.ending) await delay(BURST_MS, undefined, { ref: false });
  }

  private wake(): void {
    this.stirred = true;
    this.alarm.ring();
  }
}

function settle({ result, error }: Message, { resolve, reject }: Waiting): void {
  if (error === undefined || error === null) resolve(result);
  else reject(refusedBy(error));
}
