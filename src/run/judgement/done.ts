/** Whether done criteria can be checked: by a command, or by what can be seen while configured checks run anyway. */

import type { CommandFinding } from '../criteria.js';
import type { Lack } from '../lack.js';
import type { RepoFacts } from '../repository.js';
import { feels } from './feelings.js';
import { isComing, isElsewhere, isNone } from './placeholders.js';
import { shown, wordsOf } from './text.js';
import { saysNothing } from './vague-words.js';

/** `found`: the commands in it. */
export function lackOfDone(
  text: string,
  { refused, plans }: CommandFinding,
  facts: readonly RepoFacts[],
): Lack | undefined {
  const [first] = refused;
  if (first) return { kind: 'refused', refused: `${first.text}: ${first.reason}` };
  if (plans.length > 0) return undefined;
  const criteria = text.split(/\n|;|[.!?](?=\s)/u).filter((line) => wordsOf(line).length > 0);
  if (!criteria.some(isConcrete)) return { kind: 'feeling', words: shown(text) };
  return facts.some(({ configured }) => configured.length > 0) ? undefined : { kind: 'no_command' };
}

/** A command with arguments, or by its path; a single word in backticks may still be a placeholder. */
export const hasCommandLine = ({ plans }: CommandFinding): boolean =>
  plans.some(({ argv }) => argv.length > 1 || argv[0]?.includes('/'));

/** Something that one can look at and say whether it holds. */
const isConcrete = (criterion: string): boolean =>
  !saysNothing(wordsOf(criterion), 'done') &&
  !isNone(criterion) &&
  !isComing(criterion) &&
  !isElsewhere(criterion) &&
  !feels(criterion);
