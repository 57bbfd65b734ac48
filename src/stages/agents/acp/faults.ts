/** Why a turn failed: the account has used up what it may, the model cannot be reached, nobody is logged in, or else. */
import { inside, isGroup, lines, textAt } from './plain.js';
import { resetIn } from './reset-time.js';

export type AgentFault =
  | { kind: 'limit'; until?: string; detail: string }
  | { kind: 'unreachable' | 'login' | 'other'; detail: string };

const MOST_DETAIL = 1000;
const MOST_READ = 20_000;

/**
 * What the error that answered a request means. `stderrEnd`: the end of what the agent wrote on its standard error; it
 * counts only where the error itself says nothing of the kind. Never throws.
 */
export function faultOf(error: unknown, stderrEnd: string, now: string): AgentFault {
  const said = textsIn(error).join('\n').slice(0, MOST_READ);
  const detail = detailOf(error) || lines(stderrEnd.slice(-MOST_DETAIL), MOST_DETAIL);
  const beside = stderrEnd.slice(-MOST_READ);
  if (isLimit(error, said)) return limitOf(`${said}\n`, now, detail);
  if (isLogin(error, said)) return { kind: 'login', detail };
  if (UNREACHABLE.test(said) || KINDS_UNREACHABLE.test(kindOf(error))) return { kind: 'unreachable', detail };
  if (!isVague(said)) return { kind: 'other', detail };
  const last = beside.trimEnd().split('\n').slice(-20).join('\n');
  if (LIMIT.test(last)) return limitOf(last, now, lines(last.slice(-MOST_DETAIL), MOST_DETAIL));
  if (LOGIN.test(last)) return { kind: 'login', detail };
  return { kind: UNREACHABLE.test(last) ? 'unreachable' : 'other', detail };
}

/**
 * A usage limit that an agent tells in an ordinary message at the end of its turn. Only a short message that is nothing
 * but such a sentence counts: an agent may well write about limits.
 */
export function limitInWords(said: string, now: string): { until?: string; detail: string } | undefined {
  const text = said.trim();
  if (text.length > MOST_WORDS || !SENTENCE.test(text)) return undefined;
  const { until, detail } = limitOf(text, now, lines(text, MOST_DETAIL));
  return { ...(until === undefined ? {} : { until }), detail };
}

const MOST_WORDS = 600;
/** How the vendors' own programs begin it. */
const SENTENCE =
  /^(?:(?:internal error|api error|error|■|✕|⎿|\[api error)[:\s]{0,3}){0,3}(?:you(?:'|’)?ve (?:hit|reached) your (?:[\w.-]{1,20} ){0,3}(?:limit|quota)|you have (?:hit|reached|exhausted|exceeded) your (?:[\w.-]{1,20} ){0,3}(?:limit|quota|capacity)|you exceeded your current quota|(?:claude(?: ai)? )?usage limit reached|(?:5-hour|weekly|session|opus|sonnet|daily) limit reached|the usage limit has been reached|quota exceeded for)/iu;

function limitOf(text: string, now: string, detail: string): Extract<AgentFault, { kind: 'limit' }> {
  const until = resetIn(text, now);
  return { kind: 'limit', ...(until === undefined ? {} : { until }), detail };
}

const LIMIT =
  /you(?:'|’)?ve (?:hit|reached) your (?:[\w.-]{1,20} ){0,3}(?:limit|quota)|you have (?:hit|reached|exhausted|exceeded) your (?:[\w.-]{1,20} ){0,3}(?:limit|quota|capacity)|exceeded your current quota|usage[ _]limit(?: has been| was)?[ _]reached|(?:5-hour|weekly|session|opus|sonnet|daily) limit reached|quota[ _]exceeded|you have no quota|insufficient_quota|resource_exhausted|rate_limit_error|rate limit (?:reached|exceeded)|ratelimitexceeded|exceed your account's rate limit|too many requests|credit balance is too low/iu;
const LOGIN =
  /auth(?:entication)?[ _](?:required|failed|error)|authentication_error|invalid api key|incorrect api key|invalid x-api-key|api key not valid|not logged in|please (?:run \/login|log in|sign in)|log ?in required|token (?:has )?expired|\b401\b[^\n]{0,40}unauthorized|unauthorized[^\n]{0,40}\b401\b/iu;
const UNREACHABLE =
  /econnrefused|econnreset|enotfound|etimedout|eai_again|enetunreach|ehostunreach|cannot connect|unable to connect|connection (?:refused|failed|error|reset|closed)|fetch failed|failed to fetch|network (?:error|is unreachable)|socket hang up|request timed out|stream disconnected|high demand|overloaded|service unavailable|bad gateway|gateway timeout|internal server error|\b(?:500|502|503|504|529) (?:status|internal|bad|service|gateway|overloaded|\{)/iu;
const KINDS_LIMIT =
  /^(?:rate_limit|rate_limited|quota_exhausted|usagelimitexceeded|ratelimitexceeded|usage_limit)$/iu;
const KINDS_LOGIN = /^(?:auth_required|unauthorized|authentication_failed|oauth_org_not_allowed)$/iu;
const KINDS_UNREACHABLE =
  /^(?:transport_lost|overloaded|server_error|serveroverloaded|internalservererror|(?:http|response)\w{0,40})$/iu;
/** ACP: authentication is required. */
const AUTH_REQUIRED = -32000;

function isLimit(error: unknown, said: string): boolean {
  const code = inside(error, 'code');
  return code === 429 || code === 402 || KINDS_LIMIT.test(kindOf(error)) || LIMIT.test(said);
}

const isLogin = (error: unknown, said: string): boolean =>
  inside(error, 'code') === AUTH_REQUIRED ||
  inside(error, 'code') === 401 ||
  KINDS_LOGIN.test(kindOf(error)) ||
  LOGIN.test(said);

/** The kind of failure that Claude's and Codex's adapters name. */
function kindOf(error: unknown): string {
  const named = inside(error, 'data', 'errorKind') ?? inside(error, 'data', 'codexErrorInfo');
  if (isGroup(named)) return (Object.keys(named)[0] ?? '').slice(0, 100);
  return typeof named === 'string' ? named.slice(0, 100) : '';
}

/** `Internal error` alone says nothing. */
const isVague = (said: string): boolean =>
  said.replace(/(?:code|message|data): ?-?\d{0,10}|internal error|unknown error|error/giu, '').trim().length <
  20;

function detailOf(error: unknown): string {
  const message = typeof error === 'string' ? error : (textAt(error, 'message') ?? '');
  const inner = ['message', 'details', 'additionalDetails'].flatMap(
    (name) => textAt(error, 'data', name) ?? [],
  );
  const texts = [message.replace(/^internal error:?\s{0,3}/iu, ''), ...inner].filter(
    (one) => one.trim() !== '',
  );
  return lines(texts.join('\n') || message, MOST_DETAIL);
}

const MOST_TEXTS = 200;

/** All texts of the error, to a depth that real ones have; numbers stand with their names, for `retry_after: 30`. */
function textsIn(error: unknown): string[] {
  const found: string[] = [];
  let level: [string, unknown][] = [['', error]];
  for (let depth = 0; depth < 6 && level.length > 0 && found.length < MOST_TEXTS; depth += 1) {
    for (const [name, value] of level) {
      if (typeof value === 'string')
        found.push(name === '' ? value : `${name}: ${value}`.slice(0, MOST_READ));
      if (typeof value === 'number') found.push(`${name}: ${value}`);
    }
    level = level.flatMap(([, value]) => entriesOf(value)).slice(0, MOST_TEXTS);
  }
  return found.slice(0, MOST_TEXTS);
}

const entriesOf = (value: unknown): [string, unknown][] => {
  if (Array.isArray(value)) return value.slice(0, MOST_TEXTS).map((one) => ['', one]);
  // its own message does not count among its entries
  if (value instanceof Error) return [['message', value.message], ...Object.entries(value)];
  return isGroup(value) ? Object.entries(value).slice(0, MOST_TEXTS) : [];
};
