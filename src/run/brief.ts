/** The brief: which fields are actionable, what to ask next, and the way from done criteria to commands. */

import type { Brief, CheckPlan, Field, FieldDraft, IntakeQuestion, RunContext } from './context.js';
import { commandsIn } from './criteria.js';
import { criteriaText, wholeText } from './interview.js';
import { lackOf } from './judgement.js';
import { type Lack, lackFrom, mayBeMeant } from './lack.js';
import type { RepoFacts } from './repository.js';
import { type Grounds, type Suggestion, suggestionsFor } from './suggestions.js';

/** The fields that are asked for; the merge intent is `default` unless somebody says otherwise. */
export const ASKED: readonly Field[] = ['goal', 'scope', 'done', 'constraints'];

type Judged = Pick<RunContext, 'draft' | 'facts' | 'questions'>;

/** The fields that still need an answer, in the order of asking. */
export function openFields(run: Judged): Field[] {
  return ASKED.filter((field) => lackNow(run, field) !== undefined);
}

/** What a field lacks as the draft stands; what a person accepted, and a gentle question once answered, is settled. */
export function lackNow(run: Judged, field: Field): Lack | undefined {
  const draft = run.draft[field];
  if (draft?.source === 'accepted_unclear') return undefined;
  const lack = lackOf(field, draft?.text, run);
  return lack?.kind === 'unmentioned_repository' && wasAsked(run, field, lack.kind) ? undefined : lack;
}

const wasAsked = ({ questions }: Judged, field: Field, kind: Lack['kind']): boolean =>
  questions.some(
    (one) => one.field === field && lackFrom(one.lack).kind === kind && (one.answer || one.withdrawn),
  );

/** The next question, focused on the first field that is not actionable; undefined when the brief is. */
export function nextQuestion(
  run: Pick<RunContext, 'draft' | 'facts' | 'similar' | 'questions' | 'vague'>,
): IntakeQuestion | undefined {
  const field = openFields(run)[0];
  if (!field) return undefined;
  const draft = run.draft[field];
  const lack = lackNow(run, field) ?? { kind: 'missing' as const };
  const question: IntakeQuestion = {
    id: `q${run.questions.length + 1}`,
    field,
    lack,
    suggestions: offeredFor(field, lack, run),
  };
  if (draft?.source === 'ticket') question.ticketSays = draft.text;
  if (draft && isAcceptable(lack, run.vague[field] ?? 0) && draft.text.trim() !== '')
    question.acceptable = draft.text;
  return question;
}

/** From the second vague answer on; what is clear, and only does not fit, at once. */
const isAcceptable = (lack: Lack, vague: number): boolean =>
  mayBeMeant(lack) || (vague >= 2 && lack.kind !== 'refused');

/** Where only some repositories are asked about, what is in them, and that they stay as they are. */
function offeredFor(field: Field, lack: Lack, grounds: Grounds): Suggestion[] {
  const offered = suggestionsFor(field, grounds);
  if (lack.kind !== 'unmentioned_repository') return offered;
  const isThere = ({ source }: Suggestion) => 'repo' in source && lack.names.includes(source.repo);
  const stays: Suggestion = { text: `${lack.names.join(', ')} unchanged`, source: { from: 'usual' } };
  return [stays, ...offered.filter(isThere)];
}

/** Records a text for a field and counts it when it is not enough. */
export function withField(
  run: RunContext,
  field: Field,
  draft: FieldDraft,
): Pick<RunContext, 'draft' | 'vague'> {
  const next = { ...run, draft: { ...run.draft, [field]: draft } };
  const lacking = lackNow(next, field) !== undefined;
  return {
    draft: next.draft,
    vague: { ...run.vague, [field]: (run.vague[field] ?? 0) + (lacking ? 1 : 0) },
  };
}

/** The brief as it will be worked on; call it when no field is open. */
export function composeBrief(run: RunContext): Brief {
  const text = (field: Field) => wholeText(run, field);
  return {
    goal: text('goal'),
    scope: text('scope'),
    done: text('done'),
    constraints: text('constraints'),
    merge: text('merge') || 'default',
    unclear: ASKED.filter((field) => run.draft[field]?.source === 'accepted_unclear'),
    checks: plannedChecks(criteriaText(run), run.facts),
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
