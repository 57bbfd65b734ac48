/**
 * The prompts of one turn: the first, and further ones where the agent stopped at a refusal. Where the conversation stands
 * is read from what was sent and heard, so that each is sent exactly once, whichever bot is there.
 */
import type { RunContext } from '../../../run/context.js';
import { contractOf } from '../places.js';
import { refusedPrompt } from '../refused.js';
import { untoldAt } from './halt.js';
import type { Hearing } from './hearing.js';

export interface PromptingOptions extends Pick<Hearing, 'wire' | 'turn' | 'asked' | 'book' | 'refusals'> {
  home: string;
  run: () => RunContext;
  sessionId: string;
  text: string;
  /** Called before the first prompt is sent. */
  first: () => void;
  /** Told of each prompt. */
  prompted: (answered: Promise<unknown>) => void;
}

/** An agent that is refused more often in one turn is asked no more than whether it is done. */
const MOST_FURTHER = 20;

/** The answer to the last prompt of the turn. */
export async function promptTurn(options: PromptingOptions): Promise<unknown> {
  let id = options.wire.nextId;
  let result = await prompt(options, options.text, options.first);
  for (let from = 0, count = 0; count < MOST_FURTHER; count++) {
    const further = furtherAt(options, id, from);
    if (further === undefined) break;
    from = options.turn.haltAt(id)?.end ?? from;
    id = options.wire.nextId;
    if (options.wire.nextMethod === undefined) {
      await options.asked.abandon();
      options.book.add(FURTHER, options.wire.heard + 1);
    }
    result = await prompt(options, further);
  }
  return result;
}

const FURTHER = '--- it stopped at a refusal, and is told to go on another way';

/** The text of the prompt that follows the one of `id`, whose refusals lie behind byte `from`; undefined for none. */
function furtherAt(options: PromptingOptions, id: string, from: number): string | undefined {
  const { wire, turn, asked, refusals, home, run } = options;
  const known = wire.nextMethod;
  // An earlier bot has decided: what it sent is not sent again.
  if (known !== undefined) return known === 'session/prompt' ? '' : undefined;
  const halt = turn.haltAt(id);
  const isHalted = !run().agent.alive || run().pausedBy !== undefined || wire.sent.hasTold('session/cancel');
  if (!halt || isHalted || asked.hasQuestion()) return undefined;
  const untold = untoldAt(halt, refusals.between(from, halt.end));
  return untold && refusedPrompt(untold, contractOf(home, run()));
}

async function prompt(options: PromptingOptions, text: string, first?: () => void): Promise<unknown> {
  const { wire, sessionId } = options;
  const answered = wire.request('session/prompt', { sessionId, prompt: [{ type: 'text', text }] }, first);
  options.prompted(answered.catch(() => undefined));
  return answered;
}
