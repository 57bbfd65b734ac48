/** The views: what one message of a run shows, as data. Drawn by `outlook`, put into words by `slack/messages`. */
import type { Brief, Field, FieldDraft, IntakeQuestion } from './context.js';
import type { Decision, MessagePlace } from './decision.js';
import type { Evidence, Notice, RepoMerge, TicketCheckout, Trouble } from './evidence.js';
import type { GuidanceRequest } from './guidance-request.js';
import type { Leaving, Queued, Sent } from './onward.js';
import type { PermitChoice } from './permissions.js';
import type { AgentProgress, SpentLife } from './progress.js';
import type { BaseSource } from './repository.js';
import type { Outcome, Status } from './status.js';

/**
 * Root: the card itself. Thread: a reply to it. Broadcast: a reply that also goes to the channel. Origin: in the
 * thread of the message from which the run was started.
 */
export type Placement = 'root' | 'thread' | 'broadcast' | 'origin';

/** What a button does; `slack/messages` gives it its label. */
export type Action =
  | { do: 'answer'; target: string; text: string }
  | { do: 'write_answer'; target: string }
  /** A permission; `confirm`: the button asks once more, because something may be destroyed. */
  | { do: 'permit'; target: string; choice: PermitChoice; confirm?: true }
  | { do: 'reject_with_note'; target: string }
  /** Several of the request's options, as checkboxes with a button. */
  | { do: 'choose'; target: string }
  /** The request's fields, in a form. */
  | { do: 'fill_in'; target: string }
  | { do: 'open_link'; target: string; link: string }
  | { do: 'use_as_is'; target: string }
  | { do: 'answer_all' }
  | { do: 'start' }
  | { do: 'edit_brief' }
  | { do: 'cancel' }
  | { do: 'stop' }
  | { do: 'pause' }
  | { do: 'resume' }
  | { do: 'restart' }
  | { do: 'hand_over'; target: string }
  | { do: 'discard' }
  | { do: 'request_changes' }
  | { do: 'merge'; retry: boolean }
  | { do: 'view_log' }
  | { do: 'view_diff' };

/** What every message knows of its run: nothing that moves, or each move would redraw every message. */
export interface RunLine {
  id: string;
  ticket: string;
  requester: string;
}

/** A wished repository with its base as far as it is known. */
export interface RepoLine {
  name: string;
  base?: string;
  /** Who named the base. */
  baseFrom?: BaseSource;
  /** Paths whose folders stay empty; absent where there are none. */
  submodules?: string[];
}

export interface Base {
  ref: string;
  place: Placement;
  run: RunLine;
  /** Carried by buttons; 0 where there are none. */
  revision: number;
  actions: Action[];
}

/** One round of checks, in short. */
export interface Round {
  /** The iteration in which it ran. */
  iteration: number;
  passed: boolean;
  /** How many checks passed, of how many. */
  good: number;
  total: number;
  /** Commands of the checks that did not pass. */
  failed: string[];
}

/** What is going on, in one word, finer than the status. */
export type Activity =
  | 'reading'
  | 'asking'
  | 'confirming'
  | 'queued'
  | 'preparing'
  | 'starting'
  | 'working'
  | 'finishing'
  | 'waiting'
  | 'checking'
  | 'ready'
  | 'merging'
  | 'verifying'
  | 'writing_ticket'
  | 'removing'
  | 'leaving'
  | 'paused'
  | 'stopped'
  | 'failed'
  | 'closed';

export interface CardView extends Base {
  kind: 'card';
  status: Status;
  activity: Activity;
  repos: RepoLine[];
  agent: string;
  iteration: number;
  outcome?: Outcome;
  goal?: string;
  /** Its place among those that wait, and what holds it back. */
  queue?: Queued;
  /** Paused, or to be paused at the next halt. */
  pausedBy?: Decision;
  /** Since when the working agent has given no sign of life. */
  silentSince?: string;
  /** It starts, and has minutes for that: its program may have to be fetched first. */
  slowStart?: true;
  /** What the working agent tells of its work. */
  progress?: AgentProgress;
  /** What its lives before this one took. */
  spent?: SpentLife[];
  /** Who let it go on after it rested. */
  sentBy?: Sent;
  /** Notes that wait for the agent's next turn. */
  notes: number;
  leaving?: Leaving;
  /** True where a closed run still has its workspace. */
  kept?: boolean;
  /** The agent that reads ticket and repositories and may propose questions. */
  interviewer?: string;
  /** The open question or guidance request that the run waits for. */
  waitingFor?: { user: string; question?: IntakeQuestion; request?: GuidanceRequest };
  startedBy?: Decision;
  stoppedBy?: Decision;
  mergedBy?: Decision;
  closedBy?: Decision;
  trouble?: Trouble;
  /** The newest round of checks. */
  evidence?: Evidence;
  /** All rounds of checks, oldest first. */
  rounds: Round[];
  /** True once there are worktrees. */
  prepared: boolean;
  failedRounds: number;
  checkAttempts: number;
  merges: RepoMerge[];
  /** What earlier iterations have merged. */
  landed?: RepoMerge[];
  startedAt?: string;
  readyAt?: string;
  closedAt?: string;
}

export interface QuestionView extends Base {
  kind: 'question';
  question: IntakeQuestion;
  /** How many fields are still open, this one included; 0 once it is settled. */
  open: number;
  /** How an intake ended that nobody started. */
  closed?: { outcome: Outcome; by?: Decision };
}

export interface BriefView extends Base {
  kind: 'brief';
  repos: RepoLine[];
  brief: Brief;
  draft: Partial<Record<Field, FieldDraft>>;
  /** The agent that still reads and may propose questions. */
  interviewer?: string;
  startedBy?: Decision;
  closed?: { outcome: Outcome; by?: Decision };
}

export interface GuidanceView extends Base {
  kind: 'guidance';
  request: GuidanceRequest;
  /** Of an open permission whose agent was lost: who decides it brings the agent back. */
  lost?: true;
}

export interface SummaryView extends Base {
  kind: 'summary';
  repos: RepoLine[];
  agent: string;
  iteration: number;
  brief?: Brief;
  evidence: Evidence;
  guidance: GuidanceRequest[];
  /** What the lives of the agent took up to then; absent where no agent told. */
  spent?: SpentLife[];
  questions: IntakeQuestion[];
  merges: RepoMerge[];
  /** What earlier iterations have merged. */
  landed?: RepoMerge[];
  refusal?: Trouble & { gate: number };
  ticketTrouble?: Trouble;
  /** While it can be merged: what the ticket's documents would move forward. */
  ticketCheckout?: TicketCheckout;
  startedAt?: string;
  readyAt?: string;
  /** Present once somebody decided: the buttons are gone then. */
  decided?: { what: 'merge' | 'request_changes' | 'stop' | 'discard'; by: Decision };
}

export interface NoticeView extends Base {
  kind: 'notice';
  notice: Notice;
  /** How the run ended, by whom, and whether its workspace stays, on the notice that says so. */
  outcome?: Outcome;
  closedBy?: Decision;
  kept?: boolean;
  request?: GuidanceRequest;
  evidence?: Evidence;
  merges: RepoMerge[];
  /** What earlier iterations have merged. */
  landed?: RepoMerge[];
  escalateTo?: string;
}

/** The link from the message that the run was started from to its card. */
export interface LinkView extends Base {
  kind: 'link';
  origin: MessagePlace;
  card: MessagePlace;
  site: string;
}

export type View = LinkView | CardView | QuestionView | BriefView | GuidanceView | SummaryView | NoticeView;
