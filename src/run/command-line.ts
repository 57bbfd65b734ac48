/**
 * Commands as people write them, split into the words that are started without a shell. Quoting works as in a
 * shell; what would need a shell is refused, so that nobody believes that it works.
 */

export type ParsedCommand = { ok: true; argv: string[] } | { ok: false; reason: string };

/** Splits `text` into words. Patterns such as `src/*.ts` and everything quoted stay as they are written. */
export function parseCommand(text: string): ParsedCommand {
  const source = text.trim();
  if (source.includes('\0')) return refused('it holds a character that no command can hold');
  const argv: string[] = [];
  let at = 0;
  while (at < source.length) {
    const word = readWord(source, at);
    if ('reason' in word) return refused(word.reason);
    argv.push(word.text);
    at = skipBlanks(source, word.end);
  }
  if (!argv[0]) return refused('there is no program in it');
  // behind the words of a sandbox it would be an option of the sandbox
  if (argv[0].startsWith('-'))
    return refused(`it begins with the option \`${argv[0]}\`, and not with a program`);
  if (/^\w+=/u.test(argv[0]) && /^\w+=/u.test(source))
    return refused(`\`${argv[0]}\` in front of a command needs a shell; begin with \`env ${argv[0]}\``);
  return { ok: true, argv };
}

const refused = (reason: string): ParsedCommand => ({ ok: false, reason });
const inScript = (what: string) => `${what} needs a shell: put it in a script`;

/** What only a shell understands, where it begins outside quotes. */
const SHELL_ONLY =
  /(?<operator>\|\||&&|>>|<<|\$\(|[|&;<>()`\n\r])|(?<variable>\$(?:\{|[A-Za-z_]\w*|[0-9@*#?!$-]))|(?<ansi>\$['"])/uy;

interface Word {
  text: string;
  end: number;
}

function readWord(source: string, start: number): Word | { reason: string } {
  if (source[start] === '#') return { reason: inScript('a comment') };
  if (source[start] === '~') return { reason: '`~` is filled in by a shell; write the whole path' };
  let text = '';
  let at = start;
  while (at < source.length && !isBlank(source[at]!)) {
    const shell = shellOnlyAt(source, at);
    if (shell) return { reason: shell };
    const piece = readPiece(source, at);
    if ('reason' in piece) return piece;
    text += piece.text;
    at = piece.end;
  }
  return { text, end: at };
}

function shellOnlyAt(source: string, at: number): string | undefined {
  SHELL_ONLY.lastIndex = at;
  const found = SHELL_ONLY.exec(source);
  if (!found) return undefined;
  const { operator, variable } = found.groups!;
  if (operator === '\n' || operator === '\r') return 'it has several lines: put them in a script';
  if (operator) return inScript(operator === '`' ? 'text in backticks' : `\`${operator}\``);
  if (variable) return inScript(`\`${variable === '${' ? '${…}' : variable}\``);
  return inScript(`\`${found[0]}…\``);
}

/** One quoted stretch, one escaped character, or one plain character. */
function readPiece(source: string, at: number): Word | { reason: string } {
  const char = source[at]!;
  if (char === "'") return readSingleQuoted(source, at);
  if (char === '"') return readDoubleQuoted(source, at);
  if (char !== '\\') return { text: char, end: at + 1 };
  if (at + 1 >= source.length) return { reason: 'it ends in the middle, with `\\`' };
  return { text: source[at + 1] === '\n' ? '' : source[at + 1]!, end: at + 2 };
}

function readSingleQuoted(source: string, start: number): Word | { reason: string } {
  const end = source.indexOf("'", start + 1);
  if (end < 0) return { reason: "a `'` is not closed" };
  return { text: source.slice(start + 1, end), end: end + 1 };
}

function readDoubleQuoted(source: string, start: number): Word | { reason: string } {
  let text = '';
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source[at]!;
    if (char === '"') return { text, end: at + 1 };
    const isEscape = char === '\\' && '"\\$`\n'.includes(source[at + 1] ?? ' ');
    if (!isEscape) text += char;
    else if (source[++at] !== '\n') text += source[at];
  }
  return { reason: 'a `"` is not closed' };
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t';
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (at < source.length && isBlank(source[at]!)) at += 1;
  return at;
}
