/** The signs and words of a shell line. */

/** The line is more than is understood here, or no shell would take it. */
export class Unreadable extends Error {}

export interface Word {
  text: string;
  /** Any of it stood in quotes. */
  quoted: boolean;
  /** Only known when it runs: a variable, a nested command, braces. */
  dynamic: boolean;
  /** It holds `*`, `?` or `[` outside of quotes, or begins with `~`. */
  patterned: boolean;
  /** `NAME=…`, the name outside of quotes. */
  assigns: boolean;
}

const OPERATOR = /(?:&&|\|\||\|&|;|&(?!>)|\||\n|\(|\))/uy;
const REDIRECTION = /&>>?|>&|<&|>>|>\||<>|[<>](?!\()/uy;
const COPY = /(?:\d+|-)(?=[\s;&|()<>]|$)/uy;
const VARIABLE = /\$(?:[A-Za-z_]\w*|[0-9@*#?!$-]|\{[^{}$`'"\\()]*\})/uy;
/** Everything that means nothing but itself, in one go. */
const PLAIN = /[^\s'"\\$`;&|()<>{}*?[\]~=]+/uy;

const LONGEST_NAME = 200;

export abstract class Lexer {
  private at = 0;

  constructor(private readonly text: string) {}

  protected abstract nested(): void;
  protected abstract backticked(text: string): void;

  protected ended(): boolean {
    return this.at >= this.text.length;
  }

  /** Blanks, continued lines, and comments. */
  protected blanks(): void {
    for (;;) {
      const char = this.text[this.at];
      if (char === ' ' || char === '\t') this.at += 1;
      else if (char === '\\' && this.text[this.at + 1] === '\n') this.at += 2;
      else if (char === '#') this.at = this.lineEnd();
      else return;
    }
  }

  protected operator(): string | undefined {
    const found = this.take(OPERATOR);
    // `;;`, `;&` and `((` belong to what is more than a line of commands
    if (found === ';' && /[;&]/u.test(this.text[this.at] ?? '')) throw new Unreadable();
    if (found === '(' && this.text[this.at] === '(') throw new Unreadable();
    return found;
  }

  /** Which way a redirection goes; `copy` is complete, the others have a target. */
  protected redirection(): 'read' | 'write' | 'copy' | undefined {
    const sign = this.take(REDIRECTION);
    if (!sign) return undefined;
    // a text that goes on in further lines
    if (sign === '<' && this.text[this.at] === '<') throw new Unreadable();
    if (sign.endsWith('&') && this.take(COPY)) return 'copy';
    this.blanks();
    return sign === '<' || sign === '<&' ? 'read' : 'write';
  }

  /** A number right before a redirection is no word. */
  protected isDescriptor(word: Word): boolean {
    return !word.quoted && /^\d+$/u.test(word.text) && /[<>]/u.test(this.text[this.at] ?? '');
  }

  protected word(): Word {
    const word: Word = { text: '', quoted: false, dynamic: false, patterned: false, assigns: false };
    const from = this.at;
    while (!this.ended() && this.stretch(word));
    if (this.at === from) throw new Unreadable();
    return word;
  }

  /** Adds the next stretch to the word; false where it has ended. */
  private stretch(word: Word): boolean {
    const plain = this.take(PLAIN);
    const char = this.text[this.at]!;
    if (plain !== undefined) word.text += plain;
    else if (char === "'") this.single(word);
    else if (char === '"') this.double(word);
    else if (char === '\\') this.escaped(word);
    else if (char === '$' || char === '`') this.expansion(word);
    else if ((char === '<' || char === '>') && this.text[this.at + 1] === '(') this.substitution(word);
    else if (/[\s;&|()<>]/u.test(char)) return false;
    else this.sign(word, char);
    return true;
  }

  private sign(word: Word, char: string): void {
    if (char === '=' && word.text.length <= LONGEST_NAME && !word.quoted && !word.dynamic)
      word.assigns ||= /^[A-Za-z_]\w*\+?$/u.test(word.text);
    if (char === '*' || char === '?' || char === '[') word.patterned = true;
    if (char === '~' && /(?:^|[=:])$/u.test(word.text.slice(-1))) word.patterned = true;
    // `{a,b}` becomes two words; `{}` alone is what `find` and `xargs` know
    if (char === '{' && this.text[this.at + 1] !== '}' && !this.standsAlone()) word.dynamic = true;
    word.text += char;
    this.at += 1;
  }

  private standsAlone(): boolean {
    return /\s/u.test(this.text[this.at + 1] ?? ' ') && /\s/u.test(this.text[this.at - 1] ?? ' ');
  }

  private single(word: Word): void {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0) throw new Unreadable();
    word.quoted = true;
    word.text += this.text.slice(this.at + 1, end);
    this.at = end + 1;
  }

  private double(word: Word): void {
    word.quoted = true;
    this.at += 1;
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) throw new Unreadable();
      if (char === '"') break;
      if (char === '$' || char === '`') this.expansion(word);
      else if (char === '\\' && '"\\$`\n'.includes(this.text[this.at + 1] ?? ' ')) this.escaped(word);
      else {
        word.text += char;
        this.at += 1;
      }
    }
    this.at += 1;
  }

  private escaped(word: Word): void {
    const next = this.text[this.at + 1];
    if (next === undefined) throw new Unreadable();
    word.quoted = true;
    if (next !== '\n') word.text += next;
    this.at += 2;
  }

  private expansion(word: Word): void {
    const from = this.at;
    if (this.text[from] === '`') this.backtick();
    else if (this.text.startsWith('$((', from) || /^\$['"[]/u.test(this.text.slice(from, from + 2)))
      throw new Unreadable();
    else if (this.text[from + 1] === '(') {
      this.at += 2;
      this.nested();
    } else if (this.take(VARIABLE) === undefined) {
      if (this.text[from + 1] === '{') throw new Unreadable();
      // a dollar that means itself
      word.text += '$';
      this.at += 1;
      return;
    }
    word.dynamic = true;
    word.text += this.text.slice(from, this.at);
  }

  private backtick(): void {
    let end = this.at + 1;
    while (end < this.text.length && this.text[end] !== '`') end += this.text[end] === '\\' ? 2 : 1;
    if (end >= this.text.length) throw new Unreadable();
    const inner = this.text.slice(this.at + 1, end).replace(/\\([`\\$])/gu, '$1');
    this.at = end + 1;
    this.backticked(inner);
  }

  private substitution(word: Word): void {
    const from = this.at;
    this.at += 2;
    this.nested();
    word.dynamic = true;
    word.text += this.text.slice(from, this.at);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }
}
