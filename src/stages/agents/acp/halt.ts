/** Why an agent has ended a turn that is not over: it was refused something. Pure. */
import { isGroup } from './plain.js';
import type { Refusal } from './refusals.js';

/** The answer to a prompt, and where it stands in what the agent wrote. */
export interface Halt {
  reason: string;
  /** Bytes up to the end of the answer, and of the last thing that the agent said, began or asked before it. */
  end: number;
  worked: number;
  /** It ended as if all were well, though its model had failed. */
  failed: boolean;
}

export const reasonOf = (result: unknown): string =>
  isGroup(result) && typeof result.stopReason === 'string' ? result.stopReason : '';

/**
 * What the agent has to be told so that it goes on; undefined where its turn is over. `refusals`: those of this prompt.
 * `cancelled`, which metawsm has not asked for, is how Codex ends after each refusal; opencode says `end_turn`.
 */
export function untoldAt(
  { reason, worked, failed }: Halt,
  refusals: readonly Refusal[],
): readonly Refusal[] | undefined {
  if (failed) return undefined;
  if (reason === 'cancelled') return refusals;
  if (reason !== 'end_turn') return undefined;
  // One that went on by itself gets what a person said beside it as a note, with its next turn.
  return refusals.some(({ from }) => worked <= from) ? refusals : undefined;
}
