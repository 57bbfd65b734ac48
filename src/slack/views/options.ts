/** The options of a question, whole, since buttons show only their beginnings. */
import { type Mrkdwn, say, words } from '../escape.js';
import { LIMITS } from '../limits.js';
import { type Detail, some } from '../messages/words.js';

/** A numbered list; undefined where nothing is offered. */
export function optionList(options: readonly string[], detail: Detail): Mrkdwn | undefined {
  if (options.length === 0) return undefined;
  const numbered = options.map((option, at) => say`${at + 1}. ${words(option, detail.text)}`);
  return some(numbered, LIMITS.select.options, (line) => line, '\n');
}
