/** An offered answer, and in a few words where it comes from. */
import type { Suggestion, SuggestionSource } from '../../run/suggestions.js';
import { code, type Mrkdwn, say, words } from '../escape.js';
import { type Detail, some } from './words.js';

/** Characters of a path or a name. */
const SHORT = 80;
const MOST_REPOSITORIES = 3;

/** The whole answer with its source, on one line. */
export function suggestionWords({ text, source }: Suggestion, detail: Detail): Mrkdwn {
  const where = sourceWords(source);
  const answer = words(text, detail.text);
  return where ? say`${answer} — ${where}` : answer;
}

/** Where the text of a field was found that somebody chose; undefined for what is always offered. */
export const suggestedBy = (source: SuggestionSource): Mrkdwn | undefined => {
  const where = sourceWords(source);
  if (!where || source.from === 'run') return where;
  return source.from === 'repository' && source.path === undefined
    ? say`a ${where}`
    : say`suggested by ${where}`;
};

/** Undefined for what is always offered, and for an agent's: its question names it. */
function sourceWords(source: SuggestionSource): Mrkdwn | undefined {
  switch (source.from) {
    case 'configuration':
      return say`checks of ${reposOf(source)} in metawsm.yml`;
    case 'repository':
      return fileWords(source);
    case 'run':
      return say`as in ${code(source.id, SHORT)}`;
    case 'agent':
    case 'usual':
      return undefined;
  }
}

function fileWords(source: Extract<SuggestionSource, { from: 'repository' }>): Mrkdwn {
  const { path, owners = [] } = source;
  if (path === undefined) return say`folder of ${reposOf(source)}`;
  const owned = owners.length > 0 ? say`, owned by ${some(owners, 2, (owner) => words(owner, SHORT))}` : '';
  return say`${words(path, SHORT)} of ${reposOf(source)}${owned}`;
}

const reposOf = ({ repo, also = [] }: { repo: string; also?: readonly string[] }): Mrkdwn =>
  some([repo, ...also], MOST_REPOSITORIES, (name) => words(name, SHORT));
