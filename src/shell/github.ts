/** Reads an issue of GitHub: with a token over its REST interface, else through the `gh` program. Writes nothing. */
import { issueFrom, jsonIn, remarksFrom } from './github/answer.js';
import { byGh, type GhOptions } from './github/by-gh.js';
import { byToken } from './github/by-token.js';
import { IssueFault, type IssueText, type Page } from './github/types.js';

export { IssueFault, type IssueText } from './github/types.js';

export interface GithubOptions extends GhOptions {
  /** Of the REST interface, without a slash at its end. */
  api: string;
  token?: string;
  /** For everything together. Default 20,000. */
  timeoutMs?: number;
}

export interface IssueName {
  owner: string;
  repo: string;
  number: number;
}

const MOST_MS = 20_000;
const MOST_REMARKS = 50;
const MOST_BYTES = { issue: 1_000_000, remarks: 4_000_000 };

/** The issue with its first comments. Throws `IssueFault`, or the signal's reason. */
export async function readIssue(
  name: IssueName,
  options: GithubOptions,
  signal: AbortSignal,
): Promise<IssueText> {
  const { timeoutMs = MOST_MS } = options;
  const enough = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const path = `repos/${name.owner}/${name.repo}/issues/${name.number}`;
  const read = (more: string, most: number): Promise<Page> =>
    options.token === undefined
      ? byGh(path + more, most, options, enough)
      : byToken(path + more, most, { api: options.api, token: options.token }, enough);
  try {
    const issue = issueFrom(jsonIn(await read('', MOST_BYTES.issue)));
    if (issue.remarks === 0) return { ...issue.text, remarks: [], left: 0 };
    return { ...issue.text, ...(await remarksOf(issue.remarks, read)) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof IssueFault) throw error;
    throw new IssueFault('unanswered', enough.aborted ? 'no answer within 20 seconds' : wordsOf(error));
  }
}

export type Reached =
  | { kind: 'answered' }
  | { kind: 'refused'; detail: string }
  | { kind: 'no_login' }
  | { kind: 'silent'; detail: string };

/** Whether GitHub answers with the login there is, by a question that costs nothing. */
export async function reachGithub(options: GithubOptions, signal: AbortSignal): Promise<Reached> {
  const { token, api, timeoutMs = MOST_MS } = options;
  const enough = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const { status } =
      token === undefined
        ? await byGh('rate_limit', MOST_BYTES.issue, options, enough)
        : await byToken('rate_limit', MOST_BYTES.issue, { api, token }, enough);
    // GitHub Enterprise without limits answers 404, to those whom it knows
    if (status === 200 || status === 404) return { kind: 'answered' };
    if (status === 401 || status === 403) return { kind: 'refused', detail: `HTTP ${status}` };
    return { kind: 'silent', detail: `HTTP ${status}` };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof IssueFault && error.why === 'not_configured') return { kind: 'no_login' };
    const said = error instanceof IssueFault ? error.detail || error.why : wordsOf(error);
    const detail = enough.aborted ? 'no answer within 20 seconds' : said;
    return { kind: 'silent', detail };
  }
}

/** The issue is worth reading without its comments, too. */
async function remarksOf(
  count: number,
  read: (more: string, most: number) => Promise<Page>,
): Promise<Pick<IssueText, 'remarks' | 'left'>> {
  try {
    const page = await read(`/comments?per_page=${MOST_REMARKS}`, MOST_BYTES.remarks);
    const remarks = remarksFrom(jsonIn(page)).slice(0, MOST_REMARKS);
    return { remarks, left: Math.max(0, count - remarks.length) };
  } catch {
    return { remarks: [], left: count };
  }
}

/** Of network trouble; undici hides what happened in the cause. */
function wordsOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: unknown; message?: unknown } };
  const why = cause?.code ?? cause?.message;
  return typeof why === 'string' && why !== '' ? why : message;
}
