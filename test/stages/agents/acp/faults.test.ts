/** Why turns fail, in the words of the real programs. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { faultOf, limitInWords } from '../../../../src/stages/agents/acp/faults.js';
import { refusedBy } from '../../../../src/stages/agents/acp/message.js';
import { resetIn } from '../../../../src/stages/agents/acp/reset-time.js';
import { cpuMsOf } from '../../../cpu-time.js';

const NOW = '2026-11-26T18:00:00.000Z';
const EPOCH = Date.parse('2026-11-26T21:00:00Z') / 1000;

describe('when a limit ends', () => {
  test.each<[string, string | undefined]>([
    [`Claude AI usage limit reached|${EPOCH}`, '2026-11-26T21:00:00.000Z'],
    [`Claude AI usage limit reached|${EPOCH}000`, '2026-11-26T21:00:00.000Z'],
    ['Claude AI usage limit reached|1762952400', undefined],
    ['5-hour limit reached ∙ resets 7pm (UTC)', '2026-11-26T19:00:00.000Z'],
    ['5-hour limit reached ∙ resets 6pm (UTC)', '2026-11-27T18:00:00.000Z'],
    ["You've hit your 5-hour limit · resets 7:48pm (UTC)", '2026-11-26T19:48:00.000Z'],
    ["You've hit your session limit · resets 10:30pm (Europe/Berlin)", '2026-11-26T21:30:00.000Z'],
    ["You've hit your session limit · resets 12:50am (America/Los_Angeles)", '2026-11-27T08:50:00.000Z'],
    ["You've hit your session limit · resets 10:10pm (Asia/Calcutta)", '2026-11-27T16:40:00.000Z'],
    [
      "You've hit your weekly limit · resets Nov 30 at 12am (Australia/Melbourne)",
      '2026-11-29T13:00:00.000Z',
    ],
    ["You've hit your weekly limit · resets Dec 25 at 12am (UTC)", undefined],
    [
      'Claude usage limit reached. Your limit will reset at 9am (America/Chicago).',
      '2026-11-27T15:00:00.000Z',
    ],
    // 1 pm five hours behind UTC has begun: the next one is tomorrow
    ['Your limit will reset at 1pm (Etc/GMT+5).', '2026-11-27T18:00:00.000Z'],
    ['Access resets at 10:57 PM GMT-3.', '2026-11-27T01:57:00.000Z'],
    ['or try again in 5 days 22 hours 11 minutes.', '2026-12-02T16:11:00.000Z'],
    ['Try again in 2 hours 3 minutes', '2026-11-26T20:03:00.000Z'],
    ['try again in 9 days 1 hour', undefined],
    ['or try again at Nov 27th, 2026 1:36 PM UTC.', '2026-11-27T13:36:00.000Z'],
    ['or try again at Jul 5th, 2026 8:19 PM UTC.', undefined],
    ['"resets_at":1795734000,"eligible_promo":null', '2026-11-26T23:00:00.000Z'],
    ['"resets_in_seconds":13872', '2026-11-26T21:51:12.000Z'],
    ['Please retry in 34.07s.', '2026-11-26T18:00:34.070Z'],
    ['"retryDelay": "34s"', '2026-11-26T18:00:34.000Z'],
    ['Your quota will reset after 8h44m7s.', '2026-11-27T02:44:07.000Z'],
    ['Your quota will reset after 0s.. Retrying after 5710ms...', undefined],
    ['retry-after: 120', '2026-11-26T18:02:00.000Z'],
    ['retry_after_ms: 1500', '2026-11-26T18:00:01.500Z'],
    ['available again at 2026-11-27T03:00:00Z', '2026-11-27T03:00:00.000Z'],
    ['resets in 3 hours, on 7 machines', '2026-11-26T21:00:00.000Z'],
    ['resets 7', undefined],
    ['resets 25:00', undefined],
    ['resets 13pm', undefined],
    ['(Mars/Base) resets 7pm UTC', '2026-11-26T19:00:00.000Z'],
    ['nothing of the kind', undefined],
  ])('%s → %s', (text, until) => {
    expect(resetIn(text, NOW)).toBe(until);
  });

  test('without a zone it is the clock of this machine', () => {
    const until = resetIn('or try again at 7:40 PM.', NOW)!;
    expect([new Date(until).getHours(), new Date(until).getMinutes()]).toEqual([19, 40]);
  });
});

describe('what a failed turn means', () => {
  test.each<[string, unknown, object]>([
    [
      'Claude, subscription',
      {
        code: -32603,
        message: "Internal error: You've hit your 5-hour limit · resets 7:48pm (UTC)",
        data: { errorKind: 'rate_limit' },
      },
      {
        kind: 'limit',
        until: '2026-11-26T19:48:00.000Z',
        detail: "You've hit your 5-hour limit · resets 7:48pm (UTC)",
      },
    ],
    [
      'Claude, key',
      {
        code: -32603,
        message:
          "Internal error: API Error: Request rejected (429) · This request would exceed your account's rate limit. Please try again later.",
        data: { errorKind: 'rate_limit' },
      },
      { kind: 'limit' },
    ],
    [
      'Claude, older',
      { code: -32603, message: `Claude AI usage limit reached|${EPOCH}` },
      { kind: 'limit', until: '2026-11-26T21:00:00.000Z' },
    ],
    [
      'Codex',
      {
        code: -32603,
        message: 'Internal error',
        data: {
          message:
            'You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit https://chatgpt.com/settings/usage to purchase more credits or try again in 3 hours 2 minutes.',
          codexErrorInfo: 'usageLimitExceeded',
        },
      },
      {
        kind: 'limit',
        until: '2026-11-26T21:02:00.000Z',
        detail: expect.stringContaining('You’ve hit your usage limit'),
      },
    ],
    [
      'Codex, raw',
      {
        message: 'x',
        data: {
          error: {
            type: 'usage_limit_reached',
            message: 'The usage limit has been reached',
            plan_type: 'plus',
            resets_in_seconds: 13872,
          },
        },
      },
      { kind: 'limit', until: '2026-11-26T21:51:12.000Z' },
    ],
    [
      'Gemini',
      { code: 429, message: 'You have exhausted your daily quota on this model.' },
      { kind: 'limit' },
    ],
    [
      'Gemini, time',
      {
        code: 429,
        message: 'You have exhausted your capacity on this model. Your quota will reset after 4h28m20s.',
      },
      { kind: 'limit', until: '2026-11-26T22:28:20.000Z' },
    ],
    [
      'Gemini, raw',
      {
        code: -32603,
        message:
          '[{"error":{"code":429,"message":"Quota exceeded for quota metric \'x\'. Please retry in 34.07s.","status":"RESOURCE_EXHAUSTED"}}]',
      },
      { kind: 'limit', until: '2026-11-26T18:00:34.070Z' },
    ],
    [
      'opencode',
      {
        code: -32603,
        message: 'Internal error: You exceeded your current quota, please check your plan',
        data: { errorName: 'APIError' },
      },
      { kind: 'limit' },
    ],
    ['Copilot', { code: 402, message: 'You have no quota' }, { kind: 'limit' }],
    [
      'opencode, refused',
      {
        code: -32603,
        message:
          'Internal error: Cannot connect to API: Unable to connect. Is the computer able to access the url?',
        data: { service: 'session', errorName: 'APIError' },
      },
      {
        kind: 'unreachable',
        detail: 'Cannot connect to API: Unable to connect. Is the computer able to access the url?',
      },
    ],
    [
      'Claude, transport',
      { code: -32603, message: 'Internal error', data: { errorKind: 'transport_lost' } },
      { kind: 'unreachable' },
    ],
    [
      'Codex, stream',
      {
        code: -32603,
        message: 'Internal error',
        data: { codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: null } } },
      },
      { kind: 'unreachable' },
    ],
    [
      'Codex, demand',
      { message: 'We’re currently experiencing high demand, which may cause temporary errors.' },
      { kind: 'unreachable' },
    ],
    ['log in', { code: -32000, message: 'Authentication required' }, { kind: 'login' }],
    [
      'a wrong key',
      {
        code: -32603,
        message: 'Internal error: 401 {"type":"authentication_error","message":"invalid x-api-key"}',
      },
      { kind: 'login' },
    ],
    [
      'an unknown session',
      { code: -32002, message: 'Resource not found', data: { sessionId: 's' } },
      { kind: 'other', detail: 'Resource not found' },
    ],
    [
      'an odd one',
      { code: -32603, message: 'Internal error', data: { details: 'no rollout found for thread id 5' } },
      { kind: 'other', detail: 'no rollout found for thread id 5' },
    ],
    ['a text', 'ECONNREFUSED', { kind: 'unreachable', detail: 'ECONNREFUSED' }],
    ['nothing', undefined, { kind: 'other', detail: '' }],
  ])('%s', (_, error, fault) => {
    expect(faultOf(error, '', NOW)).toMatchObject(fault);
    // as the answer to a request comes
    if (typeof error === 'object') expect(faultOf(refusedBy(error), '', NOW)).toMatchObject(fault);
    if (!('until' in fault)) expect(faultOf(error, '', NOW)).not.toHaveProperty('until');
  });

  test('standard error speaks where the error itself says nothing', () => {
    const vague = { code: -32603, message: 'Internal error' };
    expect(faultOf(vague, 'x\nError: connect ECONNREFUSED 127.0.0.1:1\n', NOW).kind).toBe('unreachable');
    expect(faultOf(vague, 'Error: 429 {"type":"rate_limit_error"} retry-after: 60', NOW)).toMatchObject({
      kind: 'limit',
      until: '2026-11-26T18:01:00.000Z',
    });
    expect(
      faultOf({ code: 1, message: 'The model does not exist in this region' }, 'ECONNREFUSED', NOW).kind,
    ).toBe('other');
    expect(faultOf(vague, `429 too many requests${'\nother line'.repeat(30)}`, NOW).kind).toBe('other');
  });
});

describe('a limit in the words of an ended turn', () => {
  test.each([
    ["You've hit your 5-hour limit · resets 7:48pm (UTC)", '2026-11-26T19:48:00.000Z'],
    ['You’ve hit your usage limit. Upgrade to Pro or try again in 1 hour.\n\n', '2026-11-26T19:00:00.000Z'],
    [`Claude AI usage limit reached|${EPOCH}`, '2026-11-26T21:00:00.000Z'],
    ['Error: The usage limit has been reached', undefined],
    ['[API Error: You have exhausted your daily quota on this model.]', undefined],
    ['Weekly limit reached ∙ resets Nov 28, 3pm (UTC)', '2026-11-28T15:00:00.000Z'],
  ])('%s', (said, until) => {
    expect(limitInWords(said, NOW)).toEqual({ ...(until ? { until } : {}), detail: said.trim() });
  });

  test.each([
    'I added a rate limit of 100 requests per hour; it resets 7pm.',
    'The function returns "usage limit reached" when the quota is exceeded.',
    'Done. The API answers 429 once you have hit your limit.',
    `You've hit your usage limit is the text that I now show. ${'More about the change. '.repeat(40)}`,
    'Which limit do you want, daily or weekly?',
    '',
  ])('%s is talk', (said) => {
    expect(limitInWords(said, NOW)).toBeUndefined();
  });
});

test('nothing throws on any JSON and any text, and 100 kB take no time', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (error, text) => {
      expect(faultOf(error, text, NOW)).toHaveProperty('kind');
      expect(() => limitInWords(text, NOW)).not.toThrow();
      const until = resetIn(text, NOW);
      if (until) expect(until > NOW).toBe(true);
    }),
  );
  for (const piece of [
    'a',
    '1',
    ' ',
    'reset',
    'resets 7',
    'try again in 1 ',
    'you have reached your x ',
    '(',
    'retry after ',
    'unauthorized ',
    '401 ',
    '\n',
  ]) {
    const text = piece.repeat(100_000 / piece.length);
    const spent = cpuMsOf(() => {
      faultOf({ message: text, data: { message: text } }, text, NOW);
      limitInWords(text.slice(0, 600), NOW);
    });
    expect(spent).toBeLessThan(500);
  }
});
