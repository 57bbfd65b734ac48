/**
 * What comes from Slack is stored before anything reads it, and acknowledged only then. A delivery that is known is
 * acknowledged and nothing more; one that was not decided is handed over again, after a crash as well.
 */
import type { ReceiverEvent } from '@slack/bolt';
import type { InboxRow, UnitOfWork } from '../engine/ports.js';
import type { Log } from '../logging.js';
import { once, silence, tooLate } from './acks.js';
import { delivered } from './delivered.js';
import { Lines } from './lines.js';
import { editedBody, type MissedBody } from './missed.js';
import { type Body, type Receipt, receiptOf } from './receipt.js';

export interface InboxOptions {
  unit: UnitOfWork;
  now: () => string;
  log: Pick<Log, 'warn' | 'error'>;
  /** Tries before a row is given up. Default 5. */
  tries?: number;
  /** How often undecided rows are looked at; also the pause before the second try. Default 5,000. */
  sweepMs?: number;
}

/** What listeners find in Bolt's `context`. */
export interface Handed {
  inboxKey: string;
  /** When it came, before it waited for its turn. */
  receivedAt?: string;
}

type Process = (event: ReceiverEvent) => Promise<void>;
type Stored = Extract<Receipt, { kind: 'store' }>;

const received = (event: ReceiverEvent, receivedAt: string): ReceiverEvent => ({
  ...event,
  customProperties: { ...event.customProperties, receivedAt },
});

const BATCH = 500;

/** One gesture may come as two messages with one `client_msg_id`, the second after a restart; the first leaves this. */
const markOf = (clientId: string, { receivedAt }: InboxRow): InboxRow => ({
  key: `client:${clientId}`,
  body: null,
  receivedAt,
  status: 'done',
  attempts: 0,
});

export class Inbox {
  private process: Process | undefined;
  /** Keys at work, and how often; the sweep leaves them alone. */
  private readonly held = new Map<string, number>();
  private readonly open = new Set<Promise<unknown>>();
  private readonly awaited = new Set<ReceiverEvent>();
  private readonly lines = new Lines();
  private readonly failures = new WeakMap<object, unknown>();
  /** Keys that failed, with when they are tried next, on a clock that nobody sets. */
  private readonly resting = new Map<string, number>();
  private sweeper: NodeJS.Timeout | undefined;
  private draining = false;

  constructor(private readonly options: InboxOptions) {}

  /** Deliveries that were not acknowledged yet: for so many Slack waits. */
  get unacknowledged(): number {
    return this.awaited.size;
  }

  /** Whom rows are handed to. */
  bind(process: Process): void {
    this.process = process;
  }

  /** Takes a delivery: store, then hand over. Rejects when it could not be stored; it is not acknowledged then. */
  async take(came: ReceiverEvent): Promise<void> {
    const body = delivered(came.body);
    const receipt: Receipt = body ? receiptOf(body) : { kind: 'drop', why: 'it is nothing that I listen to' };
    if (receipt.kind === 'drop') return this.drop(came, receipt.why);
    const ack = once(came.ack, () => this.awaited.delete(came));
    const event = { ...came, body: body as ReceiverEvent['body'], ack };
    if (receipt.kind === 'pass') return this.pass(event);
    this.awaited.add(came);
    try {
      await this.takeUnheard(editedBody(body ?? {}));
      // From before the store, or the sweep could take the row up as well.
      await this.holding(receipt.key, () => this.takeNew(receipt, received(event, this.options.now())));
    } finally {
      this.awaited.delete(came);
    }
  }

  /** What is nobody's gesture; where it should not have come, the log names its kind, never what it holds. */
  private drop({ body, ack }: ReceiverEvent, why: string | undefined): Promise<void> {
    const type: unknown = (body as Body | null | undefined)?.type;
    const named = typeof type === 'string' && /^[a-z_]{1,40}$/u.test(type) ? type : 'unknown';
    if (why) this.options.log.warn('a delivery of Slack is left alone', { type: named, why });
    return ack();
  }

  /** News, which nobody waits for. */
  private async pass(event: ReceiverEvent): Promise<void> {
    await this.acknowledge(event);
    await this.process?.({ ...event, ack: silence });
    const failure = this.failures.get(event.body);
    if (failure !== undefined) this.options.log.error('news of Slack could not be handled', { err: failure });
  }

  /** Resolves once the message of an edit is stored, where it was not known; its turn is before that of the edit. */
  private async takeUnheard(body: MissedBody | undefined): Promise<void> {
    const receipt = body && receiptOf(body);
    if (receipt?.kind !== 'store') return;
    const stored = this.store(receipt, body);
    const event = { body: body as ReceiverEvent['body'], ack: silence };
    // It rejects as `stored` does.
    this.holding(receipt.key, () => this.hand(receipt, event, 0, stored)).catch(() => undefined);
    await stored;
  }

  private async takeNew(receipt: Stored, event: ReceiverEvent): Promise<void> {
    const isEvent = (event.body as Body).event !== undefined;
    const stored = this.store(receipt, event.body);
    // Nobody waits for an answer to an event, so its acknowledgement need not wait for its turn.
    const work = this.hand(receipt, isEvent ? { ...event, ack: silence } : event, 0, stored);
    // It rejects as `stored` does, which is told below.
    work.catch(() => undefined);
    if (!(await stored)) return event.ack();
    if (isEvent) await this.acknowledge(event);
    await work;
    // What no listener answered; a delivery that failed is answered when it is handed over again.
    if (!isEvent && !this.resting.has(receipt.key)) await this.acknowledge(event);
  }

  /** Stored is stored, also when the connection is gone by now. */
  private async acknowledge(event: ReceiverEvent): Promise<void> {
    await event
      .ack()
      .catch((error: unknown) =>
        this.options.log.warn('an event could not be acknowledged', { reason: String(error) }),
      );
  }

  /** Hands over every undecided row and begins to look after them; does not wait for the decisions. */
  async begin(): Promise<void> {
    await this.sweep();
    const { sweepMs = 5_000 } = this.options;
    this.sweeper = setInterval(() => {
      this.sweep().catch((error: unknown) =>
        this.options.log.error('the inbox could not be read', { err: error }),
      );
    }, sweepMs);
    this.sweeper.unref();
  }

  /** Bolt caught an error in a listener of this delivery. */
  failed(body: object, error: unknown): void {
    this.failures.set(body, error);
  }

  /** Ends the looking after and waits for what is under way. */
  async drain(): Promise<void> {
    clearInterval(this.sweeper);
    this.draining = true;
    while (this.open.size > 0) await Promise.allSettled(this.open);
  }

  private async sweep(): Promise<void> {
    const rows = await this.options.unit.read.newInbox(BATCH);
    for (const row of rows) if (!this.draining && this.isDue(row)) this.again(row);
  }

  private isDue({ key }: InboxRow): boolean {
    return !this.held.has(key) && (this.resting.get(key) ?? 0) <= performance.now();
  }

  private again(row: InboxRow): void {
    // Rows of earlier versions hold everything that came.
    const body = delivered(row.body) ?? {};
    const receipt = receiptOf(body);
    const line = receipt.kind === 'store' && receipt.line ? { line: receipt.line } : {};
    const isEvent = body.event !== undefined;
    const ack = isEvent ? silence : tooLate;
    const event = received({ body: body as ReceiverEvent['body'], ack }, row.receivedAt);
    const { key, attempts } = row;
    // Whoever was at it when the rows were read may have decided it since.
    const work = () =>
      this.hand({ kind: 'store', key, ...line }, event, attempts, this.options.unit.read.isNewInbox(key));
    this.holding(key, work).catch((error: unknown) =>
      this.options.log.error('a delivery could not be handed over again', { key, err: error }),
    );
  }

  private hand(
    { key, line }: Stored,
    event: ReceiverEvent,
    attempts: number,
    ready: Promise<boolean>,
  ): Promise<void> {
    const handle = async () => {
      if (await ready) await this.handle(key, event, attempts);
    };
    return line ? this.lines.run(line.name, line.order, ready, handle) : handle();
  }

  private async holding(key: string, work: () => Promise<void>): Promise<void> {
    this.held.set(key, (this.held.get(key) ?? 0) + 1);
    const running = work();
    this.open.add(running);
    try {
      await running;
    } finally {
      this.open.delete(running);
      const left = (this.held.get(key) ?? 1) - 1;
      if (left > 0) this.held.set(key, left);
      else this.held.delete(key);
    }
  }

  private async handle(key: string, event: ReceiverEvent, attempts: number): Promise<void> {
    const handed: Handed = { inboxKey: key };
    let failure: unknown;
    try {
      await this.process?.({ ...event, customProperties: { ...event.customProperties, ...handed } });
      failure = this.failures.get(event.body);
      this.failures.delete(event.body);
    } catch (error) {
      failure = error;
    }
    if (failure === undefined) {
      this.resting.delete(key);
      // Listeners settle what they decide; what no listener wants is settled here. Others wait for each write.
      if (await this.options.unit.read.isNewInbox(key))
        await this.options.unit.single.settleInbox(key, 'done');
    } else await this.giveBack(key, failure, attempts + 1);
  }

  private async giveBack(key: string, failure: unknown, attempts: number): Promise<void> {
    const { unit, log, tries = 5, sweepMs = 5_000 } = this.options;
    const reason = String(failure).slice(0, 500);
    log.error('a delivery of Slack could not be handled', { key, attempts, err: failure });
    this.resting.set(key, performance.now() + sweepMs * 2 ** (attempts - 1));
    await unit.write(async (tx) => {
      await tx.touchInbox(key, reason);
      if (attempts >= tries) await tx.settleInbox(key, 'dead', reason);
    });
    if (attempts < tries) return;
    this.resting.delete(key);
    log.error('a delivery of Slack was given up', { key });
  }

  private async store({ key, messageKey, clientId }: Stored, body: unknown): Promise<boolean> {
    const row: InboxRow = { key, body, receivedAt: this.options.now(), status: 'new', attempts: 0 };
    if (messageKey !== undefined) row.messageKey = messageKey;
    if (clientId === undefined) return this.options.unit.single.addInbox(row);
    return this.options.unit.write(async (tx) => {
      if (!(await tx.addInbox(row))) return false;
      if (await tx.addInbox(markOf(clientId, row))) return true;
      await tx.settleInbox(key, 'done', 'another message with this client_msg_id is known');
      return false;
    });
  }
}
