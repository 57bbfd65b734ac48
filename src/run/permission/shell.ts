/**
 * A command line as a shell reads it, taken apart into its commands, so that a rule for one is no rule for what is
 * hidden beside it. Whatever is not surely understood makes the line unreadable, and an unreadable line is never
 * allowed by a rule.
 */
import { Lexer, Unreadable, type Word } from './shell-lexer.js';

export interface Redirection {
  target: string;
  writes: boolean;
  /** The target is only known when it runs. */
  dynamic: boolean;
}

/** One simple command of a line. */
export interface Part {
  /** What stands in front of it: `&&`, `|`, `;`, a newline, `(`, `$(`, a backtick, or nothing. */
  after: string;
  /** Without quotes. What is only known when it runs stands as it was written. */
  words: string[];
  /** `NAME=value` in front. */
  assigned: string[];
  redirections: Redirection[];
  /** Those of the words and targets that stand for names of files: `*.ts`, `~/x`. */
  expanded: string[];
  /** A word is only known when it runs. */
  dynamic: boolean;
}

export interface ShellLine {
  parts: Part[];
  readable: boolean;
}

const LONGEST = 20_000;
/** Signs that a terminal or a person is deceived with. */
const DECEIVING = /(?![\t\n])\p{Cc}|[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/u;

/** Words that begin what is more than a simple command. */
const RESERVED = new Set(
  'if then else elif fi for while until do done case esac select function coproc { } [[ ]]'.split(' '),
);
const DEEPEST = 8;

/** Takes `text` apart; the parts of what is nested stand behind the part that holds it. */
export function readShell(text: string, depth = 0): ShellLine {
  if (text.length > LONGEST || DECEIVING.test(text)) return { parts: crudeParts(text), readable: false };
  const reader = new Reader(text, depth);
  try {
    reader.list();
    return { parts: reader.parts, readable: true };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { parts: crudeParts(text), readable: false };
  }
}

class Reader extends Lexer {
  readonly parts: Part[] = [];

  constructor(
    text: string,
    private depth: number,
  ) {
    super(text);
    if (depth > DEEPEST) throw new Unreadable();
  }

  /** Commands up to the end, or up to `end`, which is taken. */
  list(end?: ')', after = ''): void {
    let part = emptyPart(after);
    for (;;) {
      this.blanks();
      if (this.ended()) {
        if (end) throw new Unreadable();
        break;
      }
      const operator = this.operator();
      if (operator === ')') {
        if (!end) throw new Unreadable();
        break;
      }
      if (operator === '(') this.subshell(part);
      else if (operator) {
        this.finish(part);
        part = emptyPart(operator);
      } else this.piece(part);
    }
    this.finish(part);
  }

  private finish(part: Part): void {
    if (part.words.length + part.assigned.length + part.redirections.length === 0) return;
    if (RESERVED.has(part.words[0] ?? '')) throw new Unreadable();
    // what is nested in the words was put in front
    this.parts.push(part);
  }

  private subshell(part: Part): void {
    if (part.words.length + part.assigned.length > 0) throw new Unreadable();
    this.deeper(() => this.list(')', '('));
  }

  private piece(part: Part): void {
    const redirection = this.redirection();
    if (redirection === 'copy') return;
    const word = this.word();
    if (word.patterned) part.expanded.push(word.text);
    if (redirection) {
      part.redirections.push({ target: word.text, writes: redirection === 'write', dynamic: word.dynamic });
      return;
    }
    if (this.isDescriptor(word)) return;
    this.add(part, word);
  }

  private add(part: Part, word: Word): void {
    if (part.words.length === 0 && word.text === '!' && !word.quoted) return;
    part.dynamic ||= word.dynamic || (part.words.length === 0 && word.patterned);
    if (part.words.length === 0 && word.assigns) part.assigned.push(word.text);
    else part.words.push(word.text);
  }

  protected override nested(): void {
    this.deeper(() => this.list(')', '$('));
  }

  protected override backticked(text: string): void {
    const line = readShell(text, this.depth + 1);
    if (!line.readable) throw new Unreadable();
    const [first, ...rest] = line.parts;
    if (first) this.parts.push({ ...first, after: '`' }, ...rest);
  }

  private deeper(read: () => void): void {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Unreadable();
    read();
    this.depth -= 1;
  }
}

const emptyPart = (after: string): Part => ({
  after,
  words: [],
  assigned: [],
  redirections: [],
  expanded: [],
  dynamic: false,
});

const MOST_CRUDE = 5000;

/** What may be commands in a line that cannot be read: good enough to forbid, never to allow. */
function crudeParts(text: string): Part[] {
  return text
    .split(/[;&|\n(){}`<>]/u, MOST_CRUDE)
    .map((piece) =>
      piece
        .replace(/\$(?=['"])|['"\\]/gu, '')
        .split(/\s/u)
        .filter(Boolean),
    )
    .filter((words) => words.length > 0)
    .map((words) => ({ ...emptyPart(';'), words, dynamic: true }));
}
