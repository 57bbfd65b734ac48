/**
 * What people wrote while nobody listened: after each connection the threads of open runs are read, and what is new
 * goes through the same inbox as events do.
 */
import type { ReceiverEvent } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Look } from '../engine/look.js';
import type { UnitOfWork } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { MessagePlace } from '../run/decision.js';
import { missedBody } from './missed.js';
import { isFromPerson, type SlackMessage } from './receipt.js';
import { refusalOf } from './refusals.js';
import { sleep } from './sleep.js';

export interface CatchUpOptions {
  look: Pick<Look, 'openThreads'>;
  unit: Pick<UnitOfWork, 'write'>;
  reads: Pick<WebClient, 'conversations'>;
  take: (event: ReceiverEvent) => Promise<void>;
  team: string;
  log: Pick<Log, 'info' | 'warn'>;
  /** Before the second try of one page; twice as long before each further one. Default 500. */
  pauseMs?: number;
  /** Before threads that were given up are read again; twice as long each time, up to five minutes. Default 30,000. */
  againMs?: number;
}

const PAGE = 200;
/** Of one page, while the threads after it wait. */
const TRIES = 5;
const LONGEST_AGAIN_MS = 5 * 60_000;

/** Slack refuses the thread for good. */
class Lost extends Error {}

export class CatchUp {
  private running: Promise<void> | undefined;
  private again = false;
  /** Runs whose threads were given up for now. */
  private readonly unread = new Set<string>();
  /** Readings in a row after which some were unread. */
  private failures = 0;
  private alarm: NodeJS.Timeout | undefined;
  private readonly stopped = new AbortController();

  constructor(private readonly options: CatchUpOptions) {}

  /** Reads what was missed; asked for while it reads, it reads once more. Never rejects. */
  run(): Promise<void> {
    if (this.stopped.signal.aborted) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    return this.begin();
  }

  /** Ends the reading. */
  async stop(): Promise<void> {
    this.stopped.abort();
    clearTimeout(this.alarm);
    await this.running;
  }

  /** Reads the threads of these runs, of all by default. */
  private begin(only?: ReadonlySet<string>): Promise<void> {
    clearTimeout(this.alarm);
    this.running = this.readAll(only)
      .catch((error: unknown) =>
        this.options.log.warn('what was missed could not be read', { reason: String(error) }),
      )
      .finally(() => {
        this.running = undefined;
        this.readUnreadLater();
      });
    return this.running;
  }

  private readUnreadLater(): void {
    if (this.stopped.signal.aborted) return;
    if (this.unread.size === 0) {
      this.failures = 0;
      return;
    }
    const { againMs = 30_000 } = this.options;
    const waitMs = Math.min(againMs * 2 ** this.failures, LONGEST_AGAIN_MS);
    this.failures += 1;
    this.alarm = setTimeout(() => void this.begin(new Set(this.unread)), waitMs).unref();
  }

  private async readAll(only?: ReadonlySet<string>): Promise<void> {
    let wanted = only;
    do {
      this.again = false;
      const threads = await this.options.look.openThreads();
      this.unread.clear();
      for (const { sight, seenTs } of threads) {
        const card = sight.run.messages.card;
        if (!card || this.stopped.signal.aborted || wanted?.has(sight.id) === false) continue;
        await this.readOne(sight.id, card, seenTs ?? card.ts);
      }
      wanted = undefined;
    } while (this.again && !this.stopped.signal.aborted);
  }

  /** Never rejects, so that what is wrong with one thread keeps nobody from the others. */
  private async readOne(run: string, card: MessagePlace, oldest: string): Promise<void> {
    try {
      const missed = (await this.messagesSince(card, oldest)).filter((message) => message.ts! > oldest);
      for (const message of missed.filter(isFromPerson)) await this.options.take(this.eventOf(card, message));
      const newest = missed.at(-1)?.ts;
      // Only now, so that a crash on the way reads the same again.
      if (newest) await this.options.unit.write((tx) => tx.markSeen(run, newest));
    } catch (error) {
      if (!(error instanceof Lost)) this.unread.add(run);
      this.options.log.warn('a thread could not be read for what was missed', { run, reason: String(error) });
    }
  }

  private async messagesSince(card: MessagePlace, oldest: string): Promise<SlackMessage[]> {
    const found: SlackMessage[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.patiently(() =>
        this.options.reads.conversations.replies({
          channel: card.channel,
          ts: card.ts,
          oldest,
          limit: PAGE,
          ...(cursor ? { cursor } : {}),
        }),
      );
      found.push(...((page.messages ?? []) as SlackMessage[]));
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
    return found;
  }

  /** A few tries; what Slack still fails at may be this thread's own trouble, and others wait behind it. */
  private async patiently<T>(call: () => Promise<T>): Promise<T> {
    const { pauseMs = 500 } = this.options;
    for (let tries = 1; ; tries += 1) {
      try {
        return await call();
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal.kind !== 'wait') throw new Lost(refusal.code);
        if (tries === TRIES) throw error;
        await sleep(refusal.afterMs ?? pauseMs * 2 ** (tries - 1), this.stopped.signal);
      }
    }
  }

  private eventOf({ channel }: MessagePlace, message: SlackMessage): ReceiverEvent {
    return { body: missedBody(channel, message, this.options.team), ack: async () => undefined };
  }
}
