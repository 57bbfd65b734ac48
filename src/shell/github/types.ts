/** What reading an issue ends in. */

/** A comment. */
export interface Remark {
  author: string;
  /** ISO instant, as GitHub gives it. */
  at: string;
  body: string;
}

export interface IssueText {
  title: string;
  body: string;
  author: string;
  /** `open` or `closed`. */
  state: string;
  /** Oldest first. */
  remarks: Remark[];
  /** How many comments were not read. */
  left: number;
}

export type IssueTrouble =
  /** Neither a token nor a `gh` that is logged in. */
  | 'not_configured'
  /** It is not there, or may not be seen. */
  | 'not_found'
  /** The token is not, or no longer, good. */
  | 'token_refused'
  | 'forbidden'
  | 'rate_limited'
  /** Deleted, or the repository has no issues. */
  | 'gone'
  | 'pull_request'
  /** GitHub sends to another host, where the token must not go. */
  | 'moved_away'
  | 'unanswered'
  | 'oversized';

export class IssueFault extends Error {
  constructor(
    readonly why: IssueTrouble,
    /** GitHub's or the system's words. */
    readonly detail = '',
    /** ISO instant before which asking again is useless. */
    readonly until?: string,
  ) {
    super(`${why}: ${detail}`);
  }
}

/** One answer of GitHub. */
export interface Page {
  status: number;
  header(name: string): string | undefined;
  body: string;
}
