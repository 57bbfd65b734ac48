/** The options of a question, whole, since buttons show only their beginnings, and where suggestions come from. */
import type { Suggestion } from '../../run/suggestions.js';
import { type Mrkdwn, say, words } from '../escape.js';
import { LIMITS } from '../limits.js';
import { suggestionWords } from '../messages/suggestion.js';
import { type Detail, some } from '../messages/words.js';

/** A numbered list; undefined where nothing is offered. */
export function optionList(options: readonly string[], detail: Detail): Mrkdwn | undefined {
  return numbered(options.map((option) => words(option, detail.text)));
}

/** The same with the source of each. */
export function suggestionList(suggestions: readonly Suggestion[], detail: Detail): Mrkdwn | undefined {
  return numbered(suggestions.map((one) => suggestionWords(one, detail)));
}

function numbered(lines: readonly Mrkdwn[]): Mrkdwn | undefined {
  if (lines.length === 0) return undefined;
  const all = lines.map((line, at) => say`${at + 1}. ${line}`);
  return some(all, LIMITS.select.options, (line) => line, '\n');
}
