import { describe, expect, test } from '@jest/globals';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { refusalOf } from '../../src/slack/refusals.js';

const platform = (error: string) => refusalOf(new WebAPIPlatformError({ ok: false, error }));
const network = (code: string) =>
  refusalOf(
    new WebAPIRequestError(
      new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }),
    ),
  );

describe('what a failed call means', () => {
  test.each([
    ['ratelimited', false],
    ['token_revoked', false],
    ['fatal_error', true],
    ['service_unavailable', true],
  ])('%s: try again, in doubt: %s', (code, inDoubt) => {
    expect(platform(code)).toMatchObject({ kind: 'wait', code, inDoubt });
  });

  test.each([
    ['invalid_blocks', 'blocks'],
    ['not_in_channel', 'channel'],
    ['is_archived', 'channel'],
    ['is_inactive', 'channel'],
    ['message_not_found', 'gone'],
    ['msg_too_long', 'blocks'],
    ['something_new', 'never'],
    // was looked up among what every object has, and waited for `NaN` milliseconds without end
    ['constructor', 'never'],
    ['__proto__', 'never'],
  ])('%s: %s', (code, kind) => {
    expect(platform(code)).toEqual({ kind, code });
  });

  test('a request that never left is not in doubt, one that broke is', () => {
    expect(network('ECONNREFUSED')).toMatchObject({ kind: 'wait', inDoubt: false });
    expect(network('ENOTFOUND')).toMatchObject({ kind: 'wait', inDoubt: false });
    expect(network('ECONNRESET')).toMatchObject({ kind: 'wait', inDoubt: true });
    expect(network('UND_ERR_SOCKET')).toMatchObject({ kind: 'wait', inDoubt: true });
  });

  test('one that got no answer in time says so, and is in doubt', () => {
    const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    const words = { kind: 'wait', code: 'timed_out', inDoubt: true };
    expect(refusalOf(new WebAPIRequestError(late))).toEqual(words);
    expect(refusalOf(new WebAPIRequestError(new TypeError('fetch failed', { cause: late })))).toEqual(words);
  });

  test('by HTTP status', () => {
    const status = (code: number) => refusalOf(new WebAPIHTTPError(code, '', {}));
    expect(status(503)).toEqual({ kind: 'wait', code: 'http_503', inDoubt: true });
    expect(status(403)).toMatchObject({ kind: 'wait', inDoubt: false });
    expect(status(413)).toMatchObject({ kind: 'blocks' });
    expect(refusalOf(new WebAPIRateLimitedError(9))).toMatchObject({
      kind: 'wait',
      afterMs: 9_000,
      inDoubt: false,
    });
  });

  test('an answer that is none of Slack’s is in doubt', () => {
    expect(platform('<html>bad gateway')).toEqual({ kind: 'wait', code: 'strange_answer', inDoubt: true });
  });

  test('a defect of ours is no refusal', () => {
    expect(() => refusalOf(new RangeError('bug'))).toThrow('bug');
  });
});
