/** From the words of done criteria to commands: text in backticks, or the name of a known command. */
import { parseCommand } from './command-line.js';
import type { CheckPlan, RepoFacts } from './context.js';

export interface CommandFinding {
  plans: CheckPlan[];
  /** Text in backticks that cannot be started without a shell. */
  refused: { text: string; reason: string }[];
}

/** Finds the commands in `done` and the repositories they run in. */
export function commandsIn(done: string, facts: readonly RepoFacts[]): CommandFinding {
  const found: CommandFinding = { plans: [], refused: [] };
  for (const criterion of criteriaIn(done)) {
    const named = facts.filter((repo) => names(criterion, repo.name));
    for (const command of quotedIn(criterion)) add(found, command, named, facts);
    const prose = criterion.replace(/`[^`]*`/gu, ' ');
    for (const command of knownCommands(facts))
      if (mentions(prose, command) || speaksOf(prose, command)) add(found, command, named, facts);
  }
  return found;
}

/** One criterion a line; a semicolon outside backticks separates as well. */
function criteriaIn(done: string): string[] {
  return done
    .split(/\n|;(?=(?:[^`]*`[^`]*`)*[^`]*$)/u)
    .map((line) => line.trim())
    .filter(Boolean);
}

function quotedIn(criterion: string): string[] {
  return [...criterion.matchAll(/`([^`\n]+)`/gu)].map((match) => match[1]!.trim()).filter(Boolean);
}

function knownCommands(facts: readonly RepoFacts[]): string[] {
  const all = new Set(facts.flatMap((repo) => [...repo.configured, ...repo.detected]));
  return [...all].sort((one, other) => other.length - one.length);
}

/** True when `word` stands in `text` by itself, letter case ignored. */
function mentions(text: string, word: string): boolean {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/\s+/gu, '\\s+');
  return new RegExp(`(?<![\\w/.-])${literal}(?![\\w/-])`, 'iu').test(text);
}

/** `tests pass` speaks of `npm test`, `lint is clean` of `npm run lint`. */
function speaksOf(prose: string, command: string): boolean {
  const script = /(?:^|\s)(test|lint|build|typecheck|check)$/u.exec(command)?.[1];
  if (!script) return false;
  return new RegExp(`\\b${script}(?:s|ing)?\\s+(?:\\w+\\s+)?(?:pass|green|clean|succeed|work|ok)`, 'iu').test(
    prose,
  );
}

const names = (criterion: string, repo: string) => mentions(criterion.replace(/`[^`]*`/gu, ' '), repo);

function add(
  found: CommandFinding,
  text: string,
  named: readonly RepoFacts[],
  facts: readonly RepoFacts[],
): void {
  const parsed = parseCommand(text);
  if (!parsed.ok) {
    if (!found.refused.some((other) => other.text === text))
      found.refused.push({ text, reason: parsed.reason });
    return;
  }
  for (const repo of reposFor(text, named, facts)) {
    if (found.plans.some((plan) => plan.repo === repo.name && plan.command === text)) continue;
    found.plans.push({ repo: repo.name, command: text, argv: parsed.argv, source: sourceOf(text, repo) });
  }
}

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
