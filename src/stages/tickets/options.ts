/** What the ticket stage needs to be told, and how it says no. */
import type { IntakeQuestion } from '../../run/context.js';
import type { MessagePlace } from '../../run/decision.js';
import type { TicketSource } from '../../run/issue.js';
import type { GitIdentity } from '../../shell/git.js';
import type { IssueText } from '../../shell/github.js';
import type { RepoOrigin } from '../../shell/origin.js';

export interface TicketOptions {
  /** Absolute path. */
  home: string;
  /** Where the documents live; without it in `<home>/tickets/ttmp`, outside any repository. */
  tickets?: { repo: string; root: string };
  repos: readonly ({ name: string; base?: string } & RepoOrigin)[];
  git: GitIdentity;
  /** ISO instant. */
  now: () => string;
  /** Display name of a Slack user id; the id itself where it is not known. */
  personName: (userId: string) => Promise<string>;
  /** Address of a Slack message; undefined while Slack's is not known. */
  messageLink?: (place: MessagePlace) => string | undefined;
  /** The words in which an intake question was asked. Default: those of its field. */
  questionText?: (question: IntakeQuestion) => string;
  redact?: (text: string) => string;
  issues?: Issues;
}

/** Where issues are read, and kept for the workspace. */
export interface Issues {
  /** Throws `IssueFault`, or the signal's reason. */
  read: (source: TicketSource, signal: AbortSignal) => Promise<IssueText>;
  /** Takes the text of the file that the run's agent gets. */
  keep: (runId: string, text: string) => void;
}

export interface TicketDocument {
  /** Relative to the ticket's folder. */
  path: string;
  content: string;
}

/** The documents are in a state that only a person can mend; `message` says which. */
export class TicketFault extends Error {
  constructor(
    message: string,
    /** Of `errors`. */
    readonly code:
      | 'ticket_checked_out'
      | 'ticket_failed'
      | 'ticket_ambiguous'
      | 'ticket_unreadable' = 'ticket_failed',
    /** What has to be mended, relative to the root of the documents. */
    readonly paths: readonly string[] = [],
  ) {
    super(message);
  }
}

export interface SettingsFile {
  text: string;
  /** The text of a file that is named in it; undefined where it is none or lies elsewhere. */
  read(path: string): Promise<string | undefined>;
}

export interface TicketFile {
  path: string;
  bytes: number;
  /** Another one as soon as the content is another one. */
  version: string;
}

/** Files below a root of ticket documents. Paths are relative to the root, with `/`. */
export interface TicketTree {
  files: readonly TicketFile[];
  /** What is neither file nor folder, and is never followed. */
  links: readonly string[];
  /** Texts by path; what is no UTF-8 or larger than `LARGEST` is left out. */
  read(paths: readonly string[]): Promise<Map<string, string>>;
  /** The nearest `.ttmp.yaml` upwards from the root. */
  settings(): Promise<SettingsFile | undefined>;
}

export const LARGEST = 1024 * 1024;

/** The text of a file's bytes; undefined where they are none. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    // ignoreBOM keeps a mark at the beginning, so that an edit gives it back
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
