/** Agents that ask by file and people who answer by button; the measuring process plays both. */
import { existsSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../../src/playground/server/facts.js';
import type { How } from './goal.js';
import { type Begun, beginRun, eventsOf } from './runs.js';
import { type Subject, startSubject } from './subject.js';

/** One request and its answer. */
export interface Talk {
  question: string;
  /** From the request's rename to its post. */
  askedMs: number;
  /** From the press to the answer in the workspace. */
  answeredMs: number;
  /** From the press to its acknowledgement. */
  ackMs: number;
}

const REQUEST = 'guidance-request.json';
const RESPONSE = 'guidance-response.json';
const PATIENCE_MS = 60_000;
/** How long a writer that does not rename stops in the middle. */
const HALF_MS = 5;

/** Starts metawsm with so many runs whose agents wait, each with a channel of its own. */
export async function talking({ root, tell }: How, runs: number): Promise<{ bot: Subject; lines: Line[] }> {
  const world = { agent: ['sleep', '86400'], more: `limits: { agents: ${runs} }` };
  const bot = await startSubject({ name: 'metawsm', root, world });
  const begun: Begun[] = [];
  for (let n = 0; n < runs; n += 1)
    begun.push(await beginRun(bot, { ticket: `TALK-${n}`, channel: `talk-${n}` }));
  await eventsOf(
    bot.home,
    begun.map(({ id }) => id),
    'agent_started',
  );
  tell(`${runs} agents wait`);
  return { bot, lines: begun.map((run) => new Line(bot, run)) };
}

/** The thread of one run. */
export class Line {
  private readonly posts = new Map<string, { message: Message; at: number }>();
  private readonly wakers = new Set<() => void>();
  private asked = 0;
  private last = '';
  /** How many posts stood for each question. */
  readonly seen = new Map<string, number>();

  constructor(
    private readonly bot: Subject,
    readonly run: Begun,
  ) {
    const { slack } = bot;
    slack.store.subscribe((change) => {
      if (change.type !== 'message' || change.message.channel !== run.channel.id) return;
      const { message } = change;
      if (message.ts <= this.last) return;
      this.last = message.ts;
      const [question] = /Is number \d+ of .* right\?/u.exec(slack.visibleText(message)) ?? [];
      if (!question) return;
      this.seen.set(question, (this.seen.get(question) ?? 0) + 1);
      this.posts.set(question, { message, at: performance.now() });
      for (const wake of this.wakers) wake();
    });
  }

  /** Asks, waits for the post, reads it for so long, presses an answer and waits for the file. */
  async talk({ inTwoParts = false, readsMs = 0 } = {}): Promise<Talk> {
    this.asked += 1;
    const question = `Is number ${this.asked} of ${this.run.id} right?`;
    const begun = await this.write(JSON.stringify({ question, options: ['yes', 'no'] }), inTwoParts);
    const { message, at } = await this.posted(question);
    this.posts.delete(question);
    if (readsMs > 0) await pause(readsMs);
    const pressed = performance.now();
    const answered = this.answer(question).then(() => performance.now() - pressed);
    await this.bot.slack.person('ana').presses('yes', { on: message });
    const ackMs = performance.now() - pressed;
    return { question, askedMs: at - begun, answeredMs: await answered, ackMs };
  }

  private async write(text: string, inTwoParts: boolean): Promise<number> {
    const path = join(this.run.contract, REQUEST);
    if (inTwoParts) {
      writeFileSync(path, text.slice(0, text.length / 2));
      await pause(HALF_MS);
      writeFileSync(path, text.slice(text.length / 2), { flag: 'a' });
      return performance.now();
    }
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
    return performance.now();
  }

  private posted(question: string): Promise<{ message: Message; at: number }> {
    return until(`a post of: ${question}`, (wake) => {
      const look = () => {
        const found = this.posts.get(question);
        if (found) wake(found);
      };
      this.wakers.add(look);
      look();
      return () => void this.wakers.delete(look);
    });
  }

  private answer(question: string): Promise<true> {
    const path = join(this.run.contract, RESPONSE);
    return until(`the answer to: ${question}`, (wake) => {
      const look = () => {
        if (existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).question === question) wake(true);
      };
      const watcher = watch(this.run.contract, look);
      return () => watcher.close();
    });
  }
}

/** Resolves with what `begin` is woken with, or rejects after a minute; what `begin` returns ends the looking. */
async function until<T>(what: string, begin: (wake: (found: T) => void) => () => void): Promise<T> {
  let end: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE_MS);
      end = begin(resolve);
    });
  } finally {
    clearTimeout(timer);
    end();
  }
}
