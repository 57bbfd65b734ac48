/** Rules for commands: to forbid, one command of the line is enough; to allow, every one has to be meant. */
import { isOfAgents } from './agent-settings.js';
import { commandsOf, programOf, startedBy } from './commands.js';
import { isInside, isOfGit, isPrivate, type Places, plainPath, within } from './places.js';
import type { Part, Redirection, ShellLine } from './shell.js';
import { isLike } from './wildcard.js';

/** Variables that change how a program talks, not what it starts. */
const HARMLESS =
  /^(?:CI|NODE_ENV|FORCE_COLOR|NO_COLOR|CLICOLOR|COLUMNS|LINES|TERM|TZ|LANG|LC_[A-Z]+|DEBUG|VERBOSE)=/u;
const NOWHERE = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/stdin']);

/** Files that a line writes by redirection; they count as edits. */
export const writtenBy = (line: ShellLine): string[] =>
  line.parts
    .flatMap((part) => part.redirections)
    .filter((one) => one.writes && !one.dynamic && !NOWHERE.has(one.target))
    .map((one) => one.target);

/** True where one command of the line is meant; what cannot be read is compared as well as it can be. */
export function isForbidden(line: ShellLine, pattern: string): boolean {
  return line.parts.some((part) => spellingsOf(part).some((text) => isCommandLike(text, pattern)));
}

/** True where each command of the line is meant by one of the patterns, and nothing leads out of the workspace. */
export function isAllowed(line: ShellLine, patterns: readonly string[], places: Places): boolean {
  if (!line.readable || line.parts.every((part) => part.words.length === 0)) return false;
  return line.parts.every((part) => {
    if (part.dynamic || !part.assigned.every((one) => HARMLESS.test(one))) return false;
    if (!part.redirections.every((one) => staysInside(one, places))) return false;
    if (isStep(part)) return leadsInside(part.words[1]!, places);
    if (part.words.length === 0) return part.assigned.length === 0;
    if (isSuspicious(part, places)) return false;
    // what it starts or changes in its turn needs a rule as well, unless its own rule says so
    const started = programOf(part.words) === 'find' ? [] : startedBy(part.words);
    return [part.words, ...started].every((words) => patterns.some((pattern) => isMeantBy(words, pattern)));
  });
}

function isMeantBy(words: readonly string[], pattern: string): boolean {
  const written = pattern.split(/[\s=]+/u);
  return oddIn(words).every((option) => written.includes(option)) && isCommandLike(spelled(words), pattern);
}

/** True where a word that names a program is only known when it runs: no rule that forbids can mean it. */
export const isHidden = (line: ShellLine): boolean =>
  line.parts.some(({ words }) => [words, ...startedBy(words)].some(([first = '']) => /[$`]/u.test(first)));

/** Options that make a program start another one, or write where it pleases. */
function oddIn(words: readonly string[]): string[] {
  const name = programOf(words);
  const odd = Object.hasOwn(ODD, name) ? ODD[name]! : undefined;
  if (!odd) return [];
  const found = words.slice(1).flatMap((word) => odd.exec(word)?.[0] ?? []);
  return name === 'git' ? [...found, ...optionsOfGit(words)] : found;
}

const ODD: Record<string, RegExp> = {
  git: /^(?:--output|--output-directory|--upload-pack|--receive-pack|--exec|-O|--open-files-in-pager|--ext-diff|--textconv)(?=$|=|(?<=-O))/u,
  find: /^-(?:exec|ok|execdir|okdir|delete|fprint0?|fprintf|fls)$/u,
  sort: /^(?:-o|--output|--compress-program)(?=$|=|(?<=-o))/u,
  tar: /^(?:-I|--use-compress-program|--to-command|--checkpoint-action|--info-script|--new-volume-script)(?=$|=|(?<=-I))/u,
};

/** What stands in front of git's own command. */
const optionsOfGit = (words: readonly string[]): string[] => {
  const end = words.findIndex(
    (word, at) => at > 0 && !word.startsWith('-') && !/^-[cC]$/u.test(words[at - 1]!),
  );
  const front = words.slice(1, end < 0 ? words.length : end);
  return front.flatMap(
    (word) => /^(?:-c|-C|--config-env|--exec-path|--git-dir|--work-tree)/u.exec(word)?.[0] ?? [],
  );
};

/** `npm test *` means `npm test` as well. */
const isCommandLike = (text: string, pattern: string): boolean =>
  isLike(text, pattern) || (pattern.endsWith(' *') && text === pattern.slice(0, -2));

/** One line for the words; a blank within a word is no border of one. */
const spelled = (words: readonly string[]): string =>
  words.map((word) => (/\s/u.test(word) || word === '' ? `'${word}'` : word)).join(' ');

/** Ways in which a rule that forbids may mean the command. */
function spellingsOf(part: Part): string[] {
  const started = [part.words, ...startedBy(part.words)].filter((words) => words.length > 0);
  const named = started.flatMap((words) => [words, [nameOf(words[0]!), ...words.slice(1)]]);
  const texts = named
    .flatMap((words) => [words, ...withoutOptions(words)])
    .flatMap((words) => [spelled(words), words.join(' ')]);
  const whole = [...part.assigned, ...part.words].join(' ');
  // `{rm,-rf,x}` are three words
  const split = part.dynamic ? [whole.replace(/[{},]+/gu, ' ').trim()] : [];
  return [...new Set([...texts, whole, ...split])];
}

const MOST_SKIPPED = 8;

/** `git push` for `git -C x push`: without the options in front, whose values may be words of their own. */
function withoutOptions(words: readonly string[]): string[][] {
  const found: string[][] = [];
  for (let at = 2; at < words.length && at <= MOST_SKIPPED; at += 1) {
    const [before, last] = [words[at - 2]!, words[at - 1]!];
    if (!last.startsWith('-') && !(at > 2 && before.startsWith('-'))) break;
    found.push([words[0]!, ...words.slice(at)]);
  }
  return found;
}

const nameOf = (program: string): string => program.slice(program.lastIndexOf('/') + 1);

const isStep = (part: Part): boolean => part.words.length === 2 && /^(?:cd|pushd)$/u.test(part.words[0]!);

/** A relative path stays inside as long as it does not climb. */
function leadsInside(path: string, places: Places): boolean {
  if (isOfGit(path)) return false;
  if (path.startsWith('/')) return isInside(path, places);
  return path !== '' && !/^[~-]/u.test(path) && !path.split('/').includes('..');
}

const staysInside = (one: Redirection, places: Places): boolean =>
  !one.dynamic &&
  (NOWHERE.has(one.target) ||
    (leadsInside(one.target, places) && !(one.writes && isOfAgents(one.target, places.folders))));

/** A step that no rule can mean, a name with blanks, or a word that leads to git's hooks or may lead to our state. */
const isSuspicious = (part: Part, places: Places): boolean =>
  /^(?:cd|pushd|popd|source|\.)$/u.test(part.words[0]!) ||
  /\s/u.test(part.words[0]!) ||
  part.expanded.some(mayLeadAnywhere) ||
  part.words.some((word) => /(?:^|[/=])\.git\/(?:hooks|config)/iu.test(word) || mayBePrivate(word, places));

/** Names that a shell looks up outside of where it stands; `.*` means `..` as well. */
const mayLeadAnywhere = (word: string): boolean => /(?:^|[=:])[/~]|(?:^|[/=:])\.[*?[]/u.test(word);

function mayBePrivate(word: string, places: Places): boolean {
  const path = word.slice(word.indexOf('=') + 1);
  // what lies above our state holds it
  if (path.startsWith('/')) return places.private.some((one) => within(one, plainPath(path)!) !== undefined);
  return path.split('/').includes('..') && places.folders.some((one) => isPrivate(`${one}/${path}`, places));
}

/** Absolute paths in metawsm's own state that the line names, within a longer word as well. */
export function privateIn(line: ShellLine, places: Places): string | undefined {
  const words = line.parts.flatMap((part) => [
    ...part.words,
    ...part.assigned,
    ...part.redirections.map((one) => one.target),
  ]);
  return words.flatMap((word) => pathsIn(word, places)).find((path) => isPrivate(path, places));
}

function pathsIn(word: string, { private: hidden }: Places): string[] {
  const value = word.slice(word.indexOf('=') + 1);
  const whole = [word, value].filter((one) => one.startsWith('/'));
  return [...whole.map((one) => one.replace(OWN_ROOT, '')), ...hidden.flatMap((one) => placesIn(word, one))];
}

const OWN_ROOT = /^\/+proc\/+(?:self|thread-self|\d{1,10})\/+root(?=\/)/u;
const MOST_FOUND = 100;

/** `/home/bot/x` in `@/home/bot/x` and in `open("/home/bot/x")`. */
function placesIn(word: string, folder: string): string[] {
  const found: string[] = [];
  for (let at = word.indexOf(folder); at >= 0 && found.length < MOST_FOUND; at = word.indexOf(folder, at + 1))
    found.push(/^[^\s'"`;,)\]}]{0,4096}/u.exec(word.slice(at, at + 4096))![0]);
  return found;
}

export const lineOf = (command: string): ShellLine => commandsOf(command);
