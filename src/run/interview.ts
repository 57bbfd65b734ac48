/**
 * An agent as interviewer: it reads ticket and repositories beside the deterministic questions and proposes further
 * ones, which are asked when no field is open. Its answers stand beside a field's text and never replace it. Pure.
 */
import { type Field, type FieldDraft, type IntakeQuestion, MOST_TEXT, type RunContext } from './context.js';
import { commandsIn } from './criteria.js';
import type { Decision, MessagePlace } from './decision.js';
import type { Fault } from './events.js';
import type { ProposedQuestion } from './interview-answer.js';
import type { Lack } from './lack.js';
import type { RepoFacts } from './repository.js';
import { addNotice, troubleOf } from './verdict.js';

export interface Interview {
  /** Name of the agent. */
  agent: string;
  /** The newest round, from 1. */
  round: number;
  /** True while it reads. */
  reading: boolean;
  /** Proposed, and not asked yet. */
  pending: ProposedQuestion[];
  /** Ids of the questions whose answers belong to their fields. */
  added: string[];
}

type Change = Partial<RunContext>;

export const MOST_ROUNDS = 2;

/** An interviewer is wanted, and has not been asked yet. */
export const mayInterview = (run: RunContext): boolean =>
  run.settings.interviewer !== undefined && run.interview === undefined;

/** Its questions were answered, and there is a round left. */
export const mayInterviewAgain = ({ interview, questions }: RunContext): boolean =>
  interview !== undefined &&
  !interview.reading &&
  interview.round < MOST_ROUNDS &&
  questions.some((one) => one.askedBy !== undefined && one.answer !== undefined);

export function beginRound(run: RunContext): Change {
  const { round, added } = run.interview ?? { round: 0, added: [] };
  const agent = run.settings.interviewer ?? '';
  return {
    step: run.step + 1,
    interview: { agent, round: round + 1, reading: true, pending: [], added },
  };
}

/** Its questions are asked when no field is open. */
export const takeProposed = (run: RunContext, proposed: readonly ProposedQuestion[]): Change =>
  changed(run, { reading: false, pending: newsIn(run, proposed) });

/** True where it proposes something that was not asked before. */
export const hasNews = (run: RunContext, proposed: readonly ProposedQuestion[]): boolean =>
  newsIn(run, proposed).length > 0;

function newsIn(run: RunContext, proposed: readonly ProposedQuestion[]): ProposedQuestion[] {
  const known = new Set(run.questions.map(({ words }) => words));
  return proposed.filter(
    ({ question }, at) =>
      !known.has(question) && proposed.findIndex((one) => one.question === question) === at,
  );
}

/** It could not be heard; the deterministic rules go on alone. */
export const missInterview = (run: RunContext, fault: Fault, at: string): Change => ({
  ...changed(run, { reading: false }),
  ...addNotice(run, { kind: 'interview_failed', at, trouble: troubleOf(fault, at) }),
});

/** The next proposed question, asked now; undefined where there is none. */
export function askProposed(run: RunContext): Change | undefined {
  const [next, ...pending] = run.interview?.pending ?? [];
  if (!run.interview || !next) return undefined;
  return {
    ...changed(run, { pending }),
    questions: [...run.questions, questionOf(run, next, run.interview.agent)],
    revision: run.revision + 1,
  };
}

function questionOf(run: RunContext, proposed: ProposedQuestion, agent: string): IntakeQuestion {
  const { field, question: words, options, why } = proposed;
  return {
    id: `q${run.questions.length + 1}`,
    field,
    lack: { kind: 'missing' },
    suggestions: options.map((text) => ({ text, source: { from: 'agent', agent } })),
    askedBy: agent,
    words,
    ...(why === undefined ? {} : { why }),
    acceptable: wholeText(run, field),
  };
}

/** Takes the answer to a proposed question; a command that cannot run is asked about again. */
export function answerProposed(
  run: RunContext,
  question: IntakeQuestion,
  text: string,
  decision: Decision,
): Change {
  const answered = run.questions.map((one) =>
    one === question ? { ...one, answer: { text, decision } } : one,
  );
  const lack = question.field === 'done' ? unrunnable(text, run.facts) : undefined;
  const added = (run.interview?.added ?? []).filter((id) => id !== question.id);
  if (!lack) return { ...changed(run, { added: [...added, question.id] }), questions: answered };
  const { answer: _, ...asked } = question;
  const again = { ...asked, id: `q${run.questions.length + 1}`, lack };
  return { ...changed(run, { added }), questions: [...answered, again], revision: run.revision + 1 };
}

/** The proposed question whose answer was this message. */
export const proposedAnsweredIn = (
  run: RunContext,
  { channel, ts }: MessagePlace,
): IntakeQuestion | undefined =>
  run.questions.findLast(
    ({ askedBy, answer }) =>
      askedBy !== undefined &&
      answer?.decision.message?.ts === ts &&
      answer.decision.message.channel === channel,
  );

function unrunnable(text: string, facts: readonly RepoFacts[]): Lack | undefined {
  const refused = commandsIn(text, facts).refused[0];
  return refused && { kind: 'refused', refused: `${refused.text}: ${refused.reason}` };
}

/** The field stays as it is. */
export const keepField = (run: RunContext, question: IntakeQuestion, keptBy: Decision): Change => ({
  questions: run.questions.map((one) => (one === question ? { ...one, withdrawn: true, keptBy } : one)),
});

/** A new text for a field that was given in view of the whole: answers that it holds or dropped are not added again. */
export function withoutAdded(run: RunContext, field: Field): Change {
  if (!run.interview) return {};
  const shown = isShown(run, field) ? answersTo(run, field).map(({ id }) => id) : [];
  return changed(run, { added: run.interview.added.filter((id) => !shown.includes(id)) });
}

/** The text of a field with the answers that belong to it, one a line. */
export const wholeText = (run: RunContext, field: Field): string =>
  [run.draft[field]?.text.trim() ?? '', ...answersTo(run, field).map((one) => lineOf(one, run.facts))].join(
    '\n',
  );

/** The done criteria as commands are looked for in them: the interviewer's own words count for nothing. */
export const criteriaText = (run: RunContext): string =>
  [run.draft.done?.text.trim() ?? '', ...answersTo(run, 'done').map(({ answer }) => answer?.text ?? '')].join(
    '\n',
  );

/** What a form shows of a field, and compares with: the whole, unless that is too long for it. */
export const editableText = (run: RunContext, field: Field): string | undefined =>
  isShown(run, field) ? wholeText(run, field) : run.draft[field]?.text;

/** The draft as forms show it. */
export const editableDraft = (run: RunContext): Partial<Record<Field, Pick<FieldDraft, 'text'>>> =>
  Object.fromEntries(
    Object.keys(run.draft).map((field) => [field, { text: editableText(run, field as Field) ?? '' }]),
  );

const isShown = (run: RunContext, field: Field): boolean =>
  answersTo(run, field).length > 0 && wholeText(run, field).length <= MOST_TEXT;

const answersTo = ({ questions, interview }: RunContext, field: Field): IntakeQuestion[] =>
  questions.filter((one) => one.field === field && one.answer && interview?.added.includes(one.id));

/** `claude: Which language? — English`; a criterion with a command stands by itself. */
function lineOf({ field, askedBy, words, answer }: IntakeQuestion, facts: readonly RepoFacts[]): string {
  const text = answer?.text.trim() ?? '';
  if (field === 'done' && commandsIn(text, facts).plans.length > 0) return text;
  // in criteria, backticks mean a command
  const asked = field === 'done' ? words?.replaceAll('`', '') : words;
  return `${askedBy}: ${asked} — ${text}`;
}

const changed = ({ interview }: RunContext, change: Partial<Interview>): Change =>
  interview ? { interview: { ...interview, ...change } } : {};
