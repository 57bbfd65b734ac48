/** How intake moves: answers into fields, questions asked and withdrawn, the brief composed. Pure changes of context. */
import { asksForMore } from './addition.js';
import { questionFor } from './asked.js';
import { composeBrief, nextQuestion, openFields, withField } from './brief.js';
import { FIELDS, type Field, type FieldDraft, type IntakeQuestion, type RunContext } from './context.js';
import type { Decision } from './decision.js';
import type { Gesture, PersonEvent } from './events.js';
import { answerProposed, askProposed, editableText, keepField, withoutAdded } from './interview.js';
import { partsIn, takenBeside, withdrawTouched, withTexts } from './taking.js';

type Change = Partial<RunContext>;
type Answer = Extract<PersonEvent, { type: 'answer' }>;

export function decisionOf(event: Gesture): Decision {
  const decision: Decision = { by: event.actor, at: event.at };
  if (event.message) decision.message = event.message;
  if (event.from) decision.from = event.from;
  if (event.edited) decision.edited = event.edited;
  return decision;
}

/** Each field that the message speaks of takes its text; the question itself is answered by the whole of it. */
export function answerQuestion(run: RunContext, event: Answer): Change {
  const question = questionFor(run, event.target);
  if (!question) return {};
  const decision = decisionOf(event);
  if (question.askedBy) return answerProposed(run, question, event.text, decision);
  const answer = { text: event.text, decision };
  const origin = { ...sourceOf(question, event), decision };
  return {
    ...withTexts(run, partsIn(run, question, event.text).texts, origin, question.field),
    questions: run.questions.map((one) => (one === question ? { ...one, answer } : one)),
  };
}

/** A pressed suggestion keeps where it came from, where it is the whole text. */
function sourceOf(
  question: IntakeQuestion,
  { text, option = -1 }: Answer,
): Pick<FieldDraft, 'source' | 'suggested'> {
  const pressed = asksForMore(question) ? undefined : question.suggestions[option];
  return pressed?.text === text ? { source: 'suggestion', suggested: pressed.source } : { source: 'answer' };
}

export function acceptUnclear(run: RunContext, event: Extract<PersonEvent, { type: 'use_as_is' }>): Change {
  const question = questionFor(run, event.target);
  if (!question?.acceptable) return {};
  const decision = decisionOf(event);
  if (question.askedBy) return keepField(run, question, decision);
  const answer = { text: question.acceptable, decision };
  return {
    ...withField(run, question.field, { text: question.acceptable, source: 'accepted_unclear', decision }),
    questions: run.questions.map((one) => (one === question ? { ...one, answer } : one)),
  };
}

/** The form: each field it names takes the new text; an open question about one of them is no longer needed. */
export function fillFields(run: RunContext, event: Extract<PersonEvent, { type: 'fill' }>): Change {
  const decision = decisionOf(event);
  const isTyped = (field: Field) => {
    const text = event.fields[field]?.trim();
    return text !== undefined && text !== '' && event.fields[field] !== editableText(run, field);
  };
  const typed = FIELDS.filter(isTyped);
  let base = run;
  for (const field of typed) base = { ...base, ...withoutAdded(base, field) };
  const texts = Object.fromEntries(typed.map((field) => [field, event.fields[field]]));
  const { draft, vague } = withTexts(base, texts, { source: 'form', decision });
  return {
    draft,
    vague,
    questions: withdrawTouched(run, { draft }, decision),
    ...(base.interview ? { interview: base.interview } : {}),
  };
}

/** Asks the next question, or composes the brief when every field is actionable. */
export function advance(run: RunContext): Change {
  if (questionFor(run)) return {};
  const next = nextQuestion(run);
  const took = takenBeside(run);
  const question = next && took ? { ...next, took } : next;
  if (question) return { questions: [...run.questions, question], revision: run.revision + 1 };
  const proposed = askProposed(run);
  if (proposed) return proposed;
  return { brief: composeBrief(run), revision: run.revision + 1 };
}

export const actionable = (run: RunContext) =>
  openFields(run).length === 0 &&
  questionFor(run) === undefined &&
  (run.interview?.pending.length ?? 0) === 0;
