/** The sentences of an intake question. */
import { asksForMore } from '../../run/addition.js';
import type { Field, IntakeQuestion } from '../../run/context.js';
import { lackFrom, mayBeMeant } from '../../run/lack.js';
import type { QuestionView } from '../../run/views.js';
import { join, type Mrkdwn, quote, say, words } from '../escape.js';
import { FIELD_WORDS } from './card.js';
import { keptBy, orKeep, plainProposed, proposed } from './interview.js';
import { LABELS } from './labels.js';
import { lackSentence } from './lack.js';
import { type Detail, decided, person } from './words.js';

export const isOpen = (view: QuestionView): boolean => view.actions.length > 0;

/** Whom it asks, about what. */
export const questionHead = (view: QuestionView): Mrkdwn =>
  isOpen(view)
    ? say`${person(view.run.requester)}, a question about the *${FIELD_WORDS[view.question.field]}* of ${view.run.ticket}${more(view.open)}:`
    : say`Question about the *${FIELD_WORDS[view.question.field]}* of ${view.run.ticket}:`;

const more = (open: number): Mrkdwn | '' => (open > 1 ? say` (${open} fields are still open)` : '');

/** What is missing, and the one focused question. */
export const asking = (question: IntakeQuestion): Mrkdwn =>
  question.askedBy
    ? proposed(question)
    : join([lackSentence(question), saysAll(question) ? undefined : askFor(question)], ' ');

/** The reason says already what to write. */
const saysAll = ({ lack }: IntakeQuestion): boolean => mayBeMeant(lackFrom(lack));

/** Where checks are configured they run anyway, and words are enough. */
const askFor = ({ field, suggestions }: IntakeQuestion): Mrkdwn =>
  field === 'done' && suggestions.some(({ source }) => source.from === 'configuration')
    ? say`How can I tell that it is done, besides the configured checks? Say what one would see, or name a command in backticks.`
    : ASK[field];

/** The question alone, for documents. */
export const plainQuestion = (question: Pick<IntakeQuestion, 'field' | 'askedBy' | 'words'>): string =>
  question.askedBy ? plainProposed(question) : ASK[question.field].text;

const ASK: Record<Field, Mrkdwn> = {
  goal: say`What should be different when this run is done? One or two sentences are enough.`,
  scope: say`What may be changed? Name folders, files or parts of the repositories.`,
  done: say`How can I check that it is done? Name at least one command in backticks, for instance \`npm test\`.`,
  constraints: say`What must not be done or changed? \`none\` is a good answer.`,
  merge: say`How shall it be merged? \`default\` is the repository’s configured way.`,
};

/** The vague answer that may be kept, or what the ticket says, which nobody here has typed. */
export function soFar(question: IntakeQuestion, detail: Detail): Mrkdwn | undefined {
  const { ticketSays } = question;
  if (question.askedBy) return orKeep(question.acceptable ?? '', detail);
  if (!question.acceptable)
    return ticketSays === undefined
      ? undefined
      : join([say`The ticket says:`, quote(ticketSays, detail.text)]);
  return join([
    say`So far it says:`,
    quote(question.acceptable, detail.text),
    asksForMore(question)
      ? say`\`${LABELS.use_as_is}\` keeps that; an answer is added to it.`
      : say`\`${LABELS.use_as_is}\` keeps that; the brief then marks the field as accepted unclear.`,
  ]);
}

export const howToAnswer = (view: QuestionView): Mrkdwn =>
  view.question.suggestions.length > 0
    ? say`Press a button, or reply in this thread with your own words.`
    : say`Reply in this thread, or press \`${LABELS.write_answer}\`.`;

/** What became of a question that nobody can answer any more. */
export function outcomeOf({ question, closed }: QuestionView): Mrkdwn {
  if (question.answer) return say`Answered by ${decided(question.answer.decision)}`;
  const kept = keptBy(question);
  if (kept) return kept;
  if (closed) return endOf(closed);
  if (question.withdrawnBy)
    return say`No longer needed: the brief was filled in another way by ${decided(question.withdrawnBy)}`;
  if (question.withdrawn) return say`No longer needed: the brief was filled in another way.`;
  return say`No longer needed: the run is not in intake any more.`;
}

const endOf = ({ outcome, by }: NonNullable<QuestionView['closed']>): Mrkdwn => {
  if (outcome === 'lapsed') return say`Lapsed: nobody started the run within seven days.`;
  return by ? say`Cancelled by ${decided(by)}` : say`Closed before the run began.`;
};

/** What the last answer said about further fields, so that nobody is surprised by the brief. */
export const tookToo = ({ took = [] }: IntakeQuestion): Mrkdwn | undefined =>
  took.length > 0 ? say`I also took ${andList(took.map(tookAs))}.` : undefined;

/** `a, b and c`. */
const andList = (all: readonly Mrkdwn[]): Mrkdwn =>
  join(
    [join(all.slice(0, -1), ', '), ...all.slice(-1)].filter(({ text }) => text !== ''),
    ' and ',
  );

const tookAs = ({ field, text }: NonNullable<IntakeQuestion['took']>[number]): Mrkdwn =>
  say`“${words(text, 200)}” as the ${FIELD_WORDS[field]}`;
