/** From the words of done criteria to commands: text in backticks, or the name of a known command. */
import { parseCommand } from './command-line.js';
import type { CheckPlan } from './context.js';
import type { RepoFacts } from './repository.js';

export interface CommandFinding {
  plans: CheckPlan[];
  /** Text in backticks that cannot be started without a shell. */
  refused: { text: string; reason: string }[];
}

/** Finds the commands in `done` and the repositories they run in. */
export function commandsIn(done: string, facts: readonly RepoFacts[]): CommandFinding {
  const found: Found = { plans: [], refused: [], seen: new Set() };
  const known = knownCommands(facts).map((command) => ({ command, isIn: speaking(command) }));
  const repos = facts.map((repo) => ({ repo, isIn: mentioning(repo.name) }));
  for (const criterion of criteriaIn(done)) {
    const prose = criterion.replace(/`[^`]*`/gu, ' ');
    const named = repos.filter(({ isIn }) => isIn(prose)).map(({ repo }) => repo);
    for (const command of quotedIn(criterion)) add(found, command, named, facts);
    for (const { command, isIn } of known) if (isIn(prose)) add(found, command, named, facts);
  }
  const { plans, refused } = found;
  return { plans, refused };
}

interface Found extends CommandFinding {
  /** Every command that was refused, and every one with its repository. */
  seen: Set<string>;
}

/** One criterion a line; a semicolon outside backticks separates as well. */
function criteriaIn(done: string): string[] {
  const pieces = done.split('`');
  const criteria = [''];
  pieces.forEach((piece, at) => {
    // A backtick that is never closed quotes nothing.
    const isQuoted = at % 2 === 1 && at < pieces.length - 1;
    const [first = '', ...more] = piece.split(isQuoted ? '\n' : /[\n;]/u);
    criteria.push(`${criteria.pop()}${at > 0 ? '`' : ''}${first}`, ...more);
  });
  return criteria.map((line) => line.trim()).filter(Boolean);
}

function quotedIn(criterion: string): string[] {
  return [...criterion.matchAll(/`([^`\n]+)`/gu)].map((match) => match[1]!.trim()).filter(Boolean);
}

function knownCommands(facts: readonly RepoFacts[]): string[] {
  const all = new Set(facts.flatMap((repo) => [...repo.configured, ...repo.detected]));
  return [...all].sort((one, other) => other.length - one.length);
}

type Finder = (text: string) => boolean;

/** True when `word` stands in the text by itself, letter case ignored. */
function mentioning(word: string): Finder {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/\s+/gu, '\\s+');
  const pattern = new RegExp(`(?<![\\w/.-])${literal}(?![\\w/-])`, 'iu');
  return (text) => pattern.test(text);
}

/** `npm test`, and `tests pass` for it; `lint is clean` for `npm run lint`. */
function speaking(command: string): Finder {
  const isNamed = mentioning(command);
  const script = /(?:^|\s)(test|lint|build|typecheck|check)$/u.exec(command)?.[1];
  if (!script) return isNamed;
  const called = script === 'test' ? 'test|prueba' : script;
  const passing = new RegExp(
    `(?<!\\p{L})(?:${called})(?:e?s|ing)?\\s+(?:[\\p{L}']{1,20}\\s+){0,2}(?:${GOES_WELL})`,
    'iu',
  );
  return (prose) => isNamed(prose) || passing.test(prose);
}

/** English, German, French, Spanish. */
const GOES_WELL =
  'pass|green|clean|succeed|work|ok|grün|gruen|durch|fehlerfrei|besteh|bestanden|sauber|erfolgreich|réussi|vert|pasan?(?!\\p{L})|pasar|pasen|verde|éxito';

function add(found: Found, text: string, named: readonly RepoFacts[], facts: readonly RepoFacts[]): void {
  const parsed = parseCommand(text);
  if (!parsed.ok) {
    if (isFirst(found, text)) found.refused.push({ text, reason: parsed.reason });
    return;
  }
  for (const repo of reposFor(text, named, facts)) {
    if (!isFirst(found, `${repo.name}\n${text}`)) continue;
    found.plans.push({ repo: repo.name, command: text, argv: parsed.argv, source: sourceOf(text, repo) });
  }
}

const isFirst = ({ seen }: Found, key: string): boolean => !seen.has(key) && Boolean(seen.add(key));

/** The repositories that the criterion names, else each that has the command, else (a new command) all. */
function reposFor(
  text: string,
  named: readonly RepoFacts[],
  facts: readonly RepoFacts[],
): readonly RepoFacts[] {
  if (named.length > 0) return named;
  const having = facts.filter((repo) => sourceOf(text, repo) !== 'new');
  return having.length > 0 ? having : facts;
}

function sourceOf(text: string, repo: RepoFacts): CheckPlan['source'] {
  if (repo.configured.includes(text)) return 'configured';
  return repo.detected.includes(text) ? 'detected' : 'new';
}
