/** What GitHub's answers mean. Nothing in them is trusted to have any form. */
import { IssueFault, type IssueText, type Page, type Remark } from './types.js';

/** GitHub takes no longer text for one; whatever came through is cut here. */
const MOST_TEXT = 262_144;
/** Long enough that nothing is cut in two which the redaction would know whole. */
const MOST_DETAIL = 4_000;

/** The parsed body of a good answer. Throws `IssueFault` for every other. */
export function jsonIn(page: Page): unknown {
  const json = parsed(page.body);
  const message = isRecord(json) && typeof json.message === 'string' ? json.message : '';
  const detail = message.slice(0, MOST_DETAIL);
  switch (page.status) {
    case 200:
      if (json === undefined) throw new IssueFault('unanswered', 'the answer is no JSON');
      return json;
    case 401:
      throw new IssueFault('token_refused', detail);
    case 403:
    case 429:
      if (isLimit(page, message)) throw new IssueFault('rate_limited', detail, resetOf(page));
      throw new IssueFault('forbidden', detail);
    case 404:
      throw new IssueFault('not_found');
    case 410:
      throw new IssueFault('gone');
    case 451:
      throw new IssueFault('forbidden', detail);
    default:
      throw new IssueFault('unanswered', `GitHub answered ${page.status}`);
  }
}

const isLimit = (page: Page, message: string): boolean =>
  page.status === 429 ||
  page.header('x-ratelimit-remaining') === '0' ||
  page.header('retry-after') !== undefined ||
  /rate limit/iu.test(message.slice(0, 1_000));

/** When asking is worth while again; undefined where GitHub does not say. */
function resetOf(page: Page): string | undefined {
  const wait = Number(page.header('retry-after'));
  if (wait > 0) return instant(Date.now() / 1000 + wait);
  return instant(Number(page.header('x-ratelimit-reset')));
}

const instant = (seconds: number): string | undefined =>
  seconds > 0 && seconds < 8e9 ? new Date(seconds * 1000).toISOString() : undefined;

/** `remarks`: how many comments there are. */
export function issueFrom(json: unknown): { text: Omit<IssueText, 'remarks' | 'left'>; remarks: number } {
  if (!isRecord(json) || typeof json.title !== 'string')
    throw new IssueFault('unanswered', 'the answer is no issue');
  if (json.pull_request) throw new IssueFault('pull_request');
  const text = {
    title: json.title.slice(0, 1_000),
    body: textOf(json.body),
    author: authorOf(json.user),
    state: json.state === 'closed' ? 'closed' : 'open',
  };
  const count = Number(json.comments);
  return { text, remarks: count > 0 ? count : 0 };
}

export function remarksFrom(json: unknown): Remark[] {
  return (Array.isArray(json) ? json : []).filter(isRecord).map((one) => ({
    author: authorOf(one.user),
    at: typeof one.created_at === 'string' ? one.created_at.slice(0, 40) : '',
    body: textOf(one.body),
  }));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MOST_TEXT) : '');

/** Accounts that were deleted have none. */
const authorOf = (user: unknown): string =>
  isRecord(user) && typeof user.login === 'string' && /^[\w.[\]-]{1,100}$/u.test(user.login)
    ? user.login
    : 'ghost';

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
