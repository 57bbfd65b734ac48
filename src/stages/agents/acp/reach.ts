/** Whether the model answers: what agents say while they try again is no sign of life. */
import { inside, oneLine, textAt } from './plain.js';

/** So they begin; compared without case. */
const WORDS = ['reconnecting', 'retrying claude', 'api_retry'];
/** Updates that come without the model. */
const BESIDE = new Set([
  'session_info_update',
  'available_commands_update',
  'current_mode_update',
  'config_option_update',
  'user_message_chunk',
]);
const AFTER_MS = 60_000;
const MOST = 300;

export class Reach {
  private last?: { update: unknown; detail: string | undefined };
  private silent?: { since: string; last: string; detail: string };

  private readonly words: readonly string[];

  constructor(words: readonly string[] = []) {
    this.words = [...WORDS, ...words.filter((word) => word !== '').map((word) => word.toLowerCase())];
  }

  hear(update: unknown, at: string): void {
    const detail = this.complaintIn(update);
    if (detail !== undefined) this.silent = { since: this.silent?.since ?? at, last: at, detail };
    else if (isLife(update)) this.silent = undefined;
  }

  /** Since when it cannot be reached, once that has gone on for a minute. */
  unreachable(now?: string): { since: string; detail: string } | undefined {
    if (!this.silent) return undefined;
    const { since, last, detail } = this.silent;
    return Date.parse(now ?? last) - Date.parse(since) >= AFTER_MS ? { since, detail } : undefined;
  }

  /** What the agent says of its trying again; undefined where it says something else. */
  complaintIn(update: unknown): string | undefined {
    // Several ask in turn.
    if (this.last?.update !== update) this.last = { update, detail: this.find(update) };
    return this.last?.detail;
  }

  private find(update: unknown): string | undefined {
    const failure = inside(update, '_meta', 'codex', 'error');
    if (inside(failure, 'willRetry') === true) return oneLine(textAt(failure, 'message') ?? '', MOST);
    const texts = [
      textAt(update, 'content', 'text'),
      textAt(update, 'title'),
      textAt(update, 'message'),
      textAt(update, 'notice', 'title'),
    ];
    const said = texts.find((text) => text !== undefined && this.isComplaint(text));
    return said === undefined ? undefined : oneLine(said, MOST);
  }

  private isComplaint(text: string): boolean {
    const begin = text.slice(0, 200).trimStart().toLowerCase();
    return this.words.some((word) => begin.startsWith(word));
  }
}

/** Anything that only a working agent sends; unknown kinds of updates count. */
const isLife = (update: unknown): boolean => {
  const kind = textAt(update, 'sessionUpdate');
  return kind !== undefined && !BESIDE.has(kind);
};
