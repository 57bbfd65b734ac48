/** An issue as it is typed, and the ticket that it becomes. */
import { describe, expect, test } from '@jest/globals';
import { ticketIn } from '../../src/run/issue.js';
import { isTicket } from '../../src/run/wish.js';

const LONG = 'a'.repeat(100);

describe('an issue', () => {
  test.each([
    ['acme/api#12', 'api-12', 'https://github.com/acme/api/issues/12'],
    [' Acme/My.App_2#7 ', 'my.app_2-7', 'https://github.com/Acme/My.App_2/issues/7'],
    ['https://github.com/acme/api/issues/12', 'api-12', 'https://github.com/acme/api/issues/12'],
    ['http://www.github.com/acme/api/issues/12/', 'api-12', 'https://github.com/acme/api/issues/12'],
    ['github.com/acme/api/issues/12', 'api-12', 'https://github.com/acme/api/issues/12'],
    ['<https://github.com/acme/api/issues/12>', 'api-12', 'https://github.com/acme/api/issues/12'],
    ['<https://github.com/acme/api/issues/12|the bug>', 'api-12', 'https://github.com/acme/api/issues/12'],
    [
      'https://github.com/acme/api/issues/12?x=1#issuecomment-3',
      'api-12',
      'https://github.com/acme/api/issues/12',
    ],
    ['acme/.github#3', 'github-3', 'https://github.com/acme/.github/issues/3'],
    ['acme/a..b#3', 'a.b-3', 'https://github.com/acme/a..b/issues/3'],
    ['acme/___#3', 'issue-3', 'https://github.com/acme/___/issues/3'],
    ['acme/x.lock#3', 'x.lock-3', 'https://github.com/acme/x.lock/issues/3'],
    [
      `acme/${LONG}#123456789`,
      `${'a'.repeat(54)}-123456789`,
      `https://github.com/acme/${LONG}/issues/123456789`,
    ],
  ])('%s is ticket %s', (typed, ticket, address) => {
    const read = ticketIn(typed);
    expect(read).toMatchObject({ kind: 'ticket', ticket, source: { kind: 'github', address } });
    expect(isTicket(ticket)).toBe(true);
  });

  test('of the configured GitHub, with a port where it has one', () => {
    const site = 'http://127.0.0.1:4000';
    expect(ticketIn('acme/api#12', site)).toMatchObject({
      source: { address: `${site}/acme/api/issues/12` },
    });
    expect(ticketIn(`${site}/acme/api/issues/12`, site)).toMatchObject({ ticket: 'api-12' });
    expect(ticketIn('https://github.com/acme/api/issues/12', 'https://ghe.example')).toEqual({
      kind: 'elsewhere',
      host: 'github.com',
      own: 'ghe.example',
    });
    expect(ticketIn('https://github.com.evil.example/acme/api/issues/12')).toMatchObject({
      kind: 'elsewhere',
    });
  });

  test.each(['https://github.com/acme/api/pull/12', 'github.com/acme/api/pull/12/files'])(
    '%s is a pull request',
    (typed) => {
      expect(ticketIn(typed)).toEqual({ kind: 'pull_request', name: 'acme/api#12' });
    },
  );

  test.each([
    '#12',
    'acme/api',
    'acme/api#0',
    'acme/api#1234567890',
    'acme/../api#1',
    'acme/..#1',
    'acme/.#1',
    '-acme/api#1',
    'acme/api#12/../..',
    'https://github.com/acme/api/issues',
    'https://github.com/acme/api/discussions/12',
    'https://me@github.com/acme/api/issues/12',
    'ftp://github.com/acme/api/issues/12',
    `https://github.com/acme/api/issues/12?${'x'.repeat(600)}`,
    '<'.repeat(100_000),
  ])('%s is none', (typed) => {
    expect(ticketIn(typed).kind).toBe('none');
  });

  test('a ticket stays what it is', () => {
    expect(ticketIn('ABC-12')).toEqual({ kind: 'ticket', ticket: 'ABC-12' });
  });
});
