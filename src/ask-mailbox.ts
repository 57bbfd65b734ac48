/**
 * The side of the mailbox on which agents ask: `metawsm-ask` in a shell, `metawsm-operator` as a tool. Both stand alone, so
 * that they start fast and keep working whatever happens to the bot; files are all that they share with it. One set of
 * files per question: `q-<id>.json` asks, `a-<id>.json` answers, `d-<id>.json` is an answer that was read, `w-<id>.json`
 * says that it is over.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const POLL_MS = 250;
const MAX_BYTES = 256 * 1024;
const ID = /^[0-9a-f]{12}(?:-\d{1,4})?$/u;

export interface Question {
  question: string;
  options: string[];
  context?: unknown;
}

export interface Answer {
  text: string;
  /** Slack's id of the person. */
  by?: string;
}

/** `withdrawn`: no answer will come. `waiting`: nobody has answered yet. */
export type Reply = Answer | 'withdrawn' | 'waiting';

/** The question does not fit into a file of the mailbox. */
export class TooLong extends Error {}

export class AskMailbox {
  private readonly folder: string;

  constructor(
    workspace: string,
    private readonly sender: { run_id?: string | undefined; agent?: string | undefined },
  ) {
    this.folder = join(workspace, '.metawsm', 'ask');
  }

  /** Puts the question into the mailbox where it is not there yet; returns its id. */
  ask(question: Question): string {
    const text = `${JSON.stringify({ ...question, ...this.sender }, null, 2)}\n`;
    if (Buffer.byteLength(text) > MAX_BYTES)
      throw new TooLong('the question is too long: put details into a file');
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const id = this.idOf(question);
    if (this.has('q', id) || this.has('a', id)) return id;
    const draft = join(this.folder, `${randomBytes(6).toString('hex')}.tmp`);
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, this.file('q', id));
    return id;
  }

  /** False for what is no id, and for one that was never asked. */
  knows(id: string): boolean {
    return ID.test(id) && ['q', 'a', 'd', 'w'].some((kind) => this.has(kind, id));
  }

  /** Waits until there is a reply, or `signal` says that it is enough. */
  async reply(id: string, signal?: AbortSignal): Promise<Reply> {
    for (;;) {
      const reply = this.look(id);
      if (reply !== 'waiting' || signal?.aborted) return reply;
      await pause(POLL_MS, signal);
    }
  }

  /** Called once the answer was told, so that it may be told twice but is never lost. */
  wasTold(id: string): void {
    try {
      renameSync(this.file('a', id), this.file('d', id));
    } catch (error) {
      // Somebody else who waited for it was faster.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  private look(id: string): Reply {
    const asked = this.has('q', id);
    // After the look at the question, which goes away when its answer is there. Somebody else may have read it first.
    const answer = read(this.file('a', id)) ?? read(this.file('d', id));
    if (answer) return answer;
    return !asked || this.has('w', id) ? 'withdrawn' : 'waiting';
  }

  /** The same question has the same id until it is over; asked again after that, it is a new one. */
  private idOf({ question, options }: Question): string {
    const whole = createHash('sha256')
      .update(JSON.stringify([question, options]))
      .digest('hex');
    const hash = whole.slice(0, 12);
    for (let n = 1; ; n++) {
      const id = n === 1 ? hash : `${hash}-${n}`;
      if (!this.has('d', id) && !this.has('w', id)) return id;
    }
  }

  private has = (kind: string, id: string) => existsSync(this.file(kind, id));
  private file = (kind: string, id: string) => join(this.folder, `${kind}-${id}.json`);
}

function read(path: string): Answer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { answer, answered_by: by } = JSON.parse(text) as { answer?: unknown; answered_by?: unknown };
  return { text: String(answer ?? ''), ...(typeof by === 'string' ? { by } : {}) };
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
