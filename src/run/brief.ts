/** The brief: which fields are actionable, what to ask next, and the way from done criteria to commands. */

import type {
  Brief,
  CheckPlan,
  Field,
  FieldDraft,
  IntakeQuestion,
  RepoFacts,
  RunContext,
} from './context.js';
import { type CommandFinding, commandsIn } from './criteria.js';

/** The fields that are asked for; the merge intent is `default` unless somebody says otherwise. */
export const ASKED: readonly Field[] = ['goal', 'scope', 'done', 'constraints'];

/** Why a text is not enough; the sentence for it lives with the other texts that people read. */
export type Lack = 'missing' | 'placeholder' | 'vague' | 'no_command' | { refused: string };

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

/** The fields that still need an answer, in the order of asking. */
export function openFields(run: Pick<RunContext, 'draft' | 'facts'>): Field[] {
  return ASKED.filter((field) => {
    const draft = run.draft[field];
    return draft?.source !== 'accepted_unclear' && lackOf(field, draft?.text, run.facts) !== undefined;
  });
}

/** The next question, focused on the first field that is not actionable; undefined when the brief is. */
export function nextQuestion(
  run: Pick<RunContext, 'draft' | 'facts' | 'questions' | 'vague'>,
): IntakeQuestion | undefined {
  const field = openFields(run)[0];
  if (!field) return undefined;
  const draft = run.draft[field];
  const lack = lackOf(field, draft?.text, run.facts);
  const question: IntakeQuestion = {
    id: `q${run.questions.length + 1}`,
    field,
    lack: lack ?? 'missing',
    suggestions: suggestionsFor(field, run.facts),
  };
  if (draft?.source === 'ticket') question.ticketSays = draft.text;
  if (draft && (run.vague[field] ?? 0) >= 2 && draft.text.trim() !== '' && typeof lack !== 'object')
    question.acceptable = draft.text;
  return question;
}

function suggestionsFor(field: Field, facts: readonly RepoFacts[]): string[] {
  if (field === 'constraints') return ['none'];
  if (field !== 'done') return [];
  const commands = facts.flatMap((repo) => [...repo.configured, ...repo.detected]);
  return [...new Set(commands)].slice(0, 8).map((command) => `\`${command}\` passes`);
}

/** Records a text for a field and counts it when it is not enough. */
export function withField(
  run: RunContext,
  field: Field,
  draft: FieldDraft,
): Pick<RunContext, 'draft' | 'vague'> {
  const lacking = draft.source !== 'accepted_unclear' && lackOf(field, draft.text, run.facts) !== undefined;
  return {
    draft: { ...run.draft, [field]: draft },
    vague: { ...run.vague, [field]: (run.vague[field] ?? 0) + (lacking ? 1 : 0) },
  };
}

/** The brief as it will be worked on; call it when no field is open. */
export function composeBrief(run: RunContext): Brief {
  const text = (field: Field) => run.draft[field]?.text.trim() ?? '';
  return {
    goal: text('goal'),
    scope: text('scope'),
    done: text('done'),
    constraints: text('constraints'),
    merge: text('merge') || 'default',
    unclear: ASKED.filter((field) => run.draft[field]?.source === 'accepted_unclear'),
    checks: plannedChecks(text('done'), run.facts),
  };
}

/** Every command of the done criteria and every configured check, each once per repository. */
export function plannedChecks(done: string, facts: readonly RepoFacts[]): CheckPlan[] {
  const configured = facts.flatMap(
    (repo) => commandsIn(repo.configured.map(quoted).join('\n'), [repo]).plans,
  );
  const plans = [...configured, ...commandsIn(done, facts).plans];
  const seen = new Set<string>();
  return plans.filter((plan) => {
    const key = `${plan.repo}\n${plan.argv.join('\0')}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

const quoted = (command: string) => `\`${command}\``;
