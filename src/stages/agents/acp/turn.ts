/** What is heard in one turn: progress, the account for people, requests, and signs of life. */
import { statSync } from 'node:fs';
import type { AgentProgress } from '../../../run/progress.js';
import { accountOf } from './account.js';
import type { AccountBook } from './account-book.js';
import type { Asked } from './asked.js';
import { type Id, isRecord } from './message.js';
import { Progress } from './progress.js';
import { readJson } from './turn-folder.js';
import type { Listener } from './wire.js';

export interface TurnOptions {
  outFile: string;
  /** Holds `{ from }`: what the agent wrote before that belongs to earlier turns. */
  promptFile: string;
  book: AccountBook;
  asked: Asked;
  now: () => string;
  /** Words of updates that are no signs of life, in lower case. */
  reconnecting: readonly string[];
  /** What the session had cost before this turn. */
  costBefore: number;
  /** Something has changed that people may see. */
  changed: () => void;
  fault: (error: unknown) => void;
}

/** Lines that are no messages and find a place in the log. */
const MOST_NOISE = 20;
/** A longer update is work, whatever words it holds. */
const LONGEST_NOTICE = 8_000;

export class Turn implements Listener {
  private readonly progress: Progress;
  private from: number | undefined;
  private noises = 0;
  private lastNoise = '';
  /** The last line was a sign of life; one of this piece was. */
  private alive = false;
  private anyAlive = false;
  private caughtUp = false;
  private seenAtMs = 0;

  constructor(private readonly options: TurnOptions) {
    const { costBefore, reconnecting } = options;
    this.progress = new Progress({ costBefore, reconnecting });
    this.from = readJson<{ from: number }>(options.promptFile)?.from;
  }

  /** Updates from byte `from` on belong to this turn. */
  begins(from: number): void {
    this.from = from;
  }

  asked(id: Id, method: string, params: unknown, end: number): Promise<void> {
    this.life(true);
    return this.options.asked.hear(id, method, params, end);
  }

  async told(method: string, params: unknown, end: number): Promise<void> {
    if (method === 'session/update') return this.update(isRecord(params) ? params.update : undefined, end);
    this.life(true);
    if (!isRecord(params)) return;
    if (method === '$/cancel_request') await this.options.asked.withdraw(params.requestId, 'cancelled');
    if (method === 'elicitation/complete') await this.options.asked.complete(params.elicitationId);
  }

  noise(text: string | undefined, end: number): void {
    this.life(false);
    if (text?.trim() === '') return;
    this.noises += 1;
    this.lastNoise = text === undefined ? 'a message that was too long' : text.slice(0, 200);
    if (this.noises > MOST_NOISE) return;
    const line =
      text === undefined ? 'a message was too long and was left out' : `no message: ${this.lastNoise}`;
    this.options.book.add(line, end);
  }

  paused(end: number): void {
    if (this.alive || (this.caughtUp && this.anyAlive))
      this.seenAtMs = statSync(this.options.outFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    this.anyAlive = false;
    try {
      this.options.book.write(end);
    } catch (error) {
      // The account is for reading; a full disk must not end the turn.
      this.options.fault(error);
    }
    if (this.caughtUp) this.options.changed();
  }

  /** Everything that was there at the beginning is heard. */
  live(): void {
    this.caughtUp = true;
    this.options.changed();
  }

  decided(verdict: 'allow' | 'deny'): void {
    this.progress.decided(verdict);
  }

  /** What this turn took, without what its session had cost before. */
  state(): AgentProgress {
    return this.progress.state(this.options.now());
  }

  /** What the agent says that its session has cost. */
  sessionCost(): number {
    return this.progress.cumulativeCost();
  }

  /** True where the turn ended as if all were well, though the model had failed. */
  modelFailed(): boolean {
    return this.progress.modelFailed();
  }

  said(): string {
    return this.progress.said();
  }

  ended(result: unknown): void {
    this.progress.turnEnded(result);
  }

  /** The last sign of life in milliseconds since 1970; 0 for none. */
  get seenAt(): number {
    return this.seenAtMs;
  }

  /** What came instead of messages; empty for nothing. */
  get nonsense(): string {
    return this.noises === 0 ? '' : `${this.noises} lines were no messages, the last one: ${this.lastNoise}`;
  }

  private update(update: unknown, end: number): void {
    this.life(!this.isReconnecting(update));
    if (!isRecord(update) || this.from === undefined || end <= this.from) return;
    try {
      this.progress.hear(update, this.options.now());
      this.options.book.addPiece((isLineStart) => accountOf(update, isLineStart), end);
    } catch (error) {
      this.options.fault(error);
    }
  }

  private isReconnecting(update: unknown): boolean {
    const { reconnecting } = this.options;
    if (reconnecting.length === 0) return false;
    const words = noticeIn(update).toLowerCase();
    return words.length <= LONGEST_NOTICE && reconnecting.some((one) => words.includes(one));
  }

  private life(is: boolean): void {
    this.alive = is;
    this.anyAlive ||= is;
  }
}

function noticeIn(update: unknown): string {
  try {
    return JSON.stringify(update ?? null);
  } catch {
    // nested deeper than JSON is written
    return '';
  }
}
