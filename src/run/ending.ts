/** What comes after a life of the agent. Pure. */
import type { AgentMode } from './agent-life.js';
import { questionIn } from './closing-question.js';
import type { RunContext } from './context.js';
import type { Fault, WorkEvent } from './events.js';
import {
  inPlaceOfAgent,
  mayMissAnswer,
  openRequests,
  withdrawPermissions,
  withdrawSpoken,
} from './guidance.js';
import type { NewRequest } from './guidance-request.js';

type Exited = Extract<WorkEvent, { type: 'agent_exited' }>;

export type Ending =
  /** Something is open that a person can still answer. */
  | { next: 'wait' }
  | { next: 'checks' }
  /** The agent is wanted again; `lost`: how many lives in a row have ended without an exit code. */
  | { next: 'again'; mode: AgentMode; lost: number }
  | { next: 'ask'; request: NewRequest }
  | { next: 'fail'; fault: Fault };

/** As often as this an agent that vanished is resumed without anybody being asked. */
const MOST_LOST = 2;

export function endingOf(run: RunContext, event: Exited): Ending {
  const left = openRequests({ ...run, ...afterTurn(run, event) });
  if (left.length > 0) return { next: 'wait' };
  if (run.agent.completed) return hasUntoldNotes(run) ? again('note') : { next: 'checks' };
  if (event.fault) return { next: 'fail', fault: event.fault };
  if (event.exitCode === 0) return afterSilence(run, event.said);
  if (event.exitCode !== null) return { next: 'fail', fault: deathOf('agent_died', event) };
  if (run.agent.lost < MOST_LOST) return again('resume', run.agent.lost + 1);
  return { next: 'fail', fault: deathOf('agent_vanished', event) };
}

/** The turn ended without a word about being done. */
function afterSilence(run: RunContext, said: string | undefined): Ending {
  if (mayMissAnswer(run)) return again('answer');
  if (hasUntoldNotes(run)) return again('note');
  const asked = said === undefined ? undefined : questionIn(said);
  if (asked) return { next: 'ask', request: { ...asked, agent: run.agent.name, via: { kind: 'prompt' } } };
  return run.agent.nudged ? { next: 'ask', request: inPlaceOfAgent(run, said) } : again('finish');
}

/**
 * A turn that is over takes its permissions along, and one that is done everything that only it could have heard of. Of a process that was lost they stay: whoever decides one brings the
 * agent back, which will ask the same again.
 */
export function afterTurn(run: RunContext, { exitCode, fault }: Exited): Partial<RunContext> {
  if (exitCode === null && !fault) return {};
  return exitCode === 0 && run.agent.completed ? withdrawSpoken(run) : withdrawPermissions(run);
}

/** Why the agent goes on once nothing is open any more, after it has ended while something was. */
export function modeAfterWaiting(run: RunContext): AgentMode {
  if (mayMissAnswer(run)) return 'answer';
  return run.agent.exitCode === 0 && !run.agent.nudged ? 'finish' : 'resume';
}

/** Whoever is not told yet gets a turn for it. */
export const hasUntoldNotes = (run: RunContext) => run.notes.some((note) => note.told === undefined);

const again = (mode: AgentMode, lost = 0): Ending => ({ next: 'again', mode, lost });

const deathOf = (code: string, { detail }: Exited): Fault =>
  detail === undefined ? { code } : { code, detail };
