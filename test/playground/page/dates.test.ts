/** Slack's date tokens. */
import { expect, test } from '@jest/globals';
import { formatted } from '../../../src/playground/page/text/dates.js';

const NOON = Date.parse('2026-11-26T12:05:09Z') / 1_000;
const now = new Date('2026-11-26T18:00:00Z');
const at = (format: string, unix = NOON, zone = 'UTC') =>
  formatted(unix, format, now, zone)?.replace(/\u202f/g, ' ');

test.each([
  ['{date_short} at {time}', 'Nov 26, 2026 at 12:05 PM'],
  ['{date_long}', 'Thursday, November 26, 2026'],
  ['{date} {time_secs}', 'November 26, 2026 12:05:09 PM'],
  ['{date_short_pretty} {time}', 'today 12:05 PM'],
  ['{ago}', '5 hours ago'],
  ['no token', 'no token'],
])('%s', (format, text) => {
  expect(at(format)).toBe(text);
});

test('yesterday and tomorrow are those of the reader', () => {
  expect(at('{date_pretty}', NOON - 86_400)).toBe('yesterday');
  expect(at('{date_pretty}', NOON + 86_400)).toBe('tomorrow');
  expect(at('{date_pretty}', NOON - 3 * 86_400)).toBe('November 23, 2026');
  // 23:30 in London is the next day in Tokyo, where it is already the 27th now.
  expect(at('{date_pretty}', Date.parse('2026-11-26T15:30:00Z') / 1_000, 'Asia/Tokyo')).toBe('today');
});

test('an unknown token and an impossible time leave the fallback', () => {
  expect(at('{date} {weekday}')).toBeUndefined();
  expect(at('{date}', 9_999_999_999_999)).toBeUndefined();
});
