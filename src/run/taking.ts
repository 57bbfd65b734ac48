/** How the texts of one message come into a draft, and what an edit of it changes. Pure changes of context. */
import { asksForMore, withFormer } from './addition.js';
import { isUnanswered, questionFor } from './asked.js';
import { lackNow, withField } from './brief.js';
import {
  FIELDS,
  type Field,
  type FieldDraft,
  type IntakeQuestion,
  MOST_TEXT,
  type RunContext,
} from './context.js';
import type { Decision, MessagePlace } from './decision.js';
import type { PersonEvent } from './events.js';
import { answerProposed, proposedAnsweredIn } from './interview.js';
import type { Lack } from './lack.js';
import { type Parts, partsOf } from './parts.js';

type Texts = Parts['texts'];
type Edit = Extract<PersonEvent, { type: 'edit_answer' }>;

/** What an answer to `question` says. A suggestion, and what an agent has asked for, is taken as it stands. */
export function partsIn(run: RunContext, question: IntakeQuestion, text: string): Parts {
  const parts = ownPartsIn(run, question, text);
  const { scope } = parts.texts;
  if (scope === undefined || !asksForMore(question) || parts.labelled.includes('scope')) return parts;
  return { ...parts, texts: { ...parts.texts, scope: withFormer(question, scope, run.facts) } };
}

function ownPartsIn(run: RunContext, question: IntakeQuestion, text: string): Parts {
  if (question.askedBy || question.suggestions.some((one) => one.text === text))
    return { texts: { [question.field]: text }, labelled: [] };
  const place = question.answer?.decision.message;
  const takesDone = !run.draft.done?.text.trim() || isFrom(run.draft.done, place);
  return partsOf(text, question.field, run.facts, takesDone);
}

/** The draft with these texts; what is there already stays whose it was, but for the field that was asked for. */
export function withTexts(
  run: RunContext,
  texts: Texts,
  origin: Omit<FieldDraft, 'text'>,
  asked?: Field,
): Pick<RunContext, 'draft' | 'vague'> {
  let next = run;
  for (const field of FIELDS) {
    const text = texts[field];
    if (text === undefined || text.trim() === '') continue;
    if (field !== asked && text === run.draft[field]?.text) continue;
    next = { ...next, ...withField(next, field, { text, ...origin }) };
  }
  return { draft: next.draft, vague: next.vague };
}

/** What a text would lack in this run; undefined: it is enough. */
export const lackIn = (run: RunContext, field: Field, text: string | undefined): Lack | undefined =>
  lackNow({ ...run, draft: { ...run.draft, [field]: { text: text ?? '', source: 'form' } } }, field);

/**
 * Open questions about fields whose text has changed, or has become enough, are no longer needed; they are asked anew
 * where they are. What an agent asked stays open: a form or an edit does not speak of it.
 */
export function withdrawTouched(
  run: RunContext,
  { draft }: Pick<RunContext, 'draft'>,
  withdrawnBy: Decision,
): IntakeQuestion[] {
  const isOver = (field: Field) =>
    draft[field] !== run.draft[field] || lackNow({ ...run, draft }, field) === undefined;
  return run.questions.map((one) =>
    !isUnanswered(one) || one.askedBy || !isOver(one.field) ? one : { ...one, withdrawn: true, withdrawnBy },
  );
}

/** What the newest answer said about other fields than the one that was asked for. */
export function takenBeside({ questions, draft }: RunContext): IntakeQuestion['took'] {
  const last = questions.at(-1);
  const at = last?.answer?.decision.at;
  if (!last || at === undefined) return undefined;
  const fields = FIELDS.filter((field) => field !== last.field && draft[field]?.decision?.at === at);
  return fields.length > 0 ? fields.map((field) => ({ field, text: draft[field]!.text })) : undefined;
}

const isFrom = (draft: FieldDraft | undefined, place: MessagePlace | undefined): boolean => {
  const from = draft?.decision?.message;
  return from !== undefined && from.ts === place?.ts && from.channel === place.channel;
};

/** The question that the edited message has answered. */
export const editedQuestion = ({ questions }: RunContext, { message }: Edit): IntakeQuestion | undefined =>
  questions.find(({ answer }) => {
    const place = answer?.decision.message;
    return place?.ts === message.ts && place.channel === message.channel;
  });

/**
 * An edited answer: every field that came from it follows, and one that it no longer speaks of is open again. What
 * somebody has changed since stays, unless the edit names that field anew.
 */
export function editAnswer(run: RunContext, event: Edit, decision: Decision): Partial<RunContext> {
  const proposed = proposedAnsweredIn(run, event.message);
  if (proposed) return answerProposed(run, proposed, event.text, decision);
  const question = editedQuestion(run, event);
  if (!question?.answer) return {};
  const before = partsIn(run, question, question.answer.text);
  const after = partsIn(run, question, event.text);
  const isOwn = (field: Field) => isFrom(run.draft[field], event.message);
  const follows = (field: Field) =>
    isOwn(field) || (after.labelled.includes(field) && after.texts[field] !== before.texts[field]);
  const texts = Object.fromEntries(
    FIELDS.filter(follows).flatMap((field) => (after.texts[field] ? [[field, after.texts[field]]] : [])),
  );
  const { draft: kept, vague } = withTexts(run, texts, { source: 'answer', decision });
  const draft = withoutFields(
    kept,
    FIELDS.filter((field) => isOwn(field) && !after.texts[field]),
  );
  const answer = { text: event.text, decision };
  const questions = withdrawTouched(run, { draft }, decision);
  return {
    draft,
    vague,
    questions: questions.map((one) => (one.id === question.id ? { ...one, answer } : one)),
  };
}

/** True where the edited message still counts, or names a field anew. */
export function changesBy(run: RunContext, event: Edit, decision: Decision): boolean {
  if (tooLongIn(run, event)) return false;
  if (proposedAnsweredIn(run, event.message)) return true;
  const { draft } = editAnswer(run, event, decision);
  if (!draft) return false;
  return FIELDS.some((field) => isFrom(run.draft[field], event.message) || draft[field] !== run.draft[field]);
}

function withoutFields(draft: RunContext['draft'], gone: readonly Field[]): RunContext['draft'] {
  const left = Object.entries(draft).filter(([field]) => !gone.includes(field as Field));
  const merge: FieldDraft = { text: 'default', source: 'default' };
  return gone.includes('merge') ? Object.fromEntries([...left, ['merge', merge]]) : Object.fromEntries(left);
}

/** The field whose text would be longer than a form can hold. */
export function tooLongIn(run: RunContext, event: PersonEvent): { field: Field; length: number } | undefined {
  if (event.type !== 'answer' && event.type !== 'edit_answer') return undefined;
  const question = event.type === 'answer' ? questionFor(run, event.target) : editedQuestion(run, event);
  if (!question) return undefined;
  const { texts } = partsIn(run, question, event.text);
  const field = FIELDS.find((one) => (texts[one]?.length ?? 0) > MOST_TEXT);
  return field && { field, length: texts[field]!.length };
}
