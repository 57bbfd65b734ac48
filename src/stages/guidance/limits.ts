/** How much an agent may ask and tell through files. */
import type { RunContext } from '../../run/context.js';
import type { NewRequest } from '../../run/guidance-request.js';

/** Of one life, with those that are over: each is a message in the thread. */
const MOST_ASKED = 200;
/** Characters of all requests of a run together: it is stored anew with each event. */
const MOST_CHARACTERS = 2_000_000;
/** So many files that do not fit are told in the thread; the others lie in `rejected/` all the same. */
const MOST_REJECTED = 50;

/** Why a request is not taken; undefined for one that is. */
export function tooMuchAsked(
  { guidance, agent }: RunContext,
  request: Pick<NewRequest, 'question' | 'context' | 'options' | 'via'>,
): string | undefined {
  const { via: way } = request;
  // Stored already: the bot died before it had noted that.
  if (guidance.some(({ via }) => via.kind === 'mailbox' && way.kind === 'mailbox' && via.id === way.id))
    return undefined;
  const asked = guidance.filter(({ step, via }) => step === agent.step && via.kind !== 'acp');
  if (asked.length >= MOST_ASKED) return `${MOST_ASKED} were asked since the agent was started`;
  const length = guidance.reduce((sum, one) => sum + lengthOf(one), lengthOf(request));
  return length > MOST_CHARACTERS ? 'all questions of this run together are too long' : undefined;
}

/** Whether this rejection is told, and whether it is the last one that is. */
export function toldOf({ notices }: RunContext): 'told' | 'last' | 'untold' {
  const told = notices.filter(({ kind }) => kind === 'rejected_file').length;
  if (told >= MOST_REJECTED) return 'untold';
  return told === MOST_REJECTED - 1 ? 'last' : 'told';
}

const lengthOf = ({
  question,
  context = '',
  options,
}: Pick<NewRequest, 'question' | 'context' | 'options'>) =>
  options.reduce((sum, one) => sum + one.length, question.length + context.length);
