/**
 * Everything metawsm does. An effect becomes a row in the transaction that decided it, is carried out by the
 * handler of its kind, and may be carried out again after a crash: handlers are safe to repeat.
 */
import type { AgentMode } from './agent-life.js';
import type { MessagePlace } from './decision.js';
import type { TimerEvent, TimerName } from './events.js';

export interface EffectParams {
  /** Reads each wished repository and the ticket's document. Ends in `repositories_read` or `repositories_unusable`. */
  'repositories.read': { step: number };
  /** Asks the interviewer for further questions. Ends in `interview_done` or `interview_failed`. */
  'interview.ask': { step: number; round: number };
  /** Makes one worktree per repository side by side. Ends in `workspace_prepared` or `preparation_failed`. */
  'workspace.prepare': { step: number };
  /**
   * Removes worktrees, the folder and its branches: merged or empty ones, with `discard` all. Ends in `workspace_removed`
   * or `cleanup_refused`.
   */
  'workspace.remove': { step: number; discard: boolean };
  /** The same, but refuses what would lose work unless the run is left with `discard`. */
  'workspace.clean': { step: number };
  /** Starts the agent's program, or adopts it where it lives. Ends in `agent_started` or `agent_not_started`. */
  'agent.start': { step: number; mode: AgentMode };
  /** Writes the answer of a guidance request to where the agent waits. Ends in `guidance_delivered`. */
  'guidance.deliver': { id: string };
  /** Looks for the agent's last sign of life. Ends in `agent_seen`. */
  'agent.look': { step: number };
  /** Writes `operator-feedback.md` anew, for an agent that looks at it while it works. `notes`: how many there are. */
  'feedback.write': { notes: number };
  /** Ends the agent's process group. Ends in `processes_ended`. */
  'processes.end': { step: number };
  /** Commits leftovers, runs every check. Ends in `checks_finished` or `checks_unable`. */
  'checks.run': { step: number };
  /** Gates 2–7 and the merge commits. Ends in `merge_built` or `merge_refused`. */
  'merge.build': { step: number };
  /** Runs the checks on the merged result of the bases that moved. Ends in `merge_verified` or `checks_unable`. */
  'merge.verify': { step: number };
  /** Advances the bases to the stored merge commits. Ends in `merge_finished`. */
  'merge.push': { step: number };
  /** One commit with the ticket's documents. Ends in `ticket_written` or `ticket_failed`. */
  'ticket.write': { step: number };
  /** Posts the message `ref` of the outlook. Ends in `posted` or `post_refused`. */
  'slack.post': { ref: string };
  /** Draws the message `ref` anew. */
  'slack.update': { ref: string };
  /** Marks a person's message as taken. `name` without colons. */
  'slack.react': { place: MessagePlace; name: string };
  /** Brings the end of the agent's log, or the change, as a file into the direct channel of the Slack user `to`. */
  'slack.file': { what: FileKind; to: string };
  /** Sets the agent session of the run's thread to what the run's state says then. */
  'slack.session': { ref: 'session' };
}

/** What can be sent to a person as a file. */
export type FileKind = 'log' | 'diff';

export type EffectKind = keyof EffectParams;
export type Effect = { [K in EffectKind]: { kind: K; params: EffectParams[K] } }[EffectKind];

/** Carried out inside the deciding transaction. */
export type TimerChange =
  | { kind: 'timer.set'; params: { name: TimerName; afterMs: number; event: Omit<TimerEvent, 'at'> } }
  | { kind: 'timer.clear'; params: { name: TimerName } };

/**
 * Lanes run side by side, effects of one lane of one run one after another. `control` exists so that ending a
 * process never waits behind the work that it ends; `edits` and `files` so that a delayed edit or a long upload
 * never holds up a post.
 */
export type Lane = 'work' | 'control' | 'posts' | 'edits' | 'files';

export const LANES = {
  'repositories.read': 'work',
  'interview.ask': 'work',
  'workspace.prepare': 'work',
  'workspace.remove': 'work',
  'workspace.clean': 'work',
  'agent.start': 'work',
  'agent.look': 'work',
  'feedback.write': 'work',
  'guidance.deliver': 'work',
  'processes.end': 'control',
  'checks.run': 'work',
  'merge.build': 'work',
  'merge.verify': 'work',
  'merge.push': 'work',
  'ticket.write': 'work',
  'slack.post': 'posts',
  'slack.update': 'edits',
  'slack.react': 'edits',
  'slack.file': 'files',
  'slack.session': 'edits',
} as const satisfies Record<EffectKind, Lane>;
