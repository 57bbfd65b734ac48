/** What checks and merges found, and what people are told of it. Plain data, part of the `RunContext`. */

export interface CheckResult {
  repo: string;
  command: string;
  /** null: ended by the time limit or by a signal. */
  exitCode: number | null;
  timedOut: boolean;
  durationMs: number;
  /** End of the output, redacted, at most 4,000 characters. */
  output: string;
  /** The commit the command ran on. */
  commit: string;
  /** Paths that the command changed or left behind, undone afterwards. */
  undone: string[];
}

/** How a base takes the commits of a run. */
export type MergeMethod = 'merge' | 'squash' | 'rebase' | 'fast-forward';

/** Where a change goes and how, as it was found when the checks ran. */
export interface Into {
  method: MergeMethod;
  /** True where the base lives on a remote. */
  remote: boolean;
  /** Working tree that has the base checked out and is moved forward with it; absolute path. */
  checkedOut?: string;
}

/** What one repository's change amounts to. */
export interface RepoChange {
  name: string;
  head: string;
  commits: { id: string; subject: string }[];
  filesChanged: number;
  insertions: number;
  deletions: number;
  /** Files that metawsm committed because the agent left them. */
  leftovers: string[];
  /** Paths in the change that match the forbidden list. */
  forbidden: string[];
  /** Paths in the change that decide what a check runs. */
  checkDefinitions: string[];
  /** Absent where it could not be found out. */
  into?: Into;
  /** Submodules that the change adds or moves to another commit, which nobody has looked at; absent for none. */
  submodules?: string[];
}

export interface Evidence {
  attempt: number;
  at: string;
  results: CheckResult[];
  changes: RepoChange[];
  passed: boolean;
  /** What the agent said when it was done, in its own words. */
  said?: string;
}

export interface RepoMerge {
  name: string;
  base: string;
  /** The run's commit that is merged. */
  head: string;
  /** What the base held when the merge commit was built. */
  baseCommit: string;
  method?: MergeMethod;
  /** The commit that the base shall hold. Equal to `baseCommit` where there is nothing to merge. */
  mergeCommit: string;
  /**
   * True where the base would hold something else than what the checks ran on, for instance because it had moved:
   * they must then pass on the merged result.
   */
  moved: boolean;
  /** True where the base lives on a remote and is pushed. */
  remote: boolean;
  /** A working tree with the base checked out that was found when the base should move; absolute path. */
  checkedOut?: string;
  state: 'built' | 'merged' | 'refused';
  /** Of `errors`, where it was refused. */
  code?: string;
  detail?: string;
}

/** Why the run cannot go on by itself: a code of `errors` and the words of the program concerned. */
export interface Trouble {
  code: string;
  at: string;
  repo?: string;
  detail?: string;
}

/** Tasks of a ticket that were open when it was closed. */
export interface OpenTasks {
  count: number;
  /** The first of them, as they stand there. */
  first: string[];
}

/** A working tree of a person that is moved forward with the ticket's documents. */
export interface TicketCheckout {
  repo: string;
  branch: string;
  /** Absolute path. */
  tree: string;
}

/** Where a closed ticket's documents stand. */
export interface TicketClosed {
  /** Absent where they are in the bot's own folder. */
  repo?: string;
  /** Of the ticket, from the repository's top, or from the bot's home. */
  folder: string;
  openTasks?: OpenTasks;
}

/** A document of the ticket, or its issue, that was not read. */
export type UnreadFile = UnreadDocument | UnreadIssue;

export interface UnreadIssue {
  /** `owner/repo#12`. */
  issue: string;
  why:
    | 'not_configured'
    | 'not_found'
    | 'token_refused'
    | 'forbidden'
    | 'rate_limited'
    | 'gone'
    | 'pull_request'
    | 'moved_away'
    | 'unanswered'
    | 'oversized';
  /** GitHub's or the system's words. */
  detail?: string;
  /** ISO instant before which asking again is useless. */
  until?: string;
}

export interface UnreadDocument {
  /** Relative to the root of the documents; of the root itself where nothing could be read. */
  path: string;
  /**
   * `claimed_twice`: further folders claim the ticket. `other_root`: it was not found, and the repository itself names
   * another folder. `unreachable`: the documents could not be read at all.
   */
  why: 'claimed_twice' | 'link' | 'too_large' | 'no_text' | 'no_header' | 'other_root' | 'unreachable';
  /** The words of the program concerned. */
  detail?: string;
}

/** A line in the thread that somebody wants to know; never repeated. */
export interface Notice {
  /** `n1`, `n2`, … */
  id: string;
  kind:
    | 'reminder'
    | 'escalation'
    | 'handed_over'
    | 'silent'
    | 'forgot'
    | 'cleanup_refused'
    | 'rejected_file'
    | 'check_failed'
    | 'merge_refused'
    | 'merge_partial'
    | 'ticket_failed'
    | 'ticket_unread'
    | 'interview_failed'
    | 'failed'
    | 'closed';
  at: string;
  /** The guidance request or question it is about; the instant, or the words, of what an agent told. */
  about?: string;
  /** To whom a request was handed over then, and who did it. */
  handedTo?: { to: string; by: string };
  trouble?: Trouble;
  /** Further faults of the same moment, each with its repository. */
  more?: Trouble[];
  /** What a merge in part had reached then. */
  merges?: RepoMerge[];
  /** Documents of the ticket that the draft does without. */
  unread?: UnreadFile[];
  /** On the notice that the run is closed. */
  ticket?: TicketClosed;
}
