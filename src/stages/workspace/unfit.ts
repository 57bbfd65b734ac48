/** Why a repository cannot be used or a workspace not be made, on its way to the event that tells it. */
import type { ErrorCode } from '../../errors.js';
import type { Fault } from '../../run/events.js';
import { withoutCredentials } from '../../shell/base.js';
import { GitError } from '../../shell/git.js';

const MOST_DETAIL = 1_000;

export class Unfit extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** The fault that an error amounts to; `otherwise` is the code of what git or the system said. */
export function faultOf(
  error: unknown,
  repo: string,
  otherwise: ErrorCode,
  redact: (text: string) => string,
): Fault {
  const code = error instanceof Unfit ? error.code : (codeOf(error) ?? otherwise);
  return { code, repo, detail: endOf(redact(withoutCredentials(wordsOf(error)))) };
}

/** What git's words about a remote mean. They are in English: git runs with `LC_ALL=C`. */
function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof GitError)) return undefined;
  if (/Host key verification failed/.test(error.stderr)) return 'host_unknown';
  if (wayIn(error) !== undefined) return 'remote_way';
  if (/could not read (?:Username|Password)|Authentication failed|Permission denied \(/.test(error.stderr))
    return 'credentials_missing';
  return undefined;
}

/** The way to a remote that git was not allowed to go, as `codecommit`. */
export const wayIn = ({ stderr }: GitError): string | undefined =>
  /^fatal: transport '([^'\n]{1,60})' not allowed$/mu.exec(stderr)?.[1];

function wordsOf(error: unknown): string {
  if (error instanceof Unfit) return error.detail;
  if (error instanceof GitError) return error.stderr.trim() || error.message;
  return error instanceof Error ? error.message : String(error);
}

function endOf(text: string): string {
  return text.length <= MOST_DETAIL ? text : `…${text.slice(1 - MOST_DETAIL)}`;
}
