/** How a turn has ended, from the answer to its prompt or from what broke it. */
import type { Fault } from '../../../run/events.js';
import { faultOf, limitInWords } from './faults.js';
import { Refused } from './message.js';
import { isGroup } from './plain.js';
import { Gone, TurnFault } from './turn-fault.js';
import type { TurnEnd } from './turn-folder.js';
import { TooMuch } from './wire.js';

/** What is known beside the error. */
export interface Circumstances {
  /** The end of what the agent wrote to standard error; empty for nothing. */
  errors: string;
  now: string;
}

/** Ends of a turn that say why nothing more came. */
const REASONS: Record<string, string> = {
  refusal: 'the model refused to go on',
  max_tokens: 'the model reached its limit of tokens',
  max_turn_requests: 'the agent reached its limit of requests to the model in one turn',
  cancelled: 'the turn was cancelled',
};

export function turnEnded(
  result: unknown,
  said: string,
  { modelFailed, now }: { modelFailed: boolean; now: string },
): TurnEnd {
  const limit = limitInWords(said, now);
  if (limit) return { exitCode: 1, limit };
  // An agent that gave up on its model ends its turn as if it were done.
  if (modelFailed) return { exitCode: 1, detail: said, fault: { code: 'agent_unreachable', detail: said } };
  const reason = isGroup(result) && typeof result.stopReason === 'string' ? result.stopReason : '';
  const detail = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  return {
    exitCode: 0,
    ...(said === '' ? {} : { said }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** A turn that was begun and is broken. */
export function brokenBy(error: unknown, about: Circumstances): TurnEnd {
  if (error instanceof Gone) {
    const detail = error.detail || about.errors;
    return { exitCode: isLost(error.exitCode) ? null : error.exitCode, ...(detail === '' ? {} : { detail }) };
  }
  if (error instanceof Refused) {
    const { kind, detail, ...rest } = faultOf(error, about.errors, about.now);
    if (kind === 'limit') return { exitCode: 1, limit: { ...rest, detail } };
    return { exitCode: 1, detail, fault: { code: CODES[kind], detail } };
  }
  const fault = faultBy(error, about);
  return { exitCode: 1, fault, ...(fault.detail === undefined ? {} : { detail: fault.detail }) };
}

/** An agent that never came as far as a session. */
export function notStartedBy(error: unknown, about: Circumstances): Fault {
  if (error instanceof Refused) {
    const { kind, detail } = faultOf(error, about.errors, about.now);
    return { code: kind === 'limit' ? 'agent_refused' : CODES[kind], detail };
  }
  return faultBy(error, about);
}

/** Codes of a shell for a program that somebody ended: SIGHUP, SIGINT, SIGKILL (also for want of memory), SIGTERM. */
const ENDED = [129, 130, 137, 143];

/** It did not give up by itself, and is resumed. Without the end of its turn an exit code 0 says nothing. */
const isLost = (exitCode: number | null) => exitCode === null || exitCode === 0 || ENDED.includes(exitCode);

const CODES = { unreachable: 'agent_unreachable', login: 'agent_login', other: 'agent_refused' } as const;

function faultBy(error: unknown, { errors }: Circumstances): Fault {
  const withErrors = (detail: string) => (errors === '' ? detail : `${detail}\n${errors}`);
  if (error instanceof TurnFault) return { code: error.code, detail: withErrors(error.detail) };
  if (error instanceof TooMuch) return { code: 'agent_output' };
  if (!(error instanceof Gone)) return { code: 'agent_protocol', detail: String(error) };
  const { exitCode } = error;
  if (exitCode === 126 || exitCode === 127) return { code: 'agent_not_found', detail: errors };
  if (exitCode === 0)
    return { code: 'agent_protocol', detail: withErrors('it ended before it had answered') };
  return { code: 'agent_died', detail: withErrors(`exit code ${exitCode ?? 'unknown'}`) };
}
