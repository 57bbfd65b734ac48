/**
 * Everything that can happen to a run. A person's gesture carries `actor` and is judged by `run/policy`; the
 * result of an effect carries the `step` it belongs to and is ignored when the run has moved on.
 */

import type { Field } from './context.js';
import type { MessagePlace } from './decision.js';
import type { CheckResult, RepoChange, RepoMerge, TicketCheckout, TicketClosed } from './evidence.js';
import type { FormValues, NewRequest } from './guidance-request.js';
import type { ProposedQuestion } from './interview-answer.js';
import type { DiskUse } from './onward.js';
import type { PermitChoice } from './permissions.js';
import type { AgentProgress } from './progress.js';
import type { RepoFacts, Worktree } from './repository.js';
import type { SimilarRun } from './similar.js';
import type { TicketReading } from './ticket-reading.js';

/** What every gesture of a person carries. */
export interface Gesture {
  /** Slack user id. */
  actor: string;
  /** ISO instant, brought by the event because the machine has no clock. */
  at: string;
  /** The Slack message on which the person acted. */
  message?: MessagePlace;
  /** Pressed in the person's App Home; `message` is then the one whose button it is. */
  from?: 'home';
  /** Revision that the pressed button carried; absent for commands and replies. */
  revision?: number;
  /** `ts` of the edit of `message` whose words these are. */
  edited?: string;
  /** True when `message` is the person's own reply, which is then marked as taken. */
  reply?: true;
}

export type PersonEvent =
  /**
   * Answers intake question or guidance request `target`; without `target` the oldest open one. `option`: the index
   * of the pressed suggestion of an intake question. `values`: what a form holds, or several chosen options.
   */
  | (Gesture & { type: 'answer'; text: string; target?: string; option?: number; values?: FormValues })
  /** Decides permission `target`; `note` tells the agent what to do instead. */
  | (Gesture & { type: 'permit'; target: string; choice: PermitChoice; note?: string })
  /** Accepts the vague answer of intake question `target`. */
  | (Gesture & { type: 'use_as_is'; target: string })
  /** A form with several fields of the brief, in intake only: it answers what is open, or edits the brief. */
  | (Gesture & { type: 'fill'; fields: Partial<Record<Field, string>> })
  /** A thread reply that was an intake answer has been edited. `message` names it. */
  | (Gesture & { type: 'edit_answer'; text: string; message: MessagePlace })
  | (Gesture & { type: 'start' })
  | (Gesture & { type: 'cancel' })
  | (Gesture & { type: 'stop' })
  | (Gesture & { type: 'restart' })
  | (Gesture & { type: 'pause' })
  | (Gesture & { type: 'resume' })
  /** A note to the working agent. */
  | (Gesture & { type: 'tell'; text: string })
  /** Asks `to`, who has to have the right to answer, instead of the requester. */
  | (Gesture & { type: 'hand_over'; target: string; to: string })
  | (Gesture & { type: 'discard' })
  /** `keep`: the workspace stays. `discard`: what is not merged goes as well. */
  | (Gesture & { type: 'cleanup'; keep: boolean; discard: boolean })
  | (Gesture & { type: 'request_changes'; text: string })
  | (Gesture & { type: 'merge' })
  /** Wants the end of the agent's log as a file; the run stays as it is. */
  | (Gesture & { type: 'show_log' })
  /** Wants the change as a file, likewise. */
  | (Gesture & { type: 'show_diff' });

interface StepResult {
  step: number;
  at: string;
}

export interface Fault {
  /** A code of `errors`. */
  code: string;
  repo?: string;
  detail?: string;
}

export type WorkEvent =
  /**
   * `ticket`: what its own document says; `similar`: finished runs whose answers may fit. Absent where there are none,
   * and in events of earlier versions.
   */
  | (StepResult & {
      type: 'repositories_read';
      facts: RepoFacts[];
      ticket?: TicketReading;
      similar?: SimilarRun[];
    })
  | (StepResult & { type: 'repositories_unusable'; faults: Fault[] })
  | (StepResult & { type: 'interview_done'; questions: ProposedQuestion[] })
  | (StepResult & { type: 'interview_failed'; fault: Fault })
  /** There is a free place for the queued run. */
  | (StepResult & { type: 'place_granted' })
  /** The queued run has to wait: `place` from 1, of `places` runs that may work; `disk` where that holds it back. */
  | (StepResult & { type: 'queue_moved'; place: number; places: number; disk?: DiskUse })
  | (StepResult & { type: 'workspace_prepared'; worktrees: Worktree[] })
  | (StepResult & { type: 'preparation_failed'; fault: Fault })
  | (StepResult & { type: 'agent_started' })
  | (StepResult & { type: 'agent_not_started'; fault: Fault })
  /**
   * `step` is that of the `agent.start` that began this process. `said`: the last words of an agent whose turn ended,
   * `fault`: why the turn failed, where that is known better than by the exit code.
   */
  | (StepResult & {
      type: 'agent_exited';
      exitCode: number | null;
      detail?: string;
      said?: string;
      fault?: Fault;
    })
  /** The agent has ended because its account has used up what it may; `until` as far as it was told. */
  | (StepResult & { type: 'agent_limited'; until?: string; detail: string })
  | (StepResult & { type: 'agent_progressed'; progress: AgentProgress })
  /** It does not remember what it did before: its session is gone, and it was told what had happened. */
  | (StepResult & { type: 'agent_forgot'; detail: string })
  /** `activeAt`: the newest output, file change, commit or contract file. */
  | (StepResult & { type: 'agent_seen'; activeAt: string })
  /** The agent asks. The machine gives it its id. */
  | {
      type: 'guidance_requested';
      at: string;
      request: NewRequest;
    }
  /** Its asker does not need it any more. */
  | { type: 'guidance_withdrawn'; at: string; via: { kind: 'mailbox' | 'acp'; id: string } }
  | { type: 'guidance_delivered'; at: string; id: string }
  | { type: 'file_rejected'; at: string; file: string; reason: string }
  | { type: 'completion_claimed'; at: string; summary: string }
  | (StepResult & { type: 'checks_finished'; results: CheckResult[]; changes: RepoChange[] })
  | (StepResult & { type: 'checks_unable'; fault: Fault })
  | (StepResult & { type: 'merge_built'; merges: RepoMerge[] })
  | (StepResult & { type: 'merge_refused'; gate: number; fault: Fault })
  /** The checks on the merged result, where a base had moved. */
  | (StepResult & { type: 'merge_verified'; results: CheckResult[] })
  | (StepResult & { type: 'merge_finished'; merges: RepoMerge[] })
  /** `ticket` is absent in events of earlier versions. */
  | (StepResult & { type: 'ticket_written'; ticket?: TicketClosed })
  /** `checkout`: stands in the way, until somebody who knows of it merges again. */
  | (StepResult & { type: 'ticket_failed'; fault: Fault; checkout?: TicketCheckout })
  | (StepResult & { type: 'workspace_removed' })
  | (StepResult & { type: 'cleanup_refused'; fault: Fault })
  | (StepResult & { type: 'processes_ended' })
  /** An effect ended in an exception: a defect of metawsm or of the machine it runs on. */
  | (StepResult & { type: 'effect_broken'; kind: string; detail: string });

/** Results of Slack effects. `ref` names a message of `run/outlook`. */
export type SlackEvent =
  | { type: 'posted'; ref: string; channel: string; ts: string; drawn: string }
  | { type: 'post_refused'; ref: string; at: string; code: string };

export type TimerName =
  | 'lapse'
  | 'session'
  | `remind:${string}`
  | `escalate:${string}`
  /** A usage limit is over. */
  | `go_on:${string}`
  | 'agent_end'
  | 'start_time'
  | 'silence'
  | 'run_time';
export type TimerEvent = { type: 'timer'; name: TimerName; at: string };

/** The first line of a run's journal. */
export interface CreatedEvent {
  type: 'created';
  at: string;
  actor: string;
}

export type RunEvent = PersonEvent | WorkEvent | SlackEvent | TimerEvent;
export type PersonEventType = PersonEvent['type'];

/** The gestures, for telling them from results at run time. */
export const PERSON_EVENTS = {
  answer: true,
  permit: true,
  use_as_is: true,
  fill: true,
  edit_answer: true,
  start: true,
  cancel: true,
  stop: true,
  restart: true,
  pause: true,
  resume: true,
  tell: true,
  hand_over: true,
  discard: true,
  cleanup: true,
  request_changes: true,
  merge: true,
  show_log: true,
  show_diff: true,
} as const satisfies Record<PersonEventType, true>;

export function isPersonEvent(event: RunEvent): event is PersonEvent {
  return Object.hasOwn(PERSON_EVENTS, event.type);
}
