/** Answers that are offered for a field, each with where it comes from. Pure. */
import type { Field, RepoFacts } from './context.js';

/** An offered answer. */
export interface Suggestion {
  text: string;
  source: SuggestionSource;
}

export type SuggestionSource =
  /** `repos[].checks` of the configuration. */
  | { from: 'configuration'; repo: string }
  /** A file or folder of the repository; `path` is relative to it. */
  | { from: 'repository'; repo: string; path?: string }
  /** Proposed by an agent that reads ticket and repositories. */
  | { from: 'agent'; agent: string }
  /** Always offered for the field. */
  | { from: 'usual' };

const MOST_SUGGESTIONS = 8;

export function suggestionsFor(field: Field, facts: readonly RepoFacts[]): Suggestion[] {
  if (field === 'constraints') return [{ text: 'none', source: { from: 'usual' } }];
  if (field !== 'done') return [];
  const offered = facts.flatMap(({ name: repo, configured, detected }) => [
    ...configured.map((command) => passes(command, { from: 'configuration', repo })),
    ...detected.map((command) => passes(command, { from: 'repository', repo })),
  ]);
  const isFirst = ({ text }: Suggestion, at: number) => offered.findIndex((one) => one.text === text) === at;
  return offered.filter(isFirst).slice(0, MOST_SUGGESTIONS);
}

const passes = (command: string, source: SuggestionSource): Suggestion => ({
  text: `\`${command}\` passes`,
  source,
});
