/** How intake moves: answers into fields, questions asked and withdrawn, the brief composed. Pure changes of context. */
import { composeBrief, nextQuestion, openFields, withField } from './brief.js';
import { FIELDS, type Field, type FieldDraft, type IntakeQuestion, type RunContext } from './context.js';
import type { Decision } from './decision.js';
import type { Gesture, PersonEvent } from './events.js';

type Change = Partial<RunContext>;
type Answer = Extract<PersonEvent, { type: 'answer' }>;

export function decisionOf(event: Gesture): Decision {
  const decision: Decision = { by: event.actor, at: event.at };
  if (event.message) decision.message = event.message;
  if (event.from) decision.from = event.from;
  return decision;
}

/** The open question that an answer means; undefined when it is not open any more. */
export function questionFor(run: RunContext, target: string | undefined): IntakeQuestion | undefined {
  return run.questions.find(
    (one) => !one.answer && !one.withdrawn && (target === undefined || one.id === target),
  );
}

export function answerQuestion(run: RunContext, event: Answer): Change {
  const question = questionFor(run, event.target);
  if (!question) return {};
  const decision = decisionOf(event);
  const answer = { text: event.text, decision };
  return {
    ...withField(run, question.field, { text: event.text, ...sourceOf(question, event), decision }),
    questions: run.questions.map((one) => (one === question ? { ...one, answer } : one)),
  };
}

/** A pressed suggestion keeps where it came from. */
function sourceOf(
  { suggestions }: IntakeQuestion,
  { text, option = -1 }: Answer,
): Pick<FieldDraft, 'source' | 'suggested'> {
  const pressed = suggestions[option];
  return pressed?.text === text ? { source: 'suggestion', suggested: pressed.source } : { source: 'answer' };
}

export function acceptUnclear(run: RunContext, event: Extract<PersonEvent, { type: 'use_as_is' }>): Change {
  const question = questionFor(run, event.target);
  if (!question?.acceptable) return {};
  const decision = decisionOf(event);
  const answer = { text: question.acceptable, decision };
  return {
    ...withField(run, question.field, { text: question.acceptable, source: 'accepted_unclear', decision }),
    questions: run.questions.map((one) => (one === question ? { ...one, answer } : one)),
  };
}

/** The form: each field it names takes the new text; open questions about them are no longer needed. */
export function fillFields(run: RunContext, event: Extract<PersonEvent, { type: 'fill' }>): Change {
  let next = run;
  for (const field of FIELDS) {
    const text = event.fields[field];
    if (text === undefined || text.trim() === '' || text === run.draft[field]?.text) continue;
    const draft = { text, source: 'form' as const, decision: decisionOf(event) };
    next = { ...next, ...withField(next, field, draft) };
  }
  return { draft: next.draft, vague: next.vague, questions: withdrawOpen(run.questions, decisionOf(event)) };
}

/** The field whose answer was the message that has been edited. */
export function editedField(run: RunContext, event: PersonEvent): Field | undefined {
  if (event.type !== 'edit_answer') return undefined;
  return FIELDS.find((field) => {
    const place = run.draft[field]?.decision?.message;
    return place?.ts === event.message.ts && place.channel === event.message.channel;
  });
}

export function editAnswer(run: RunContext, event: Extract<PersonEvent, { type: 'edit_answer' }>): Change {
  const field = editedField(run, event);
  if (!field) return {};
  const decision = decisionOf(event);
  const answer = { text: event.text, decision };
  const questions = run.questions.map((one) =>
    one.answer?.decision.message?.ts === event.message.ts ? { ...one, answer } : one,
  );
  return {
    ...withField(run, field, { text: event.text, source: 'answer', decision }),
    questions: withdrawOpen(questions, decision),
  };
}

const withdrawOpen = (questions: readonly IntakeQuestion[], withdrawnBy: Decision) =>
  questions.map((one) => (one.answer || one.withdrawn ? one : { ...one, withdrawn: true, withdrawnBy }));

/** Asks the next question, or composes the brief when every field is actionable. */
export function advance(run: RunContext): Change {
  if (questionFor(run, undefined)) return {};
  const question = nextQuestion(run);
  if (question) return { questions: [...run.questions, question], revision: run.revision + 1 };
  return { brief: composeBrief(run), revision: run.revision + 1 };
}

export const actionable = (run: RunContext) =>
  openFields(run).length === 0 && questionFor(run, undefined) === undefined;
