/** Changes of context that several states share. */
import type { AgentMode } from '../agent-life.js';
import type { RunContext } from '../context.js';
import type { Fault, PersonEvent, RunEvent } from '../events.js';
import type { Notice } from '../evidence.js';
import { withdrawAll } from '../guidance.js';
import { decisionOf } from '../intake.js';
import { folded } from '../life.js';
import { addNotice, isMerged, mergesOf, troubleOf } from '../verdict.js';

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

/**
 * The agent is wanted in this mode, as soon as it may begin. `lost`: how many lives in a row have ended without an
 * exit code. That it said it is done counts no longer.
 */
export const wanted = (run: RunContext, mode: AgentMode, lost = 0) => {
  const { completed: _, ...agent } = run.agent;
  return { agentMode: mode, agent: { ...agent, lost } };
};

/** The agent begins now, in the mode that was wanted: its next life begins with the next step. */
export function newLife(run: RunContext): Change {
  const step = run.step + 1;
  const agent = {
    name: run.agent.name,
    alive: false,
    starting: true,
    step,
    iteration: run.iteration,
    nudged: run.agentMode === 'finish',
    lost: run.agent.lost,
  };
  const notes = run.notes.map((note) => (note.told === undefined ? { ...note, told: step } : note));
  // one that was ended for this may not have been heard of
  return { ...folded(run), agent, step, notes, trouble: undefined };
}

/** A person sends the agent to work: its time counts anew. */
export const sentBy = (run: RunContext, mode: AgentMode): Change => ({
  next: 'agent',
  worked: { ms: 0 },
  failedRounds: 0,
  pausedBy: undefined,
  ...wanted(run, mode),
});

/** Remembers who lets a run go on that rested; nothing for other events. */
export function sentOn({ revision }: RunContext, event: RunEvent): Change {
  if (event.type !== 'restart' && event.type !== 'resume' && event.type !== 'request_changes') return {};
  return { sentBy: { what: event.type, decision: decisionOf(event), revision } };
}

/** A person's feedback begins another iteration: completion, checks and merges start anew. */
export function iterate(run: RunContext, event: Extract<PersonEvent, { type: 'request_changes' }>): Change {
  return {
    iteration: run.iteration + 1,
    feedback: [...run.feedback, { at: event.at, by: event.actor, text: event.text }],
    merges: [],
    ...landedWith(run),
    mergedResults: [],
    refusal: undefined,
    ticketTrouble: undefined,
    unremoved: undefined,
    ...withdrawAll(run),
    ...sentBy(run, 'feedback'),
  };
}

function landedWith(run: RunContext): Change {
  const landed = mergesOf(run).filter(isMerged);
  return landed.length > 0 ? { landed } : {};
}

/** Its process lives, or is about to. */
export const isPresent = ({ agent }: RunContext): boolean => agent.alive || agent.starting;

/** True when the news is about the process that we know. */
export const lifeOf = (run: RunContext, step: number): boolean => run.agent.step === step;

export const isFresh = (run: RunContext, event: { revision?: number }) =>
  (event.revision ?? run.revision) === run.revision;

/** Every event that moves a run brings its instant; news from Slack does not move one. */
export const instantOf = (event: RunEvent): string => ('at' in event ? event.at : '');
