/** The answers of the vendors when an account has used up what it may use. */
import type { Dialect } from './tools.js';

export interface Refusal {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** HTTP 429 as each vendor sends it, with the time at which the limit ends. */
export function usageLimit(dialect: Dialect, resetsAt: Date): Refusal {
  const seconds = Math.max(1, Math.round((resetsAt.getTime() - Date.now()) / 1000));
  return LIMITS[dialect](Math.floor(resetsAt.getTime() / 1000), seconds);
}

const LIMITS: Record<Dialect, (at: number, seconds: number) => Refusal> = {
  anthropic: (at, seconds) => ({
    status: 429,
    headers: {
      'retry-after': String(seconds),
      'x-should-retry': 'false',
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-reset': String(at),
      'anthropic-ratelimit-unified-representative-claim': 'five_hour',
      'anthropic-ratelimit-unified-5h-status': 'rejected',
      'anthropic-ratelimit-unified-5h-reset': String(at),
      'anthropic-ratelimit-unified-5h-utilization': '1.0',
      'anthropic-ratelimit-unified-fallback-percentage': '0.5',
      'anthropic-ratelimit-unified-overage-status': 'rejected',
      'anthropic-ratelimit-unified-overage-disabled-reason': 'org_level_disabled',
    },
    body: {
      type: 'error',
      error: {
        type: 'rate_limit_error',
        message: "This request would exceed your account's rate limit. Please try again later.",
      },
      request_id: 'req_scripted',
    },
  }),
  responses: (at, seconds) => ({
    status: 429,
    headers: { 'x-codex-primary-used-percent': '100', 'x-codex-primary-window-minutes': '300' },
    body: {
      error: {
        type: 'usage_limit_reached',
        message: 'The usage limit has been reached',
        plan_type: 'plus',
        resets_at: at,
        resets_in_seconds: seconds,
      },
    },
  }),
  chat: (_at, seconds) => ({
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: {
      error: {
        message:
          'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
        type: 'insufficient_quota',
        param: null,
        code: 'insufficient_quota',
      },
    },
  }),
  gemini: (_at, seconds) => ({
    status: 429,
    headers: {},
    body: {
      error: {
        code: 429,
        message: `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. \n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 250, model: gemini-2.5-flash\nPlease retry in ${seconds}s.`,
        status: 'RESOURCE_EXHAUSTED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
            violations: [
              {
                quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
                quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
                quotaDimensions: { location: 'global', model: 'gemini-2.5-flash' },
                quotaValue: '250',
              },
            ],
          },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` },
        ],
      },
    },
  }),
};
