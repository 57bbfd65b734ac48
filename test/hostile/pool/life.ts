/** One bot, from outside: a process that is asked to prepare and remove workspaces side by side, and can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ground } from './ground.js';

export interface Work {
  prepare: string[];
  remove: string[];
}

/** What a bot tells. */
export type Word =
  | { what: 'ready' }
  | { what: 'prepared' | 'removed'; id: string }
  | { what: 'failed'; why: string };

interface Hearers {
  /** `askedAt`: when it was asked for, in milliseconds since 1970. */
  prepared(id: string, askedAt: number): void;
  removed(id: string): void;
}

export class Life {
  fault: (words: string) => void = () => undefined;
  private readonly dead: Promise<unknown>;
  private open = 0;
  private heard = 0;
  private askedAt = 0;
  private done: () => void = () => undefined;

  private constructor(
    private readonly child: ChildProcess,
    readonly limit: number,
    private readonly hearers: Hearers,
  ) {
    this.dead = once(child, 'exit');
  }

  static async begin(ground: Ground, limit: number, hearers: Hearers): Promise<Life> {
    const program = join(import.meta.dirname, 'bot.ts');
    const args = ['--disable-warning=ExperimentalWarning', '--import', 'tsx', program];
    const child = spawn(process.execPath, [...args, JSON.stringify({ ...ground, limit })], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const life = new Life(child, limit, hearers);
    await once(child, 'message');
    child.on('message', (word) => life.hear(word as Word));
    return life;
  }

  /** Resolves when all of it is done, or the bot is dead. */
  async work(work: Work): Promise<void> {
    this.open = work.prepare.length + work.remove.length;
    this.askedAt = Date.now();
    const all = new Promise<void>((resolve) => {
      this.done = resolve;
    });
    this.child.send(work);
    if (this.open > 0) await Promise.race([all, this.dead]);
  }

  /** Kills it so long after it has told of `many` pieces of work. */
  async kill(many: number, afterMs: number): Promise<void> {
    while (this.heard < many) await once(this.child, 'message');
    await delay(afterMs);
    this.child.kill('SIGKILL');
    await this.dead;
  }

  /** Ends it in peace, where it lives. */
  async end(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.dead;
  }

  private hear(word: Word): void {
    if (word.what === 'prepared') this.hearers.prepared(word.id, this.askedAt);
    if (word.what === 'removed') this.hearers.removed(word.id);
    if (word.what === 'failed') this.fault(word.why);
    this.heard += 1;
    this.open -= 1;
    if (this.open === 0) this.done();
  }
}
