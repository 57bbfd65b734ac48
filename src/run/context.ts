/**
 * What metawsm knows of one run. The machine's context, stored as JSON in `runs.snapshot`: plain values only,
 * instants are ISO 8601 in UTC, durations are milliseconds.
 */

import type { AgentMode, AgentState } from './agent-life.js';
import type { Decision, Posted } from './decision.js';
import type {
  CheckResult,
  Evidence,
  Notice,
  RepoMerge,
  TicketCheckout,
  TicketClosed,
  Trouble,
} from './evidence.js';
import type { GuidanceRequest } from './guidance-request.js';
import type { Interview } from './interview.js';
import type { TicketSource } from './issue.js';
import type { StoredLack } from './lack.js';
import type { Leaving, Next, Note, Queued, Sent } from './onward.js';
import type { Origin } from './origin.js';
import type { RunRule } from './permissions.js';
import type { SpentLife } from './progress.js';
import type { RepoFacts, RepoWish, Worktree } from './repository.js';
import type { SimilarRun } from './similar.js';
import type { Outcome } from './status.js';
import type { Suggestion, SuggestionSource } from './suggestions.js';

/** The five fields of a brief, in the order in which they are asked. */
export const FIELDS = ['goal', 'scope', 'done', 'constraints', 'merge'] as const;
export type Field = (typeof FIELDS)[number];

/** The most characters of one field; as many as a form takes, so that it can be edited there. */
export const MOST_TEXT = 3_000;

/** Where the text of a field came from. */
export type FieldSource =
  | 'flag'
  | 'answer'
  | 'form'
  /** A pressed button of a question. */
  | 'suggestion'
  | 'ticket'
  /** The Slack message, or its thread, from which the run was started. */
  | 'message'
  | 'default'
  | 'accepted_unclear';

export interface FieldDraft {
  text: string;
  source: FieldSource;
  /** Where a pressed suggestion came from. */
  suggested?: SuggestionSource;
  decision?: Decision;
  link?: FieldLink;
}

/** What a field was taken from, where people can look at it. */
export interface FieldLink {
  address: string;
  /** Of an issue: `owner/repo#12`. */
  issue?: string;
}

export interface IntakeQuestion {
  /** `q1`, `q2`, … in the order of asking. */
  id: string;
  field: Field;
  /** What the text given so far lacks. */
  lack: StoredLack;
  /** Offered answers, at most five shown as buttons. */
  suggestions: Suggestion[];
  /** The ticket's text for the field, where that is what is not enough. */
  ticketSays?: string;
  /** The vague answer that `Use it as is` would accept; present from the second vague answer on. */
  acceptable?: string;
  /** What the answer before it said about further fields. */
  took?: { field: Field; text: string }[];
  answer?: { text: string; decision: Decision };
  /** Set when the question is no longer needed, for instance because the form answered everything. */
  withdrawn?: boolean;
  /** Whose form or edit made it needless. */
  withdrawnBy?: Decision;
  /** Name of the agent whose question it is; then `words` are its own, and so is `why`. */
  askedBy?: string;
  words?: string;
  why?: string;
  /** Who left the field as it is, where an agent asked. */
  keptBy?: Decision;
}

/** One command of the done criteria, and where it runs. */
export interface CheckPlan {
  repo: string;
  /** As written by people; shown in cards. */
  command: string;
  argv: string[];
  source: 'configured' | 'detected' | 'new';
}

export interface Brief {
  goal: string;
  scope: string;
  done: string;
  constraints: string;
  merge: string;
  /** Fields that a person accepted although they are unclear. */
  unclear: Field[];
  checks: CheckPlan[];
}

/** Configuration values that the machine needs, frozen when the run begins. */
export interface RunSettings {
  remindAfterMs: number;
  escalateAfterMs: number;
  /** User or user group id. */
  escalateTo?: string;
  checkAttempts: number;
  startTimeMs: number;
  runTimeMs: number;
  silenceMs: number;
  lapseAfterMs: number;
  /** Name of the agent that proposes further questions; absent for none. */
  interviewer?: string;
  /** How long an agent that said it is done may take to end by itself. */
  endTimeMs: number;
  /** How long after the end of a usage limit the agent is wanted again; default a minute. */
  limitMarginMs?: number;
}

export interface RunContext {
  /** `<ticket, lower case>-<6 characters of base32>`. */
  id: string;
  ticket: string;
  /** The issue that the ticket is. */
  ticketSource?: TicketSource;
  channel: string;
  /** Slack user id of the person who started the run. */
  requester: string;
  createdAt: string;
  settings: RunSettings;
  wishes: RepoWish[];
  /** The channel of the command and the workspace's team, for permalinks and Slack calls. */
  team?: string;
  origin?: Origin;

  /** Raised when what can be pressed changes; buttons carry it. */
  revision: number;
  /** Number of the work in hand; results that name another step are ignored. */
  step: number;
  /** 1 for the first round, raised by feedback. */
  iteration: number;

  /** Bot messages that Slack has, by reference (see `run/outlook`). */
  messages: Record<string, Posted>;
  /** Messages that Slack refused for good, by reference, with its code; offered again when they change. */
  unsaid?: Record<string, string>;
  notices: Notice[];

  draft: Partial<Record<Field, FieldDraft>>;
  /** How many answers to a field were placeholders or vague. */
  vague: Partial<Record<Field, number>>;
  questions: IntakeQuestion[];
  /** Present once an interviewer was asked. */
  interview?: Interview;
  facts: RepoFacts[];
  /** Merged runs of this channel on the same repositories, newest first; absent where there are none. */
  similar?: SimilarRun[];
  brief?: Brief;
  startedBy?: Decision;

  worktrees: Worktree[];
  agent: AgentState;
  agentMode: AgentMode;
  guidance: GuidanceRequest[];
  /** What people have allowed for the rest of the run; absent for nothing. */
  rules?: RunRule[];
  /** Lives of the agent that have ended, as far as they told what they took; absent for none. */
  spent?: SpentLife[];
  /** Texts for `operator-feedback.md`, newest last. */
  feedback: { at: string; by: string; text: string }[];
  /** Oldest first. */
  notes: Note[];
  /** How long agents have worked since a person last sent one to work, and since when one works now. */
  worked: { ms: number; since?: string };

  /** Present while the run waits for a free place. */
  queue?: Queued;
  /** A person wants the run paused: nothing new starts. */
  pausedBy?: Decision;
  /** Who sent the run on last, after it rested. */
  sentBy?: Sent;
  /** What `resume` goes on with; absent where an answer decides that. */
  next?: Next;
  leaving?: Leaving;
  /** True where a closed run still has its workspace. */
  kept?: boolean;

  /** Newest last; one per run of the checks. */
  evidence: Evidence[];
  /** Failed rounds of checks in this iteration. */
  failedRounds: number;

  merges: RepoMerge[];
  /** What earlier iterations have merged: it stays, whatever comes. Absent where that is nothing. */
  landed?: RepoMerge[];
  /** How often the merges of this click were built anew because a base moved before it was advanced. */
  rebuilds: number;
  /** Results of the checks on the merged result, where a base had moved. */
  mergedResults: CheckResult[];
  mergedBy?: Decision;
  /** Why the last merge was refused. */
  refusal?: Trouble & { gate: number };
  ticketDone?: boolean;
  /** Found when the ticket was read, or when writing was refused because of it; the merge's dialog names it. */
  ticketCheckout?: TicketCheckout;
  ticketClosed?: TicketClosed;
  ticketTrouble?: Trouble;
  /** All is merged and written; the workspace is removed in part, and the next try only removes. */
  unremoved?: true;

  trouble?: Trouble;
  /** Only of what stands for a run whose stored state cannot be read: nothing can be pressed. */
  unreadable?: true;
  stoppedBy?: Decision;
  outcome?: Outcome;
  closedAt?: string;
  closedBy?: Decision;
  /** Times at which work began and ended, for the summary. */
  startedAt?: string;
  readyAt?: string;
}
