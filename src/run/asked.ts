/** Which questions of the intake wait for an answer. Pure. */
import type { IntakeQuestion, RunContext } from './context.js';

export const isUnanswered = ({ answer, withdrawn }: IntakeQuestion): boolean => !answer && !withdrawn;

/** The open question that an answer means, without `target` the oldest; undefined when it is not open any more. */
export const questionFor = (
  { questions }: Pick<RunContext, 'questions'>,
  target?: string,
): IntakeQuestion | undefined =>
  questions.find((one) => isUnanswered(one) && (target === undefined || one.id === target));
