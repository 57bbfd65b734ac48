/** Changes of context that several states share. */
import type { AgentMode, RunContext } from '../context.js';
import type { Fault, PersonEvent } from '../events.js';
import type { Notice } from '../evidence.js';
import { withdrawAll } from '../guidance.js';
import { decisionOf } from '../intake.js';
import { addNotice, troubleOf } from '../verdict.js';

export type Change = Partial<RunContext>;
type Args = { context: RunContext };

export const stepOf = ({ context }: Args) => ({ step: context.step });

/** Begins new work: results of earlier steps are ignored from here on. */
export const raisedStep = ({ context }: Args): Change => ({ step: context.step + 1 });

/** What can be pressed changes: older buttons are refused from here on. */
export const raisedRevision = ({ context }: Args): Change => ({ revision: context.revision + 1 });

/** The run failed for a reason that a person has to know. */
export function failWith(run: RunContext, fault: Fault, at: string, kind: Notice['kind'] = 'failed'): Change {
  const trouble = troubleOf(fault, at);
  return { trouble, ...addNotice(run, { kind, at, trouble }) };
}

export const stopBy = (run: RunContext, event: Extract<PersonEvent, { type: 'stop' }>): Change => ({
  stoppedBy: decisionOf(event),
  ...withdrawAll(run),
});

/** The agent will be started in this mode: its next life begins with the next step. */
export function newLife(run: RunContext, mode: AgentMode): Change {
  const agent = {
    name: run.agent.name,
    alive: false,
    starting: true,
    step: run.step + 1,
    nudged: mode === 'finish',
    lost: mode === 'resume' ? run.agent.lost + 1 : 0,
  };
  return { agentMode: mode, agent, step: run.step + 1, trouble: undefined };
}

/** A person's feedback begins another iteration: completion, checks and merges start anew. */
export function iterate(run: RunContext, event: Extract<PersonEvent, { type: 'request_changes' }>): Change {
  return {
    iteration: run.iteration + 1,
    feedback: [...run.feedback, { at: event.at, by: event.actor, text: event.text }],
    failedRounds: 0,
    merges: [],
    mergedResults: [],
    refusal: undefined,
    ticketTrouble: undefined,
    ...newLife(run, 'feedback'),
  };
}

/** True when the news is about the process that we know. */
export const lifeOf = (run: RunContext, step: number): boolean => run.agent.step === step;
