/** Rules for commands: to forbid, one command of the line is enough; to allow, every one has to be meant. */
import { commandsOf, programOf, startedBy } from './commands.js';
import { isInside, isOfGit, isPrivate, type Places } from './places.js';
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
    return !isSuspicious(part, places) && patterns.some((pattern) => isPartLike(part, pattern));
  });
}

function isPartLike(part: Part, pattern: string): boolean {
  // what stands in front of git's own command can make it start any program
  const odd = programOf(part.words) === 'git' ? optionsOfGit(part.words) : [];
  const head = pattern.split('*', 1)[0]!;
  return odd.every((option) => head.includes(` ${option}`)) && isCommandLike(spelled(part.words), pattern);
}

const optionsOfGit = (words: readonly string[]): string[] => {
  const end = words.findIndex(
    (word, at) => at > 0 && !word.startsWith('-') && !/^-[cC]$/u.test(words[at - 1]!),
  );
  const front = words.slice(1, end < 0 ? words.length : end);
  return front.filter((word) => /^(?:-c|-C|--config-env|--exec-path|--git-dir|--work-tree)/u.test(word));
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
  const texts = named.flatMap((words) => [spelled(words), words.join(' ')]);
  const whole = [...part.assigned, ...part.words].join(' ');
  return [...new Set([...texts, whole])];
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
  !one.dynamic && (NOWHERE.has(one.target) || leadsInside(one.target, places));

/** A step that no rule can mean, a name with blanks, or a word that leads to git's hooks or may lead to our state. */
const isSuspicious = (part: Part, places: Places): boolean =>
  /^(?:cd|pushd|popd|source|\.)$/u.test(part.words[0]!) ||
  /\s/u.test(part.words[0]!) ||
  part.words.some((word) => /(?:^|[/=])\.git\/(?:hooks|config)/iu.test(word) || mayBePrivate(word, places));

function mayBePrivate(word: string, places: Places): boolean {
  const path = word.slice(word.indexOf('=') + 1);
  if (path.startsWith('/')) return isPrivate(path, places);
  return path.split('/').includes('..') && places.folders.some((one) => isPrivate(`${one}/${path}`, places));
}

/** Absolute paths in metawsm's own state that the line names. */
export function privateIn(line: ShellLine, places: Places): string | undefined {
  const words = line.parts.flatMap((part) => [
    ...part.words,
    ...part.assigned,
    ...part.redirections.map((one) => one.target),
  ]);
  return words.flatMap(pathsIn).find((path) => isPrivate(path, places));
}

const pathsIn = (word: string): string[] => {
  const value = word.slice(word.indexOf('=') + 1);
  return [word, value].filter((one) => one.startsWith('/'));
};

export const lineOf = (command: string): ShellLine => commandsOf(command);
