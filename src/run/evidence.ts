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
  /** The commit that the base shall hold. Equal to `baseCommit` where there is nothing to merge. */
  mergeCommit: string;
  /** True where the base had moved since the checks ran, so that they must pass on the merged result. */
  moved: boolean;
  /** True where the base lives on a remote and is pushed. */
  remote: boolean;
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

/** A line in the thread that somebody wants to know; never repeated. */
export interface Notice {
  /** `n1`, `n2`, … */
  id: string;
  kind:
    | 'reminder'
    | 'escalation'
    | 'handed_over'
    | 'silent'
    | 'cleanup_refused'
    | 'rejected_file'
    | 'check_failed'
    | 'merge_refused'
    | 'merge_partial'
    | 'ticket_failed'
    | 'failed'
    | 'closed';
  at: string;
  /** The guidance request or question it is about. */
  about?: string;
  /** To whom a request was handed over then, and who did it. */
  handedTo?: { to: string; by: string };
  trouble?: Trouble;
  /** Further faults of the same moment, each with its repository. */
  more?: Trouble[];
  /** What a merge in part had reached then. */
  merges?: RepoMerge[];
}
