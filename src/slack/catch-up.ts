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
}

const PAGE = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export class CatchUp {
  private running: Promise<void> | undefined;
  private again = false;
  private readonly stopped = new AbortController();

  constructor(private readonly options: CatchUpOptions) {}

  /** Reads what was missed; asked for while it reads, it reads once more. Never rejects. */
  run(): Promise<void> {
    if (this.stopped.signal.aborted) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.readAll()
      .catch((error: unknown) =>
        this.options.log.warn('what was missed could not be read', { reason: String(error) }),
      )
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  /** Ends the reading. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async readAll(): Promise<void> {
    do {
      this.again = false;
      for (const { sight, seenTs } of await this.options.look.openThreads()) {
        const card = sight.run.messages.card;
        if (card && !this.stopped.signal.aborted) await this.readOne(sight.id, card, seenTs ?? card.ts);
      }
    } while (this.again && !this.stopped.signal.aborted);
  }

  private async readOne(run: string, card: MessagePlace, oldest: string): Promise<void> {
    try {
      const missed = (await this.messagesSince(card, oldest)).filter((message) => message.ts! > oldest);
      for (const message of missed.filter(isFromPerson)) await this.options.take(this.eventOf(card, message));
      const newest = missed.at(-1)?.ts;
      // Only now, so that a crash on the way reads the same again.
      if (newest) await this.options.unit.write((tx) => tx.markSeen(run, newest));
    } catch (error) {
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

  /** Until Slack answers: nobody would read this thread again before the next connection. */
  private async patiently<T>(call: () => Promise<T>): Promise<T> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await call();
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal.kind !== 'wait') throw error;
        await sleep(refusal.afterMs ?? pauseMs, this.stopped.signal);
      }
    }
  }

  private eventOf({ channel }: MessagePlace, message: SlackMessage): ReceiverEvent {
    return { body: missedBody(channel, message, this.options.team), ack: async () => undefined };
  }
}
