/** How the doctor asks Slack: one try, a short limit, and with an ear for the time that Slack tells. */
import { WebClient } from '@slack/web-api';
import { silentOnPayloads } from '../clients.js';

export interface Asking {
  web: WebClient;
  /** By how many milliseconds this machine's clock is ahead of Slack's; undefined as long as Slack told no time. */
  aheadMs(): number | undefined;
}

export interface AskingOptions {
  token: string;
  apiUrl?: string;
  signal: AbortSignal;
  now?: () => number;
}

const TIMEOUT_MS = 5_000;

export function askSlack({ token, apiUrl, signal, now = Date.now }: AskingOptions): Asking {
  let aheadMs: number | undefined;
  const web = new WebClient(token, {
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silentOnPayloads({ warn: () => undefined, error: () => undefined }),
    fetch: async (input, init) => {
      const begun = now();
      const given = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
      const response = await fetch(input, { ...init, signal: given });
      const told = Date.parse(response.headers.get('date') ?? '');
      // The header has whole seconds, and was written somewhere in between.
      if (!Number.isNaN(told)) aheadMs = (begun + now()) / 2 - (told + 500);
      return response;
    },
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
  return { web, aheadMs: () => aheadMs };
}

/** What happened, also below: undici hides it in the cause. */
export function troubleIn(error: unknown): string {
  const seen: string[] = [];
  for (let one: unknown = error; one instanceof Error && seen.length < 4; one = originOf(one))
    seen.push(
      ('code' in one && typeof one.code === 'string' && !one.message ? one.code : one.message).trim(),
    );
  return (seen.filter(Boolean).at(-1) ?? String(error)).slice(0, 300);
}

const originOf = (error: Error): unknown =>
  'original' in error && error.original instanceof Error ? error.original : error.cause;
