/** The commands of a line, with those that others start for them: `bash -lc '…'`, `env A=b …`, `timeout 60 …`. */
import { type Part, readShell, type ShellLine } from './shell.js';

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash']);
/** Start what follows them and change nothing that matters; how many words of theirs stand before it. */
const STARTERS: Record<string, (words: readonly string[]) => number> = {
  nohup: () => 1,
  time: () => 1,
  command: () => 1,
  builtin: () => 1,
  exec: () => 1,
  busybox: () => 1,
  toybox: () => 1,
  setsid: () => 1,
  env: () => 1,
  nice: (words) => (words[1] === '-n' ? 3 : 1),
  timeout: (words) => (/^\d+(?:\.\d+)?[smhd]?$/u.test(words[1] ?? '') ? 2 : 0),
};
const DEEPEST = 8;

/** Every command that the line starts, as far as it can be seen. */
export function commandsOf(line: string, depth = 0): ShellLine {
  const { parts, readable } = readShell(line);
  const found = parts.map((part) => unwrapped(part, depth));
  return {
    parts: found.flatMap((one) => one.parts),
    readable: readable && found.every((one) => one.readable),
  };
}

function unwrapped(part: Part, depth: number): ShellLine {
  const name = programOf(part.words);
  if (depth >= DEEPEST) return { parts: [part], readable: false };
  if (SHELLS.has(name)) return inShell(part, depth);
  if (name === 'eval') return inside(part, part.words.slice(1).join(' '), depth);
  const skipped = Object.hasOwn(STARTERS, name) ? STARTERS[name]!(part.words) : 0;
  const rest = part.words.slice(skipped);
  // an option could start something else
  if (skipped === 0 || rest.length === 0 || rest[0]!.startsWith('-'))
    return { parts: [part], readable: true };
  const assigned = name === 'env' ? rest.findIndex((word) => !/^[A-Za-z_]\w*=/u.test(word)) : 0;
  if (assigned < 0) return { parts: [part], readable: true };
  const added = [...part.assigned, ...rest.slice(0, assigned)];
  return unwrapped({ ...part, assigned: added, words: rest.slice(assigned) }, depth + 1);
}

/** `bash -lc 'script'`; a shell without `-c` stays what it is. */
function inShell(part: Part, depth: number): ShellLine {
  const options = part.words.slice(1).findIndex((word) => !/^[-+]/u.test(word));
  const flags = options < 0 ? [] : part.words.slice(1, options + 1);
  if (!flags.some((flag) => /^-[a-z]*c[a-z]*$/u.test(flag))) return oddShell(part, depth);
  // `-o` takes the word behind it
  if (flags.some((flag) => /^-[a-z]*o/u.test(flag))) return { parts: [part], readable: false };
  return inside(part, part.words[options + 1]!, depth);
}

/** `bash --rcfile x -c 'script'`: an option with a value of its own stands in front. */
function oddShell(part: Part, depth: number): ShellLine {
  const at = part.words.findIndex((word) => /^-[a-z]*c[a-z]*$/u.test(word));
  if (at < 0) return { parts: [part], readable: true };
  return { parts: [part, ...commandsOf(part.words[at + 1] ?? '', depth + 1).parts], readable: false };
}

function inside(part: Part, script: string, depth: number): ShellLine {
  const around = { ...part, words: [] };
  const line = commandsOf(script, depth + 1);
  const [first, ...rest] = line.parts;
  const hasMore = part.assigned.length + part.redirections.length > 0;
  return {
    parts: [
      ...(hasMore ? [around] : []),
      ...(first ? [{ ...first, after: first.after || part.after }, ...rest] : []),
    ],
    readable: line.readable && !part.dynamic,
  };
}

/** The program's name; that of a folder of the system without the folder. */
export function programOf(words: readonly string[]): string {
  return (words[0] ?? '').replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//u, '');
}

const BEFORE_OTHERS = new Set(
  'sudo doas xargs watch env timeout nice ionice stdbuf setsid strace parallel exec command do then else if while'.split(
    ' ',
  ),
);

/** True for the first word that is no option, and for what comes after it where it may be the value of one. */
function mayBegin(words: readonly string[], word: string, at: number): boolean {
  const isPlain = (one: string) => !/^-|=|^\d/u.test(one);
  if (at === 0 || at > MOST_LOOKED_AT || !isPlain(word)) return false;
  return words.slice(1, at).every((one, index) => !isPlain(one) || words[index]!.startsWith('-'));
}

const MOST_LOOKED_AT = 12;

/** Commands that this one starts with its own words: of `sudo`, `xargs`, `find -exec`. */
export function startedBy(words: readonly string[]): string[][] {
  const name = programOf(words);
  if (BEFORE_OTHERS.has(name)) {
    return words.flatMap((word, at) => (mayBegin(words, word, at) ? [words.slice(at)] : []));
  }
  if (name !== 'find') return [];
  return words.flatMap((word, at) => (/^-(?:exec|ok)(?:dir)?$/u.test(word) ? [words.slice(at + 1)] : []));
}
