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
import { commandsIn } from './criteria.js';
import { lackOf } from './judgement.js';
import { suggestionsFor } from './suggestions.js';

/** The fields that are asked for; the merge intent is `default` unless somebody says otherwise. */
export const ASKED: readonly Field[] = ['goal', 'scope', 'done', 'constraints'];

/** The fields that still need an answer, in the order of asking. */
export function openFields(run: Pick<RunContext, 'draft' | 'facts'>): Field[] {
  return ASKED.filter((field) => {
    const draft = run.draft[field];
    return draft?.source !== 'accepted_unclear' && lackOf(field, draft?.text, run.facts) !== undefined;
  });
}

/** The next question, focused on the first field that is not actionable; undefined when the brief is. */
export function nextQuestion(
  run: Pick<RunContext, 'draft' | 'facts' | 'similar' | 'questions' | 'vague'>,
): IntakeQuestion | undefined {
  const field = openFields(run)[0];
  if (!field) return undefined;
  const draft = run.draft[field];
  const lack = lackOf(field, draft?.text, run.facts);
  const question: IntakeQuestion = {
    id: `q${run.questions.length + 1}`,
    field,
    lack: lack ?? 'missing',
    suggestions: suggestionsFor(field, run),
  };
  if (draft?.source === 'ticket') question.ticketSays = draft.text;
  if (draft && (run.vague[field] ?? 0) >= 2 && draft.text.trim() !== '' && typeof lack !== 'object')
    question.acceptable = draft.text;
  return question;
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
