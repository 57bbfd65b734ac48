/** `sent.jsonl`: an appended line is sent, exactly once; nothing else is. */
import { appendLine } from '../../../shell/line-file.js';
import { readText } from '../../../shell/own-file.js';
import { idText, type Message, parseMessage } from './message.js';

export class Sent {
  /** Our own requests by id, and how requests of the agent were answered. */
  private readonly own = new Map<string, string>();
  private readonly answers = new Map<string, 'result' | 'error'>();
  private readonly notifications = new Set<string>();

  constructor(private readonly path: string) {
    // What stands after the last line break was cut off: the agent has not heard it as a message.
    for (const line of (readText(path) ?? '').split('\n').slice(0, -1)) {
      const message = parseMessage(line);
      if (message) this.note(message);
    }
  }

  /** Throws what the disk says; then it is not sent. */
  append(message: Message): void {
    appendLine(this.path, JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.note(message);
  }

  /** The method of our own request of this id. */
  methodOf(id: string): string | undefined {
    return this.own.get(id);
  }

  has(method: string): boolean {
    return [...this.own.values()].includes(method);
  }

  /** A notification of this method was sent. */
  hasTold(method: string): boolean {
    return this.notifications.has(method);
  }

  /** How many requests of the agent were answered. */
  get answered(): number {
    return this.answers.size;
  }

  /** How the agent's request was answered. */
  answerTo(id: string): 'result' | 'error' | undefined {
    return this.answers.get(id);
  }

  private note({ id, method, error }: Message): void {
    if (method !== undefined) {
      if (typeof id === 'string') this.own.set(id, method);
      else this.notifications.add(method);
      return;
    }
    const text = idText(id);
    if (text !== undefined) this.answers.set(text, error === undefined ? 'result' : 'error');
  }
}
