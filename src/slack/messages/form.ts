/** The words of the forms; plain text. */
import type { Field, IntakeQuestion } from '../../run/context.js';
import { plainWords } from '../escape.js';
import { lackSentence } from './lack.js';
import { EMPTY_FIELD } from './private.js';

export const FORMS = {
  answer: { title: 'Answer', submit: 'Send', label: 'Your answer' },
  answer_all: { title: 'Answer all', submit: 'Send' },
  edit_brief: { title: 'Edit brief', submit: 'Save' },
  fill_in: { title: 'Answer', submit: 'Send' },
  reject: {
    title: 'Reject with a note',
    submit: 'Reject',
    label: 'What shall it do instead?',
    hint: 'The agent is told that it may not, and what you write.',
  },
  feedback: {
    title: 'Request changes',
    submit: 'Send',
    label: 'What shall the agent change?',
    hint: 'It starts another iteration in the same workspace; the checks run again.',
  },
  hand_over: {
    title: 'Hand over',
    submit: 'Hand over',
    label: 'Who shall answer?',
    hint: 'Somebody who may answer here. It gives nobody a right, and anybody with the right may still answer.',
  },
  close: 'Cancel',
  tooLong: 'What is there is too long for a form. Leave this empty to keep it.',
} as const;

export const FIELD_LABELS: Record<Field, { label: string; hint: string }> = {
  goal: { label: 'Goal', hint: 'What should be different when this run is done?' },
  scope: { label: 'Scope', hint: 'Folders, files or parts of the repositories that may be changed.' },
  done: { label: 'Done criteria', hint: 'One a line; commands in backticks, for instance `npm test`.' },
  constraints: { label: 'Constraints', hint: 'What must not be done or changed; none is a good answer.' },
  merge: {
    label: 'Merge intent',
    hint: 'A wish for people and the agent to read. How it is merged stands in metawsm.yml; default is a good answer.',
  },
};

/** Below an input: why its text is not enough. It is taken all the same, so that nothing is lost. */
export function fieldError(question: IntakeQuestion): string {
  const why = lackSentence(question);
  if (!why) return EMPTY_FIELD;
  return `${plainWords(why)} Write more and send again, or close this form: the question is in the thread.`;
}
