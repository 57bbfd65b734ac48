/** Whether the text of a field is enough to work from, and if not why. Pure. */
import type { Field, FieldDraft } from './context.js';
import { commandsIn } from './criteria.js';
import { hasCommandLine, lackOfDone } from './judgement/done.js';
import { forbiddenScope } from './judgement/forbidden-scope.js';
import { lackOfGoal } from './judgement/goal.js';
import { isComing, isElsewhere, isNone, isWordless } from './judgement/placeholders.js';
import { isNamesAlone, lackOfScope, unmentioned } from './judgement/scope.js';
import { shown, visible, wordsOf } from './judgement/text.js';
import { saysNothing } from './judgement/vague-words.js';
import type { Lack } from './lack.js';
import type { RepoFacts } from './repository.js';

/** What a text is judged beside. */
export interface Beside {
  facts: readonly RepoFacts[];
  /** All fields; the one that is judged counts for nothing here. */
  draft: Partial<Record<Field, Pick<FieldDraft, 'text'> & Partial<FieldDraft>>>;
}

/** Judges the text of one field; undefined means that it is actionable. */
export function lackOf(field: Field, text: string | undefined, beside: Beside): Lack | undefined {
  const said = visible(text ?? '');
  if (said === '') return { kind: 'missing' };
  if (field === 'merge') return undefined;
  return field === 'constraints' ? lackOfConstraints(said, beside) : lackOfMatter(field, said, beside);
}

function lackOfConstraints(said: string, beside: Beside): Lack | undefined {
  if (isNone(said)) return undefined;
  return emptiness(said) ?? contradiction(textOf(beside, 'scope'), said, beside);
}

function lackOfMatter(field: 'goal' | 'scope' | 'done', said: string, beside: Beside): Lack | undefined {
  if (field === 'scope') return lackOfPlaces(said, beside);
  if (field === 'done') return lackOfCriteria(said, beside.facts);
  return nothingIn(said) ?? vagueness(field, said) ?? lackOfGoal(said, beside.facts);
}

function lackOfCriteria(said: string, facts: readonly RepoFacts[]): Lack | undefined {
  const found = commandsIn(said, facts);
  const empty = hasCommandLine(found) ? undefined : nothingIn(said);
  // What a program is called says nothing of what it does: `make all`.
  const vague = found.plans.length > 0 ? undefined : vagueness('done', said);
  return empty ?? vague ?? lackOfDone(said, found, facts);
}

/** `test` is a placeholder, unless a folder is called so. */
function lackOfPlaces(said: string, beside: Beside): Lack | undefined {
  const { facts } = beside;
  if (isNone(said)) return { kind: 'placeholder', words: shown(said) };
  const lack = (isNamesAlone(said, facts) ? undefined : emptiness(said)) ?? lackOfScope(said, facts);
  if (lack) return lack;
  const others = (['goal', 'done', 'constraints'] as const).flatMap((field) => textOf(beside, field) ?? []);
  return (
    contradiction(said, textOf(beside, 'constraints'), beside) ??
    // What the goal speaks of is known only once there is one.
    (textOf(beside, 'goal') === undefined ? undefined : unmentioned(said, facts, others))
  );
}

const nothingIn = (said: string): Lack | undefined =>
  isNone(said) ? { kind: 'placeholder', words: shown(said) } : emptiness(said);

function emptiness(said: string): Lack | undefined {
  if (isWordless(said) || isComing(said)) return { kind: 'placeholder', words: shown(said) };
  return isElsewhere(said) ? { kind: 'elsewhere', words: shown(said) } : undefined;
}

const vagueness = (field: 'goal' | 'done', said: string): Lack | undefined =>
  saysNothing(wordsOf(said), field) ? { kind: 'vague', words: shown(said) } : undefined;

function contradiction(scope: string | undefined, constraints: string | undefined, { facts }: Beside) {
  return scope === undefined || constraints === undefined
    ? undefined
    : forbiddenScope(scope, constraints, facts);
}

/** What another field says; nothing where somebody has accepted it although it is unclear. */
function textOf({ draft }: Beside, field: Field): string | undefined {
  const said = draft[field];
  return said === undefined || said.source === 'accepted_unclear' || said.text.trim() === ''
    ? undefined
    : said.text;
}
