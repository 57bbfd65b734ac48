/** What the agent asks in one turn: judged first, answered exactly once, by a rule or by a person. */
import type { Delivery } from '../../../engine/ports.js';
import type { RunEvent } from '../../../run/events.js';
import type { GuidanceRequest } from '../../../run/guidance-request.js';
import type { PermissionAsked } from '../../../run/permissions.js';
import { answerTo, refusalOf } from './answers.js';
import { Decided, type DecidedByNobody } from './decided.js';
import type { Heard } from './heard.js';
import { CANCELLED, type Id, INTERNAL, idText, type Message, NO_SUCH_METHOD } from './message.js';
import { isGroup } from './plain.js';
import type { Refusal, Refusals } from './refusals.js';
import { readRequest } from './requests.js';
import { type Ruling, type RulingsOptions, rulingOn } from './rulings.js';
import type { Sent } from './sent.js';
import { withRealPaths } from './whereabouts.js';
import { TooMuch } from './wire.js';

export interface AskedOptions extends RulingsOptions {
  step: number;
  agent: string;
  /** Relative paths count from here. */
  cwd: string;
  decidedFile: string;
  sent: Sent;
  /** So many requests are answered in a turn. */
  most: number;
  refusals: Refusals;
  /** Bytes that the agent has written. */
  written: () => number;
  /** Sends as soon as the disk lets it; rejects when nobody listens any more. */
  send: (message: Message) => Promise<void>;
  /** Does what a full disk may refuse, likewise. */
  insist: (act: () => void) => Promise<void>;
  isOver: () => boolean;
  /** Undefined when nobody hears it any more. */
  deliver: (event: RunEvent, key: string) => Promise<Delivery | undefined>;
  /** A line for the log of the agent. */
  note: (line: string, end: number) => void;
  /** A line for the log of the bot. */
  warn: (message: string) => void;
  /** A rule has decided. */
  decided: (verdict: 'allow' | 'deny') => void;
}

interface Pending {
  id: Id;
  method: string;
  params: unknown;
  /** Nobody answers it by words. */
  isPermission?: boolean;
}

/** More than that is no way of asking. */
const MOST_OPEN = 50;
/** Of one turn, with those that it took back: each is a message in the thread. */
const MOST_ASKED = 200;
/** Lines about odd requests in the log of the bot. */
const MOST_WARNED = 20;

export class Asked {
  private readonly pending = new Map<string, Pending>();
  private readonly ruled: Decided;
  /** The turn is over: nobody is asked any more. */
  private closed = false;
  private warned = 0;

  constructor(private readonly options: AskedOptions) {
    this.ruled = new Decided(options.decidedFile);
  }

  /** Throws `TooMuch`. */
  async hear(id: Id, method: string, params: unknown, end: number): Promise<void> {
    const text = idText(id);
    if (text === undefined) return this.options.note('a request without a usable id was left alone', end);
    if (this.options.sent.answerTo(text)) return this.recall(text);
    if (this.pending.has(text)) return;
    if (this.options.sent.answered >= this.options.most) throw new TooMuch();
    const one = { id, method, params };
    try {
      await this.take(text, one, readRequest(method, params), end);
    } catch (error) {
      if (this.options.isOver()) throw error;
      // An unanswered request would stall the agent for ever.
      this.pending.delete(text);
      this.warn(`a request ${cut(method)} of the agent could not be understood: ${String(error)}`);
      await this.options.send({ id, error: INTERNAL });
    }
  }

  /** The agent does not want an answer any more. */
  async withdraw(id: unknown, how: 'cancelled' | 'complete'): Promise<void> {
    const text = idText(id);
    const one = text === undefined ? undefined : this.pending.get(text);
    if (text === undefined || !one) return;
    this.pending.delete(text);
    await this.decide({ id: text, how: 'cancelled' });
    if (how === 'complete') await this.options.send({ id: one.id, result: { action: 'accept' } });
    else await this.options.send({ id: one.id, error: CANCELLED });
    await this.tellWithdrawn(text);
  }

  /** What was asked for at an address is done. */
  async complete(elicitationId: unknown): Promise<void> {
    for (const { id, params } of [...this.pending.values()])
      if (isGroup(params) && params.elicitationId !== undefined && params.elicitationId === elicitationId)
        await this.withdraw(id, 'complete');
  }

  /** The turn is cancelled: everything open is answered so. */
  async cancelAll(): Promise<void> {
    for (const [text, { id, method, params }] of [...this.pending]) {
      this.pending.delete(text);
      await this.decide({ id: text, how: 'cancelled' });
      await this.options.send({ id, result: answerTo(method, params, undefined) });
    }
  }

  /** The agent has ended its turn, and waits for no permission of it any more. */
  async abandon(): Promise<void> {
    const open = [...this.pending.keys()];
    await this.cancelAll();
    for (const text of open) await this.tellWithdrawn(text);
  }

  /** A person may still answer something else than a permission. */
  hasQuestion(): boolean {
    return [...this.pending.values()].some(({ isPermission }) => !isPermission);
  }

  /** Nobody is asked any more. */
  close(): void {
    this.closed = true;
  }

  /** Brings a person's answer. Throws what the disk says; then nothing is sent. */
  answer(text: string, { id: request, answer }: GuidanceRequest): 'delivered' | 'gone' {
    const { sent } = this.options;
    if (sent.answerTo(text)) return this.ruled.of(text)?.how === 'cancelled' ? 'gone' : 'delivered';
    const one = this.pending.get(text);
    if (!one || !answer) return 'gone';
    const { choice, note } = answer.permit ?? {};
    if (choice === 'reject') this.refused({ id: text, request, ...(note ? { noted: true } : {}) });
    sent.append({ id: one.id, result: answerTo(one.method, one.params, answer) });
    this.pending.delete(text);
    return 'delivered';
  }

  private async take(text: string, one: Pending, heard: Heard, end: number): Promise<void> {
    const { note } = this.options;
    if (heard.kind === 'answer') return this.options.send({ id: one.id, result: heard.result });
    if (heard.kind === 'unknown') {
      note(`an unknown request was refused: ${cut(one.method)}`, end);
      if (!heard.quiet) this.warn(`the agent made a request that metawsm does not know: ${cut(one.method)}`);
      return this.options.send({ id: one.id, error: NO_SUCH_METHOD });
    }
    if (heard.kind === 'unfit') return this.refuse(text, one, heard.reason, end);
    if (this.closed) return this.refuse(text, one, 'the turn is over', end);
    if (this.pending.size >= MOST_OPEN) return this.refuse(text, one, `${MOST_OPEN} are open already`, end);
    const request = this.located(heard.request);
    const { permission } = request;
    const ruling = permission && rulingOn(text, permission, this.options, this.ruled);
    if (ruling) {
      note(`${ruling.words}: ${cut(permission.title)}`, end);
      return this.settle(one, ruling);
    }
    const told = this.told();
    if (told.size >= MOST_ASKED && !told.has(this.key(text)))
      return this.refuse(text, one, `${MOST_ASKED} were asked in this turn already`, end);
    if (permission) note(`? asks a person: ${wholeOf(permission)}`, end);
    // Known before it is told: the answer may come at once.
    this.pending.set(text, { ...one, isPermission: request.kind === 'permission' });
    const { agent } = this.options;
    const asked = { ...request, agent, via: { kind: 'acp' as const, id: this.key(text) } };
    await this.options.deliver(
      { type: 'guidance_requested', at: this.options.now(), request: asked },
      `acp:${this.key(text)}`,
    );
  }

  /** Ids of what people were asked in this turn, whichever bot told it. */
  private told(): Set<string> {
    const ids = this.options
      .run()
      .guidance.flatMap(({ via, step }) =>
        step === this.options.step && via.kind === 'acp' ? [via.id] : [],
      );
    return new Set(ids);
  }

  private located<R extends { permission?: PermissionAsked }>(request: R): R {
    const { permission } = request;
    return permission ? { ...request, permission: withRealPaths(permission, this.options.cwd) } : request;
  }

  private async refuse(text: string, { id, method, params }: Pending, reason: string, end: number) {
    this.options.note(`a request was refused, since ${reason}: ${cut(method)}`, end);
    this.warn(`a request ${cut(method)} of the agent was refused: ${reason}`);
    await this.decide({ id: text, how: 'refused' });
    await this.options.insist(() => this.refused({ id: text }));
    await this.options.send({ id, result: refusalOf(method, params) });
  }

  private async settle({ id, method, params }: Pending, { why, answer }: Ruling) {
    await this.decide(why);
    const said = why.how === 'deny' ? { rule: why.by ?? '' } : { request: why.by ?? '' };
    if (answer.permit?.choice === 'reject')
      await this.options.insist(() => this.refused({ id: why.id, ...said }));
    await this.options.send({ id, result: answerTo(method, params, answer) });
    if (why.how === 'allow' || why.how === 'deny') this.options.decided(why.how);
  }

  /** Heard again by another bot: what a rule decided is counted again. */
  private recall(text: string): void {
    const how = this.ruled.of(text)?.how;
    if (how === 'allow' || how === 'deny') this.options.decided(how);
  }

  private async tellWithdrawn(text: string): Promise<void> {
    const via = { kind: 'acp' as const, id: this.key(text) };
    const event: RunEvent = { type: 'guidance_withdrawn', at: this.options.now(), via };
    await this.options.deliver(event, `acp:${via.id}:withdrawn`);
  }

  private refused = (one: Omit<Refusal, 'from'>) =>
    this.options.refusals.add({ ...one, from: this.options.written() });

  private warn(message: string): void {
    this.warned += 1;
    if (this.warned <= MOST_WARNED) this.options.warn(message);
  }

  private decide = (one: DecidedByNobody) => this.options.insist(() => this.ruled.add(one));

  private key = (text: string) => `${this.options.step}:${text}`;
}

/** The card shows a part of it, and names this log for the rest. */
const wholeOf = ({ title, command, address, paths = [], detail }: PermissionAsked): string =>
  [command ?? address ?? title, ...paths, ...(detail ? [detail] : [])].join('\n');

const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text).replace(/\s+/g, ' ');
