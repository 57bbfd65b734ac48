/** Whether the text of a field is enough to work from. Pure. */
import type { Field, RepoFacts } from './context.js';
import { type CommandFinding, commandsIn } from './criteria.js';
import type { Lack } from './lack.js';

const PLACEHOLDERS =
  /^(?:tbd|tba|todo|fixme|xxx+|x|\?+|\.+|-+|n\/?a|none|nothing|idk|dunno|same(?: as (?:before|last time|usual|always))?|as (?:before|usual|discussed)|you know|whatever|etc|asap|placeholder|test|asdf)[\s.!?]*$/iu;
const VAGUE =
  /^(?:(?:please )?(?:just )?(?:fix|do|make|improve|change|update|finish) (?:it|this|that|things?|stuff)(?: (?:work|better|nicer|faster|good))?|(?:it )?(?:(?:should |must )?works?)(?: (?:well|fine|again))?|make (?:it|things) (?:better|work)|everything|all of it|the (?:code|app|thing))[\s.!]*$/iu;
const NO_CONSTRAINTS = /^(?:n\/?a|none|nothing|no|no constraints|-)[\s.!]*$/iu;

/** Judges the text of one field; undefined means that it is actionable. */
export function lackOf(
  field: Field,
  text: string | undefined,
  facts: readonly RepoFacts[],
): Lack | undefined {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') return 'missing';
  if (field === 'merge') return undefined;
  if (field === 'constraints' && NO_CONSTRAINTS.test(trimmed)) return undefined;
  if (PLACEHOLDERS.test(trimmed)) return 'placeholder';
  if (field !== 'constraints' && VAGUE.test(trimmed)) return 'vague';
  return field === 'done' ? lackOfCommands(commandsIn(trimmed, facts)) : undefined;
}

function lackOfCommands(found: CommandFinding): Lack | undefined {
  const refused = found.refused[0];
  if (refused) return { refused: `${refused.text}: ${refused.reason}` };
  return found.plans.length === 0 ? 'no_command' : undefined;
}
