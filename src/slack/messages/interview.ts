/** The sentences around the questions of an agent that reads ticket and repositories. Its own words stand quoted. */
import type { IntakeQuestion } from '../../run/context.js';
import type { Trouble } from '../../run/evidence.js';
import { code, join, type Mrkdwn, quote, say } from '../escape.js';
import { LABELS } from './labels.js';
import { lackSentence } from './lack.js';
import { explained } from './trouble.js';
import { type Detail, decided } from './words.js';

/** An agent's question: what an answer given so far lacks, who asks, and why. */
export const proposed = (question: IntakeQuestion): Mrkdwn => {
  const { askedBy = '', words: asked = '', why } = question;
  return join([
    lackSentence(question),
    say`The interviewer ${code(askedBy)} asks:`,
    quote(asked, 600),
    why === undefined ? undefined : join([say`It says why:`, quote(why, 600)]),
  ]);
};

/** The question alone, for documents. */
export const plainProposed = ({
  askedBy = '',
  words: asked = '',
}: Pick<IntakeQuestion, 'askedBy' | 'words'>): string => `${askedBy} asks: ${asked}`;

/** How one may go on without an answer. */
export const orKeep = (soFar: string, detail: Detail): Mrkdwn =>
  join([
    say`So far the brief says:`,
    quote(soFar, detail.text),
    say`\`${LABELS.use_as_is}\` leaves it like that; an answer is added to it.`,
  ]);

export const keptBy = ({ keptBy: by }: IntakeQuestion): Mrkdwn | undefined =>
  by && say`Left as it is by ${decided(by)}`;

/** On the brief. */
export const startNeedNotWait = (agent: string): Mrkdwn =>
  say`The interviewer ${code(agent)} is still reading ticket and repositories and may ask something. \`${LABELS.start}\` does not wait for it.`;

/** Why there are no questions of the agent. */
export const notHeard = (trouble: Trouble | undefined): [Mrkdwn, ...Mrkdwn[]] => {
  const { what, todo } = explained(
    trouble?.code ?? 'interview_broken',
    trouble?.detail === undefined ? {} : { detail: trouble.detail },
  );
  return [say`The interviewer could not be heard, so my own questions go on alone. ${what}`, todo];
};
