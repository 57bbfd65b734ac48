/** What is heard in one turn: progress, the account for people, requests, and signs of life. */
import { statSync } from 'node:fs';
import { readJson } from '../../../shell/own-file.js';
import { accountOf } from './account.js';
import type { AccountBook } from './account-book.js';
import type { Asked } from './asked.js';
import { type Halt, reasonOf } from './halt.js';
import type { Id } from './message.js';
import { isGroup } from './plain.js';
import { Progress } from './progress.js';
import type { Listener } from './wire.js';

export interface TurnOptions {
  outFile: string;
  /** Holds `{ from }`: what the agent wrote before that belongs to earlier turns. */
  promptFile: string;
  book: AccountBook;
  asked: Asked;
  now: () => string;
  /** Words with which the agent begins when it tries to reach its model again: no signs of life. */
  reconnecting: readonly string[];
  /** What the session had cost before this turn. */
  costBefore: number;
  /** Something has changed that people may see. */
  changed: () => void;
  fault: (error: unknown) => void;
}

/** Lines that are no messages and find a place in the log. */
const MOST_NOISE = 20;

export class Turn implements Listener {
  readonly progress: Progress;
  private from: number | undefined;
  private noises = 0;
  private lastNoise = '';
  /** The last line was a sign of life; one of this piece was. */
  private alive = false;
  private anyAlive = false;
  private caughtUp = false;
  private seenAtMs = 0;
  /** Where the last thing ends that only an agent at work sends. */
  private worked = 0;
  /** When what is heard now was read. */
  private readAt: string | undefined;
  private readonly halts = new Map<string, Halt>();

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
    this.worked = end;
    // people may take their time
    this.readAt = undefined;
    return this.options.asked.hear(id, method, params, end);
  }

  answered(id: string, method: string, result: unknown, end: number): void {
    if (method !== 'session/prompt') return;
    this.progress.turnEnded(result);
    const failed = this.progress.modelFailed();
    this.halts.set(id, { reason: reasonOf(result), end, worked: this.worked, failed });
  }

  /** How the prompt of this id was answered. */
  haltAt(id: string): Halt | undefined {
    return this.halts.get(id);
  }

  told(method: string, params: unknown, end: number): Promise<void> | void {
    if (method === 'session/update') return this.update(isGroup(params) ? params.update : undefined, end);
    this.life(true);
    if (!isGroup(params)) return;
    if (method === '$/cancel_request') return this.options.asked.withdraw(params.requestId, 'cancelled');
    if (method === 'elicitation/complete') return this.options.asked.complete(params.elicitationId);
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

  paused(end: number, all: boolean): void {
    if (this.alive || (this.caughtUp && this.anyAlive))
      this.seenAtMs = statSync(this.options.outFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    this.anyAlive = false;
    this.readAt = undefined;
    try {
      this.options.book.write(end, all);
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

  /** The last sign of life in milliseconds since 1970; 0 for none. */
  get seenAt(): number {
    return this.seenAtMs;
  }

  /** What came instead of messages; empty for nothing. */
  get nonsense(): string {
    return this.noises === 0 ? '' : `${this.noises} lines were no messages, the last one: ${this.lastNoise}`;
  }

  private update(update: unknown, end: number): void {
    this.life(!this.progress.complains(update));
    if (isWork(update)) this.worked = end;
    if (!isGroup(update) || this.from === undefined || end <= this.from) return;
    try {
      this.readAt ??= this.options.now();
      this.progress.hear(update, this.readAt);
      this.options.book.addPiece((isLineStart) => accountOf(update, isLineStart), end);
    } catch (error) {
      this.options.fault(error);
    }
  }

  private life(is: boolean): void {
    this.alive = is;
    this.anyAlive ||= is;
  }
}

/** An update that only an agent at work sends: not what follows a call that is over, nor figures. */
const isWork = (update: unknown): boolean =>
  isGroup(update) &&
  ['agent_message_chunk', 'agent_thought_chunk', 'tool_call', 'plan'].includes(String(update.sessionUpdate));
