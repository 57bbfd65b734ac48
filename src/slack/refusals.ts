/** What a failed call of Slack's Web API means for the message concerned. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

import { patienceMs } from './patience.js';

export type Refusal =
  /** Try again later; `inDoubt` when the request may have been carried out. */
  | { kind: 'wait'; code: string; afterMs?: number; inDoubt: boolean; limited?: true }
  /** Slack does not like the blocks; words alone may pass. */
  | { kind: 'blocks'; code: string }
  /** Nothing can be posted in this channel any more. */
  | { kind: 'channel'; code: string }
  /** The message, or the root of its thread, is gone. */
  | { kind: 'gone'; code: string }
  /** Repeating cannot mend it. */
  | { kind: 'never'; code: string };

const KINDS: Record<Exclude<Refusal['kind'], 'wait'>, readonly string[]> = {
  blocks: [
    'msg_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'block_mismatch',
    'blocks_too_long',
  ],
  channel: [
    'channel_not_found',
    'is_archived',
    // Edits say so of a channel that is archived, frozen or deleted.
    'is_inactive',
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'channel_type_not_supported',
    'messages_tab_disabled',
  ],
  gone: [
    'message_not_found',
    'thread_not_found',
    'cannot_reply_to_message',
    'restricted_action_thread_locked',
  ],
  never: [],
};

/** Slack failed in the middle: it may have stored what it was given. */
const DOUBTFUL = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];
/** Nothing was stored, and an operator or time mends it. */
const PATIENCE = new Map(
  Object.entries({
    ratelimited: 30_000,
    rate_limited: 30_000,
    message_limit_exceeded: 60_000,
    accesslimited: 60_000,
    team_added_to_org: 60_000,
    invalid_auth: 60_000,
    not_authed: 60_000,
    account_inactive: 60_000,
    token_revoked: 60_000,
    token_expired: 60_000,
  }),
);
/** The request never left. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];

export function refusalOf(error: unknown): Refusal {
  if (error instanceof WebAPIPlatformError) return ofCode(error.data.error);
  if (error instanceof WebAPIRateLimitedError)
    return {
      kind: 'wait',
      code: 'ratelimited',
      afterMs: patienceMs(error.retryAfter),
      inDoubt: false,
      limited: true,
    };
  if (error instanceof WebAPIHTTPError) return ofStatus(error.statusCode);
  if (error instanceof WebAPIRequestError)
    return {
      kind: 'wait',
      code: causeOf(error.original) ?? 'request_failed',
      inDoubt: !isUnsent(error.original),
    };
  if (isCutOff(error)) return { kind: 'wait', code: 'answer_cut_off', inDoubt: true };
  if (String(thrown(error)?.message).startsWith('Retry header'))
    return { kind: 'wait', code: 'ratelimited', afterMs: PATIENCE.get('ratelimited')!, inDoubt: false };
  // A defect of ours, or of the client.
  throw error;
}

function ofCode(code: string): Refusal {
  // The client takes an answer that is no JSON, such as a proxy's page, for the code.
  if (!isCode(code)) return { kind: 'wait', code: 'strange_answer', inDoubt: true };
  if (DOUBTFUL.includes(code)) return { kind: 'wait', code, inDoubt: true };
  const afterMs = PATIENCE.get(code);
  if (afterMs !== undefined) return { kind: 'wait', code, afterMs, inDoubt: false };
  for (const kind of ['blocks', 'channel', 'gone'] as const)
    if (KINDS[kind].includes(code)) return { kind, code };
  return { kind: 'never', code };
}

/** Whether it is Slack that speaks. */
export const isCode = (code: unknown): code is string =>
  typeof code === 'string' && /^[a-z0-9_]{1,80}$/u.test(code);

function ofStatus(status: number): Refusal {
  const code = `http_${status}`;
  if (status >= 500 || status === 408) return { kind: 'wait', code, inDoubt: true };
  if (status === 413) return { kind: 'blocks', code };
  // A proxy in between: nothing reached Slack.
  return { kind: 'wait', code, afterMs: 30_000, inDoubt: false };
}

interface Thrown {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  cause?: unknown;
}

const thrown = (value: unknown): Thrown | undefined =>
  typeof value === 'object' && value !== null ? value : undefined;

function causeOf(error: unknown): string | undefined {
  for (let cause = thrown(error); cause; cause = thrown(cause.cause)) {
    if (typeof cause.code === 'string') return cause.code;
    if (cause.name === 'TimeoutError') return 'timed_out';
  }
  return undefined;
}

const isUnsent = (error: unknown): boolean => UNSENT.includes(causeOf(error) ?? '');

/** The connection broke, or the time ran out, while the answer was read; or it was no JSON. */
function isCutOff(error: unknown): boolean {
  const { name, message } = thrown(error) ?? {};
  if (name === 'SyntaxError' || name === 'TimeoutError' || name === 'AbortError') return true;
  return name === 'TypeError' && (message === 'terminated' || message === 'fetch failed');
}
